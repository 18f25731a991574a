import { describe, expect, test } from '@jest/globals';
import { DeyeError } from '../../src/error/deye-error.ts';
import { aProcessDraft } from '../../src/testing/event-builders.ts';
import { covered, gapNumbers, upTo } from './cover.ts';
import { aPipeline } from './pipeline-fixture.ts';

const hang = (): Promise<void> => new Promise(() => undefined);

describe('EventPipeline', () => {
  test('stamps from 1 without holes, freezes, and fills in who emits', async () => {
    const { pipeline, bus, clock } = aPipeline();
    const draft = aProcessDraft();
    await pipeline.emit(0, draft);
    await pipeline.emit(0, aProcessDraft());
    await clock.advance(10);
    expect(bus.events().map(({ seq }) => seq)).toEqual([1, 2]);
    expect(draft).toMatchObject({
      host: 'box-0a1b2c3d',
      host_name: 'box',
      collector: 'procmond',
      epoch: '0123456789abcdef',
      seq: 1,
    });
    expect(Object.isFrozen(draft)).toBe(true);
  });

  test('makes batches of 100, 100 and, on flush, 50 out of 250 events with a long linger', async () => {
    const { pipeline, bus, clock } = aPipeline({ batchMaxEvents: 100, batchLingerMs: 60_000 });
    for (let i = 0; i < 250; i += 1) void pipeline.emit(0, aProcessDraft());
    await clock.advance(0);
    expect(bus.stored.map(({ events }) => events.length)).toEqual([100, 100]);
    pipeline.flush();
    await clock.advance(0);
    expect(bus.stored.map(({ events }) => events.length)).toEqual([100, 100, 50]);
  });

  test('lets one lone event leave after the linger', async () => {
    const { pipeline, bus, clock } = aPipeline({ batchLingerMs: 10 });
    void pipeline.emit(0, aProcessDraft());
    await clock.advance(9);
    expect(bus.stored).toHaveLength(0);
    await clock.advance(1);
    expect(bus.events()).toHaveLength(1);
  });

  test('keeps a batch below its bytes, and sends one larger event alone', async () => {
    const { pipeline, bus, clock } = aPipeline({ batchMaxBytes: 2_000, batchLingerMs: 1 });
    for (const length of [700, 700, 5_000, 700])
      void pipeline.emit(0, aProcessDraft({ command_line: 'x'.repeat(length) }));
    await clock.advance(5);
    expect(bus.stored.map(({ events }) => events.map(({ seq }) => seq))).toEqual([
      [1],
      [2],
      [3],
      [4],
    ]);
  });

  test('has at most one batch of a subject under way, subjects side by side, and the next one grows', async () => {
    const { pipeline, bus, clock } = aPipeline({ batchMaxEvents: 100, batchLingerMs: 10 });
    bus.answer = () => clock.sleep(1_000);
    for (let i = 0; i < 3; i += 1) {
      void pipeline.emit(0, aProcessDraft());
      void pipeline.emit(0, aProcessDraft({ type: 'process.exited' }));
      // oxlint-disable-next-line no-await-in-loop
      await clock.advance(100);
    }
    expect(bus.tried.map(({ subject }) => subject)).toEqual([
      'deye.v1.events.process.started.box-0a1b2c3d.procmond',
      'deye.v1.events.process.exited.box-0a1b2c3d.procmond',
    ]);
    await clock.advance(3_000);
    expect(bus.mostPerSubject).toBe(1);
    expect(bus.of('process.started').map(({ seq }) => seq)).toEqual([1, 3, 5]);
    expect(bus.stored.map(({ events }) => events.length)).toEqual([1, 1, 2, 2]);
  });

  test('repeats a batch under its id until the bus takes it', async () => {
    const { pipeline, bus, clock, failures } = aPipeline();
    bus.answer = () => {
      if (bus.tried.length < 5) throw new DeyeError('BUS_STREAM_FULL');
    };
    void pipeline.emit(0, aProcessDraft());
    await clock.advance(10_000);
    expect(new Set(bus.tried.map(({ msgId }) => msgId)).size).toBe(1);
    expect(bus.tried[0]?.msgId).toMatch(/^box-0a1b2c3d:procmond:[0-9a-f]{16}:1$/);
    expect(bus.events().map(({ seq }) => seq)).toEqual([1]);
    expect(failures).toEqual([
      'BUS_STREAM_FULL',
      'BUS_STREAM_FULL',
      'BUS_STREAM_FULL',
      'BUS_STREAM_FULL',
    ]);
  });

  test('tells a refused batch in a gap with its exact ranges', async () => {
    const { pipeline, bus, clock, drain } = aPipeline();
    bus.answer = ({ subject }) => {
      if (subject.includes('.exited.')) throw new DeyeError('BUS_NO_STREAM');
    };
    for (const type of [
      'process.exited',
      'process.exited',
      'process.started',
      'process.exited',
    ] as const)
      void pipeline.emit(0, aProcessDraft({ type }));
    await clock.advance(2_000);
    expect(bus.of('gap')).toMatchObject([
      {
        seq: 5,
        source: 'runtime',
        reason: 'publish_refused',
        ranges: ['1-2', '4-4'],
        closed: true,
      },
    ]);
    expect(await drain()).toBe(0);
    expect(covered(bus.events())).toEqual(upTo(6));
  });

  test('tells again what a refused gap told, with the gap itself', async () => {
    const { pipeline, bus, clock, drain } = aPipeline({
      eventBufferSize: 2,
      maxBackpressureWaitMs: 1,
    });
    let refusals = 0;
    bus.answer = ({ subject }) => {
      if (!subject.includes('.gap.') || refusals === 2) return;
      refusals += 1;
      throw new DeyeError('BUS_NO_STREAM');
    };
    for (let i = 0; i < 9; i += 1) void pipeline.emit(0, aProcessDraft());
    await clock.advance(10_000);
    expect(await drain()).toBe(0);
    expect(covered(bus.events())).toEqual(upTo(pipeline.totals().last_seq));
    expect(refusals).toBe(2);
  });

  test('sheds after the wait, tells the numbers in one gap per source and second, and says when pressure begins and ends', async () => {
    const { pipeline, bus, clock, pressure, drain } = aPipeline({
      eventBufferSize: 10,
      backpressureThreshold: 8,
      maxBackpressureWaitMs: 500,
    });
    const { answer } = bus;
    bus.answer = ({ subject }) => (subject.includes('.started.') ? clock.sleep(5_000) : undefined);
    const queued = Array.from({ length: 25 }, () => pipeline.emit(0, aProcessDraft()));
    expect(pipeline.depth).toBe(10);
    expect(pressure).toEqual([true]);
    await clock.advance(1_500);
    expect(bus.of('gap')).toMatchObject([
      { source: 'a', reason: 'queue_shed', ranges: ['11-25'], lower_bound: false },
    ]);
    bus.answer = answer;
    await clock.advance(5_000);
    expect(pressure).toEqual([true, false]);
    expect((await Promise.all(queued)).filter(Boolean)).toHaveLength(10);
    expect(await drain()).toBe(0);
    expect(covered(bus.events())).toEqual(upTo(pipeline.totals().last_seq));
  });

  test('holds no more waiting events than the buffer holds', async () => {
    const { pipeline, clock } = aPipeline({ eventBufferSize: 10, maxBackpressureWaitMs: 500 });
    for (let i = 0; i < 1_000; i += 1) void pipeline.emit(0, aProcessDraft());
    await clock.advance(0);
    expect(pipeline.totals()).toMatchObject({
      last_seq: 1_000,
      shed: 980,
      stored: 10,
      pending: 10,
    });
  });

  test('does not linger while an event waits for room', async () => {
    const { pipeline, bus, clock } = aPipeline({ eventBufferSize: 10, batchLingerMs: 60_000 });
    for (let i = 0; i < 11; i += 1) void pipeline.emit(0, aProcessDraft());
    await clock.advance(0);
    expect(bus.stored.map(({ events }) => events.length)).toEqual([10]);
  });

  test('lets a source keep its rate beside one that floods', async () => {
    const { pipeline, bus, clock } = aPipeline({ eventBufferSize: 100 }, ['flood', 'calm']);
    bus.answer = () => clock.sleep(50);
    const stop = new AbortController();
    const flood = async (): Promise<void> => {
      while (!stop.signal.aborted) await pipeline.emit(0, aProcessDraft());
    };
    let calm = 0;
    const calmly = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        if (await pipeline.emit(1, aProcessDraft())) calm += 1;
        await clock.sleep(10);
      }
    };
    const done = [flood(), flood(), calmly()];
    await clock.advance(1_000);
    stop.abort();
    await clock.advance(1_000);
    await Promise.all(done);
    expect(calm).toBeGreaterThanOrEqual(80);
    expect(pipeline.emittedBy(0)).toBeGreaterThan(500);
  });

  test('keeps the order of each source, and every batch in the order of numbers', async () => {
    const { pipeline, bus, clock, drain } = aPipeline({ eventBufferSize: 20, batchMaxEvents: 7 }, [
      'a',
      'b',
    ]);
    bus.answer = () => clock.sleep(20);
    for (let i = 0; i < 60; i += 1) {
      void pipeline.emit(i % 7 === 0 ? 1 : 0, aProcessDraft({ name: i % 7 === 0 ? 'b' : 'a' }));
      if (i % 5 === 0) await clock.advance(3);
    }
    expect(await drain()).toBe(0);
    for (const { events } of bus.stored)
      expect(events).toEqual(events.toSorted((a, b) => a.seq - b.seq));
    for (const name of ['a', 'b']) {
      const seqs = bus
        .of('process.started')
        .filter((event) => 'name' in event && event.name === name)
        .map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    }
  });

  test('joins losses without numbers, opens a gap, and closes it', async () => {
    const { pipeline, bus, clock } = aPipeline();
    const loss = { reason: 'kernel_overflow', lowerBound: true } as const;
    pipeline.lost(0, { ...loss, count: 3, from: 10n, until: null });
    pipeline.lost(0, { ...loss, count: 4, lowerBound: false, from: 12n, until: null });
    await clock.advance(1_010);
    pipeline.lost(0, { ...loss, count: 5, from: 20n, until: 30n });
    await clock.advance(1_010);
    expect(bus.of('gap')).toMatchObject([
      {
        lost_before_emit: 7,
        lower_bound: true,
        from_time: 10n,
        until_time: null,
        closed: false,
        ranges: null,
      },
    ]);
    expect(bus.of('gap_closed')).toMatchObject([
      { lost_before_emit: 5, from_time: 20n, until_time: 30n, closed: true },
    ]);
    expect(pipeline.totals().lost_before_emit).toBe(12);
  });

  test('publishes the account at its interval and as the last event', async () => {
    const { pipeline, bus, clock, drain } = aPipeline({ ledgerIntervalMs: 30_000 });
    await pipeline.emit(0, aProcessDraft());
    await clock.advance(30_010);
    expect(bus.of('ledger')).toMatchObject([
      { seq: 2, last_seq: 2, stored: 1, shed: 0, pending: 1 },
    ]);
    expect(await drain()).toBe(0);
    expect(bus.events().at(-1)).toMatchObject({
      type: 'ledger',
      seq: 3,
      last_seq: 3,
      stored: 2,
      pending: 1,
    });
    expect(pipeline.totals()).toMatchObject({ last_seq: 3, stored: 3, pending: 0 });
    expect(clock.pendingTimers).toBe(0);
  });

  test('drains 5 000 queued events', async () => {
    const { pipeline, bus, clock, drain } = aPipeline({ eventBufferSize: 5_000 });
    bus.answer = () => clock.sleep(5);
    for (let i = 0; i < 5_000; i += 1) void pipeline.emit(0, aProcessDraft());
    expect(await drain(1_000)).toBe(0);
    expect(bus.of('process.started')).toHaveLength(5_000);
  });

  test('puts into a gap what a slow bus does not take in time', async () => {
    const { pipeline, bus, clock, drain } = aPipeline({ eventBufferSize: 5_000 });
    bus.answer = ({ subject }) => (subject.includes('.started.') ? clock.sleep(300) : undefined);
    for (let i = 0; i < 5_000; i += 1) void pipeline.emit(0, aProcessDraft());
    expect(await drain(1_000)).toBe(0);
    const shed = gapNumbers(bus.events()).length;
    expect(shed).toBeGreaterThan(0);
    expect(bus.of('process.started').length + shed).toBe(5_000);
    expect(covered(bus.events())).toEqual(upTo(pipeline.totals().last_seq));
  });

  test('gives up on a bus that does not answer, and says how much', async () => {
    const { pipeline, bus, clock, drain } = aPipeline();
    bus.answer = hang;
    for (let i = 0; i < 300; i += 1) void pipeline.emit(0, aProcessDraft());
    await clock.advance(20);
    expect(await drain(1_000)).toBe(pipeline.totals().last_seq);
    expect(await pipeline.emit(0, aProcessDraft())).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });
});
