import type { ProcessFacts } from '@daemoneye/process-table';
import { describe, expect, test } from '@jest/globals';

import { changedColumns } from '../../src/event/process-change.ts';
import { suspicionsOf } from '../../src/event/process-suspicion.ts';
import type { SuspectProcess } from '../../src/event/process-suspicion.ts';

const NOW_NS = 1_700_000_000_000_000_000n;
const honest = {
  name: 'sh',
  executable_path: '/bin/sh',
  command_line: 'sh',
  user_id: 0,
  session_id: 1,
  login_id: null,
  start_time: NOW_NS - 5n,
  file_exists: true,
  is_memfd: false,
} as unknown as ProcessFacts;

function suspicions(given: Partial<ProcessFacts>, more: Partial<SuspectProcess> = {}) {
  const base = { former: null, timeNs: NOW_NS, pidFreeForMs: null, isReplaced: () => false };
  return suspicionsOf({ facts: { ...honest, ...given }, ...base, ...more });
}

describe('suspicionsOf', () => {
  test('finds nothing odd in a plain process', () => {
    expect(suspicions({})).toEqual([]);
    expect(suspicions({ file_exists: null, is_memfd: null, start_time: null })).toEqual([]);
  });

  test('names a program in memory, and not its missing file', () => {
    expect(suspicions({ is_memfd: true, file_exists: false })).toEqual(['memfd']);
  });

  test('tells a deleted executable from one whose path another file has', () => {
    expect(suspicions({ file_exists: false })).toEqual(['executable_deleted']);
    const isReplaced = () => true;
    expect(suspicions({ file_exists: false }, { isReplaced })).toEqual(['executable_replaced']);
  });

  test('names a start that is more than a second ahead', () => {
    expect(suspicions({ start_time: NOW_NS + 1_000_000_000n })).toEqual([]);
    expect(suspicions({ start_time: NOW_NS + 1_000_000_001n })).toEqual(['start_in_future']);
  });

  test('names a pid that was free for less than two seconds', () => {
    expect(suspicions({}, { pidFreeForMs: 1_999 })).toEqual(['pid_reused']);
    expect(suspicions({}, { pidFreeForMs: 2_000 })).toEqual([]);
  });

  test('tells each once for a program', () => {
    const odd = { file_exists: false, start_time: NOW_NS + 5_000_000_000n };
    expect(suspicions(odd, { former: { ...honest, ...odd } })).toEqual([]);
    expect(suspicions(odd, { former: honest })).toEqual(['executable_deleted']);
  });
});

describe('changedColumns', () => {
  test('names what differs, in the order of the table', () => {
    const present = { ...honest, session_id: 2, name: 'x', cwd: '/elsewhere' };
    expect(changedColumns(honest, present)).toEqual(['name', 'session_id']);
  });

  test('takes what could not be read for no change', () => {
    expect(changedColumns(honest, { ...honest, user_id: null, login_id: 1000 })).toEqual([]);
  });

  test('passes over threads of the kernel, whose names change all the time', () => {
    const kernel = { ...honest, executable_path: null, command_line: null };
    expect(changedColumns(kernel, { ...kernel, name: 'kworker/0:1-events' })).toEqual([]);
  });
});
