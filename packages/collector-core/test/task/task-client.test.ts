import { describe, expect, test } from '@jest/globals';
import { CapabilityRegistry } from '../../src/capability/capability-registry.ts';
import { LocalEventBus } from '../../src/local-bus/local-event-bus.ts';
import type { AnalysisRequest } from '../../src/model/analysis.ts';
import { TaskClient } from '../../src/task/task-client.ts';
import { TaskServer } from '../../src/task/task-server.ts';
import { take } from '../../src/testing/bus-contract/bus-under-test.ts';
import {
  resultMessage,
  sampleAnnouncement,
  sampleTask,
} from '../../src/testing/bus-contract/sample-messages.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { RecordingLogger } from '../../src/testing/recording-logger.ts';

const { target, parameters, correlation } = sampleTask('t');
const ask = {
  analysis: 'binary_hash',
  host: 'web_1',
  target,
  parameters,
  timeout_ms: 1_000,
  correlation,
};

async function setUp(...collectors: string[]) {
  const clock = new FakeClock();
  const bus = LocalEventBus.create({ clock, replay: { maxMessages: 16 } });
  const keys = await bus.keyValue('deye_capabilities');
  for (const collector of collectors)
    await keys.put(`web_1.${collector}`, sampleAnnouncement({ collector }));
  const registry = await CapabilityRegistry.open(bus);
  const client = await TaskClient.open({
    bus,
    clock,
    registry,
    requester: 'trigger-service',
    maxOutstanding: 8,
  });
  const tasks = bus.subscribe({ subjects: ['deye.v1.tasks.>'] });
  const nextTask = async (): Promise<AnalysisRequest> => {
    const [value] = await take(tasks, 1);
    if (value?.payload.kind !== 'task') throw new Error('not a task');
    return value.payload.body;
  };
  return { clock, bus, keys, registry, client, tasks, nextTask };
}

