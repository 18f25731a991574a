import { open } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { SourceCaps } from '../../src/model/source-caps.ts';
import type { EventDraft } from '../../src/model/event.ts';
import { pollingSource } from '../../src/source/polling-source.ts';
import { draftFaults } from '../../src/testing/draft-faults.ts';
import { aProcessDraft } from '../../src/testing/event-builders.ts';
import { describeSourceContract } from '../../src/testing/source-contract.ts';

describeSourceContract('pollingSource', () => {
  let file: Awaited<ReturnType<typeof open>> | null = null;
  return pollingSource({
    name: 'polling',
    caps: SourceCaps.PROCESS,
    intervalMs: 10,
    tier: { tier: 'test', rank: 1, lossy: false, reason: null, remedy: null },
    async collect(context) {
      file ??= await open('/dev/null');
      await context.emit(aProcessDraft());
    },
    async close() {
      await file?.close();
      file = null;
    },
  });
});

describe('draftFaults', () => {
  test('names columns that are missing, unknown, NULL or of another type', () => {
    expect(draftFaults(aProcessDraft())).toEqual([]);
    const bad: Record<string, unknown> = {
      ...aProcessDraft(),
      pid: null,
      name: 7,
      args: 'a b',
      start_time: 1,
      cpu_usage: Infinity,
      colour: 'red',
    };
    delete bad['tty'];
    expect(draftFaults(bad as unknown as EventDraft).toSorted()).toEqual([
      'args is not of type list',
      'colour is no column',
      'cpu_usage is not of type real',
      'name is not of type text',
      'pid is NULL, which it never may be',
      'start_time is not of type time',
      'tty is missing',
    ]);
  });
});
