import { describe, expect, test } from '@jest/globals';
import type { EventBus } from '../../src/bus/event-bus.ts';
import { DeyeError } from '../../src/error/deye-error.ts';
import { LocalEventBus } from '../../src/local-bus/local-event-bus.ts';
import type { AnalysisResult } from '../../src/model/analysis.ts';
import type { Analyser } from '../../src/task/analyser.ts';
import { TaskServer } from '../../src/task/task-server.ts';
import { take } from '../../src/testing/bus-contract/bus-under-test.ts';
import { resultMessage, taskMessage } from '../../src/testing/bus-contract/sample-messages.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';

const outcome = { outcome: 'hashed', values: { hash: 'ab' }, process_key: 'k', path: '/bin/x' };

function analyser(analyse: Analyser['analyse'], maxConcurrent = 2): Analyser {
  return { analysis: 'binary_hash', maxConcurrent, analyse };
}

/** Runs until its signal aborts; counts how many do at once. */
function endless() {
  const seen = { running: 0, most: 0, aborted: 0 };
  const analyse: Analyser['analyse'] = (_, signal) => {
    seen.running += 1;
    seen.most = Math.max(seen.most, seen.running);
    return new Promise((__, reject) => {
      signal.addEventListener('abort', () => {
        seen.running -= 1;
        seen.aborted += 1;
        reject(new Error('aborted'));
      });
    });
  };
  return { seen, analyse };
}

async function setUp(analysers: readonly Analyser[], maxMessages = 1_000) {
  const clock = new FakeClock();
  const bus = LocalEventBus.create({ clock, replay: { maxMessages } });
  const log = new RecordingLogger();
  const open = () =>
    TaskServer.open({ bus, clock, log, host: 'web_1', collector: 'procmond', analysers });
  return { clock, bus, log, server: await open(), open };
}

async function stored(bus: EventBus, task: string): Promise<AnalysisResult | null> {
  const last = await bus.lastOn(resultMessage(task).subject);
  return last?.payload.kind === 'result' ? last.payload.body : null;
}