describe('TaskClient', () => {
  test('resolves with the result of the collector that it asked', async () => {
    const { clock, bus, client } = await setUp('procmond');
    const outcome = { outcome: 'hashed', values: {}, process_key: null, path: '/bin/x' };
    await TaskServer.open({
      bus,
      clock,
      log: new RecordingLogger(),
      host: 'web_1',
      collector: 'procmond',
      analysers: [
        { analysis: 'binary_hash', maxConcurrent: 1, analyse: () => Promise.resolve(outcome) },
      ],
    });
    const result = await client.dispatch({ ...ask, task: 't1' });
    expect(result).toMatchObject({ task: 't1', status: 'completed', collector: 'procmond' });
    expect(client.outstanding).toBe(0);
    await client.close();
    await bus.close();
  });

  test('fills in the rest of the request', async () => {
    const { clock, bus, client, nextTask } = await setUp('procmond');
    void client.dispatch({ ...ask, task: 't1' });
    expect(await nextTask()).toEqual({
      ...ask,
      task: 't1',
      attempt: 1,
      collector: 'procmond',
      requested_by: 'trigger-service',
      requested_time: clock.now(),
    });
    await client.close();
    await bus.close();
  });

  test('spreads the tasks over the collectors that serve them', async () => {
    const { bus, client, nextTask } = await setUp('procmond', 'fsmond');
    for (let n = 1; n <= 4; n += 1) void client.dispatch(ask);
    const asked = [await nextTask(), await nextTask(), await nextTask(), await nextTask()];
    expect(asked.map(({ collector }) => collector).toSorted()).toEqual([
      'fsmond',
      'fsmond',
      'procmond',
      'procmond',
    ]);
    await client.close();
    await bus.close();
  });

  test('fails at once when nobody on the host offers the analysis', async () => {
    const { bus, client } = await setUp('procmond');
    const elsewhere = await client.dispatch({ ...ask, host: 'db_1' });
    expect(elsewhere).toMatchObject({ status: 'failed', error: 'TASK_NO_COLLECTOR' });
    const unknown = await client.dispatch({ ...ask, analysis: 'yara_scan' });
    expect(unknown).toMatchObject({ status: 'failed', error: 'TASK_NO_COLLECTOR' });
    await client.close();
    await bus.close();
  });

  test('times out after the time of the task and the grace', async () => {
    const { clock, bus, client } = await setUp('procmond');
    const waiting = client.dispatch(ask);
    await clock.advance(2_999);
    expect(client.outstanding).toBe(1);
    await clock.advance(1);
    expect(await waiting).toMatchObject({ status: 'timed_out', error: 'TASK_TIMED_OUT' });
    await client.close();
    await bus.close();
  });

  test('refuses more than may be outstanding', async () => {
    const { bus, client } = await setUp('procmond');
    for (let n = 1; n <= 8; n += 1) void client.dispatch(ask);
    await expect(client.dispatch(ask)).rejects.toMatchObject({ code: 'TASK_LIMIT' });
    await client.close();
    await bus.close();
  });

  test('asks for an outstanding task once', async () => {
    const { bus, client, tasks } = await setUp('procmond');
    const both = [client.dispatch({ ...ask, task: 't1' }), client.dispatch({ ...ask, task: 't1' })];
    await bus.publish(resultMessage('t1'));
    const [a, b] = await Promise.all(both);
    expect(a).toBe(b);
    expect(tasks.stats().pending).toBe(1);
    await client.close();
    await bus.close();
  });

  test('fails with the code of the bus when the work queue is full', async () => {
    const { clock, bus, client } = await setUp('procmond');
    for (let n = 1; n <= 16; n += 1) {
      void client.dispatch({ ...ask, task: `t${n}` });
      await bus.publish(resultMessage(`t${n}`));
      await clock.advance(0);
    }
    expect(await client.dispatch(ask)).toMatchObject({
      status: 'failed',
      error: 'BUS_STREAM_FULL',
    });
    await client.close();
    await bus.close();
  });

  test('gives a task that is asked for again its own time', async () => {
    const { clock, bus, client } = await setUp('procmond');
    void client.dispatch({ ...ask, task: 't1' });
    await bus.publish(resultMessage('t1'));
    await clock.advance(2_000);
    const again = client.dispatch({ ...ask, task: 't1' });
    await clock.advance(2_000);
    expect(client.outstanding).toBe(1);
    await clock.advance(1_000);
    expect((await again).status).toBe('timed_out');
    await client.close();
    await bus.close();
  });

  test('asks another collector when the one that it asked disappears', async () => {
    const { clock, bus, keys, client, nextTask } = await setUp('procmond', 'fsmond');
    const waiting = client.dispatch({ ...ask, task: 't1' });
    const first = await nextTask();
    await clock.advance(2_000);
    await keys.delete(`web_1.${first.collector}`);
    await clock.advance(0);
    const second = await nextTask();
    expect(second).toMatchObject({ task: 't1', attempt: 2 });
    expect(second.collector).not.toBe(first.collector);
    await clock.advance(2_500);
    expect(client.outstanding).toBe(1);
    const answer = { collector: second.collector, attempt: 2 };
    await bus.publish(resultMessage('t1', answer));
    expect(await waiting).toMatchObject(answer);
    await client.close();
    await bus.close();
  });

  test('accepts no result that stands on the subject of another', async () => {
    const { clock, bus, client } = await setUp('procmond');
    const waiting = client.dispatch({ ...ask, task: 't1' });
    const forged = resultMessage('t1', { collector: 'fsmond' });
    await bus.publish({ subject: resultMessage('t1').subject, payload: forged.payload });
    await bus.publish(resultMessage('t1', { host: 'db_1' }));
    await clock.advance(0);
    expect(client.outstanding).toBe(1);
    await bus.publish(resultMessage('t1'));
    expect((await waiting).status).toBe('completed');
    await client.close();
    await bus.close();
  });

  test('abandons what is outstanding when it closes', async () => {
    const { bus, client } = await setUp('procmond');
    const waiting = client.dispatch(ask);
    await client.close();
    await client.close();
    const abandoned = { status: 'failed', error: 'TASK_ABANDONED' };
    expect(await waiting).toMatchObject(abandoned);
    expect(await client.dispatch(ask)).toMatchObject(abandoned);
    await bus.close();
  });

  test('refuses a task name that makes no subject', async () => {
    const { bus, client } = await setUp('procmond');
    await expect(client.dispatch({ ...ask, task: 'a.b' })).rejects.toMatchObject({
      code: 'BUS_SUBJECT_INVALID',
    });
    await client.close();
    await bus.close();
  });
});
