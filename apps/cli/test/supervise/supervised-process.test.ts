import { describe, expect, test } from '@jest/globals';
import { FakeClock, RecordingLogger } from '@daemoneye/collector-core/testing';
import type { Child, ChildEnd } from '../../src/supervise/child.ts';
import { SupervisedProcess } from '../../src/supervise/supervised-process.ts';

/** Processes as the supervisor sees them, ended by hand. */
class Children {
  readonly started: { end: (end: ChildEnd) => void; ready: AbortController }[] = [];
  readonly signals: NodeJS.Signals[] = [];

  readonly start = (): Child => {
    const { promise, resolve } = Promise.withResolvers<ChildEnd>();
    const ready = new AbortController();
    this.started.push({ end: resolve, ready });
    const kill = (signal: NodeJS.Signals): void => {
      this.signals.push(signal);
    };
    return { pid: this.started.length, ready: ready.signal, ended: promise, kill };
  };

  get last(): { end: (end: ChildEnd) => void; ready: AbortController } {
    const last = this.started.at(-1);
    if (last === undefined) throw new Error('nothing was started');
    return last;
  }
}

function supervised() {
  const clock = new FakeClock();
  const children = new Children();
  const log = new RecordingLogger();
  let refused = 0;
  const deaths: unknown[] = [];
  const process = new SupervisedProcess({
    name: 'procmond',
    clock,
    log,
    start: children.start,
    graceMs: 5_000,
    onDeath: (pid) => deaths.push(pid),
    onRefused: () => {
      refused += 1;
    },
  });
  return { clock, children, deaths, log, process, refusals: () => refused };
}

const killed: ChildEnd = { code: null, signal: 'SIGKILL' };

describe('SupervisedProcess', () => {
  test('is started when the process says that it works', async () => {
    const { children, clock, process } = supervised();
    let isUp = false;
    const up = process.start().then(() => {
      isUp = true;
      return isUp;
    });
    await clock.advance(1_000);
    expect(isUp).toBe(false);
    children.last.ready.abort();
    expect(await up).toBe(true);
  });

  test('starts again what dies, after 1 s and then 2 s, and says so', async () => {
    const { children, clock, deaths, log, process } = supervised();
    void process.start();
    children.last.end(killed);
    await clock.advance(999);
    expect(children.started).toHaveLength(1);
    await clock.advance(1);
    expect(children.started).toHaveLength(2);
    children.last.end({ code: 1, signal: null });
    await clock.advance(1_999);
    expect(children.started).toHaveLength(2);
    await clock.advance(1);
    expect(children.started).toHaveLength(3);
    expect(deaths).toEqual([1, 2]);
    expect(log.records.filter(({ level }) => level === 'error')).toMatchObject([
      { fields: { part: 'procmond', signal: 'SIGKILL', deaths: 1, delay_ms: 1_000 } },
      { fields: { part: 'procmond', code: 1, deaths: 2, delay_ms: 2_000 } },
    ]);
  });

  test('does not start again what refuses to run', async () => {
    const { children, clock, process, refusals } = supervised();
    const up = process.start();
    children.last.end({ code: 2, signal: null });
    await up;
    await clock.advance(120_000);
    expect([children.started.length, refusals()]).toEqual([1, 1]);
  });

  test('kills a process that does not end within the grace', async () => {
    const { children, clock, process } = supervised();
    void process.start();
    const stopped = process.stop();
    await clock.advance(4_999);
    expect(children.signals).toEqual(['SIGTERM']);
    await clock.advance(1);
    expect(children.signals).toEqual(['SIGTERM', 'SIGKILL']);
    children.last.end(killed);
    await stopped;
    await clock.advance(120_000);
    expect(children.started).toHaveLength(1);
  });
});