describe('TaskServer', () => {
  test('stores the outcome of the analyser and acknowledges the task', async () => {
    const { clock, bus } = await setUp([analyser(() => Promise.resolve(outcome))]);
    await bus.publish(taskMessage('t1'));
    await clock.advance(0);
    expect(await stored(bus, 't1')).toMatchObject({
      task: 't1',
      attempt: 1,
      status: 'completed',
      error: null,
      started_time: clock.now(),
      finished_time: clock.now(),
      ...outcome,
    });
    expect(await bus.lastOn(taskMessage('t1').subject)).toBeNull();
    await bus.close();
  });

  test('offers what its analysers do', async () => {
    const { bus, server } = await setUp([analyser(() => Promise.resolve(outcome), 3)]);
    expect(server.offers).toEqual([{ analysis: 'binary_hash', max_concurrent: 3 }]);
    await bus.close();
  });

  test.each([
    [new DeyeError('TASK_UNKNOWN_ANALYSIS', 'x'), 'refused', 'TASK_UNKNOWN_ANALYSIS'],
    [new DeyeError('TASK_LIMIT', 'x'), 'failed', 'TASK_LIMIT'],
    [new TypeError('secret text'), 'failed', 'TASK_ANALYSER_FAILED'],
  ])('turns what an analyser throws into a result: %s', async (thrown, status, error) => {
    const { clock, bus } = await setUp([analyser(() => Promise.reject(thrown))]);
    await bus.publish(taskMessage('t1'));
    await clock.advance(0);
    const result = await stored(bus, 't1');
    expect(result).toMatchObject({ status, error, outcome: status, values: {} });
    expect(result?.message).not.toContain('secret');
    await bus.close();
  });

  test('refuses an analysis that it does not have', async () => {
    const { clock, bus } = await setUp([]);
    await bus.publish(taskMessage('t1'));
    await clock.advance(0);
    expect(await stored(bus, 't1')).toMatchObject({
      status: 'refused',
      error: 'TASK_UNKNOWN_ANALYSIS',
    });
    await bus.close();
  });

  test('ends an analysis at its timeout, the wait for a slot included', async () => {
    const { seen, analyse } = endless();
    const { clock, bus } = await setUp([analyser(analyse, 1)]);
    await bus.publish(taskMessage('t1', { timeout_ms: 400 }));
    await bus.publish(taskMessage('t2', { timeout_ms: 300 }));
    await clock.advance(299);
    expect(await stored(bus, 't2')).toBeNull();
    await clock.advance(1);
    expect(await stored(bus, 't2')).toMatchObject({ status: 'timed_out', error: 'TASK_TIMED_OUT' });
    expect(await stored(bus, 't1')).toBeNull();
    await clock.advance(100);
    expect(await stored(bus, 't1')).toMatchObject({ status: 'timed_out', error: 'TASK_TIMED_OUT' });
    expect(seen).toEqual({ running: 0, most: 1, aborted: 1 });
    await bus.close();
  });

  test('gives a task no more time than the server allows', async () => {
    const { clock, bus } = await setUp([analyser(endless().analyse)]);
    await bus.publish(taskMessage('t1', { timeout_ms: 1e9 }));
    await clock.advance(60_000);
    expect((await stored(bus, 't1'))?.status).toBe('timed_out');
    await bus.close();
  });

  test('runs as many at once as the analyser allows, and all in the end', async () => {
    const { seen, analyse } = endless();
    const { clock, bus } = await setUp([analyser(analyse, 2)]);
    for (let n = 1; n <= 6; n += 1)
      await bus.publish(taskMessage(`t${n}`, { timeout_ms: 100 + n * 100 }));
    await clock.advance(1_000);
    expect(seen).toEqual({ running: 0, most: 2, aborted: 6 });
    await bus.close();
  });

  test('leaves a result that is there as it is', async () => {
    const { clock, bus } = await setUp([analyser(() => Promise.resolve(outcome))]);
    await bus.publish(resultMessage('t1', { outcome: 'first' }));
    await bus.publish(taskMessage('t1'));
    await clock.advance(0);
    expect((await stored(bus, 't1'))?.outcome).toBe('first');
    expect(await bus.lastOn(taskMessage('t1').subject)).toBeNull();
    await bus.close();
  });

  test('gives unfinished tasks back when it closes, for the next run', async () => {
    const { seen, analyse } = endless();
    const { clock, bus, server, open } = await setUp([analyser(analyse, 1)]);
    await bus.publish(taskMessage('t1'));
    await bus.publish(taskMessage('t2'));
    await clock.advance(0);
    await server.close();
    await server.close();
    expect(seen.running).toBe(0);
    expect(await stored(bus, 't1')).toBeNull();
    await open();
    await clock.advance(60_000);
    expect((await stored(bus, 't1'))?.status).toBe('timed_out');
    expect((await stored(bus, 't2'))?.status).toBe('timed_out');
    await bus.close();
  });

  test('gives up a message that is not the task its subject says', async () => {
    const { clock, bus } = await setUp([analyser(() => Promise.resolve(outcome))]);
    const { payload } = taskMessage('t1', { collector: 'netmond' });
    const { subject } = taskMessage('t1');
    await bus.publish({ subject, payload });
    await bus.publish(taskMessage('t.2'));
    await bus.publish(taskMessage('t3'));
    await clock.advance(0);
    const dead = await bus.lastOn('deye.v1.dlq.DEYE_TASKS');
    expect(dead?.sequence).toBe(2);
    expect((await stored(bus, 't3'))?.status).toBe('completed');
    await bus.close();
  });

  test('stores the result as soon as the stream takes it, and runs the task once', async () => {
    let runs = 0;
    const once = analyser(() => {
      runs += 1;
      return Promise.resolve(outcome);
    });
    const { clock, bus, server } = await setUp([once]);
    await server.close();
    const until = clock.monotonicMs() + 75_000;
    const publish: EventBus['publish'] = (message, options) =>
      clock.monotonicMs() < until
        ? Promise.reject(new DeyeError('BUS_STREAM_FULL', 'DEYE_RESULTS'))
        : bus.publish(message, options);
    const stubborn: EventBus = {
      durability: bus.durability,
      state: bus.state,
      publish,
      subscribe: (options) => bus.subscribe(options),
      consume: (options) => bus.consume(options),
      lastOn: (subject) => bus.lastOn(subject),
      keyValue: (bucket) => bus.keyValue(bucket),
      close: () => bus.close(),
    };
    const log = new RecordingLogger();
    await TaskServer.open({
      bus: stubborn,
      clock,
      log,
      host: 'web_1',
      collector: 'procmond',
      analysers: [once],
    });
    await bus.publish(taskMessage('t1'));
    await clock.advance(74_000);
    expect(await stored(bus, 't1')).toBeNull();
    await clock.advance(2_000);
    expect((await stored(bus, 't1'))?.status).toBe('completed');
    await clock.advance(200_000);
    expect(runs).toBe(1);
    expect(log.messages('error')).toEqual([]);
    await bus.close();
  });

  test('does not run a task again whose result is stored', async () => {
    let runs = 0;
    const counted = analyser(() => {
      runs += 1;
      return Promise.resolve(outcome);
    });
    const { clock, bus, server, open } = await setUp([counted]);
    await server.close();
    await bus.publish(taskMessage('t1'));
    const lost = await bus.consume({
      stream: 'DEYE_TASKS',
      durable: 'web_1-procmond',
      subjects: ['deye.v1.tasks.web_1.procmond.*'],
      deliver: 'all',
      ackWaitMs: 70_000,
    });
    (await take(lost, 1))[0]?.nak();
    await lost.close();
    await bus.publish(resultMessage('t1', { outcome: 'first' }));
    await open();
    await clock.advance(0);
    expect(runs).toBe(0);
    expect(await bus.lastOn(taskMessage('t1').subject)).toBeNull();
    await bus.close();
  });
});
