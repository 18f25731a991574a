import { ProcessTable, processIdentity } from '@daemoneye/process-table';
import type { ProcessFacts } from '@daemoneye/process-table';
import { describe, expect, test } from '@jest/globals';

import { missedChanges } from '../../src/proc-connector/missed-changes.ts';

const usage = { cpu_usage: null, memory_usage: null };
const LOOK_BOOT_NS = 10_000_000_000n;

function facts(pid: number, startNs: bigint, command = `p${pid}`): ProcessFacts {
  const known = { executable_path: '/bin/p', command_line: command, ppid: 1 };
  return { ref: processIdentity('b32d1fb1', pid, startNs), ...known } as unknown as ProcessFacts;
}

function tableOf(...all: readonly ProcessFacts[]): ProcessTable {
  const table = new ProcessTable();
  for (const one of all) table.upsert(one, 0);
  return table;
}

const quiet = { timeNs: 0n, formerNs: null, appeared: [], replaced: [], ended: [], overlooked: 0 };
const seen = (one: ProcessFacts) => ({ facts: one, usage });
const pids = (all: readonly ProcessFacts[]) => all.map(({ ref }) => ref.pid);

describe('missedChanges', () => {
  test('finds nothing where events have told all', () => {
    const [a, b] = [facts(1, 5n), facts(2, 7n)];
    const table = tableOf(a, b);
    table.exit(2, 1);
    const look = { ...quiet, replaced: [seen(a)] };
    // The second process ended after the look saw it.
    const missed = missedChanges(table, look, [seen(a), seen(b)], LOOK_BOOT_NS, true);
    expect(missed).toEqual({ started: [], ended: [] });
  });

  test('finds a start, an exec and an end that no event has told', () => {
    const table = tableOf(facts(1, 5n), facts(2, 7n));
    const [other, unknown] = [facts(1, 5n, 'other'), facts(3, 9n)];
    const look = { ...quiet, replaced: [seen(other)] };
    const missed = missedChanges(table, look, [seen(other), seen(unknown)], LOOK_BOOT_NS, true);
    expect(pids(missed.started.map((one) => one.facts))).toEqual([3, 1]);
    expect(pids(missed.ended)).toEqual([2]);
  });

  test('finds the exec of a process whose fork alone was told, and only after a loss', () => {
    const table = tableOf(facts(1, 5n, 'parent'));
    const present = seen(facts(1, 5n, 'child'));
    const look = { ...quiet, appeared: [present] };
    expect(missedChanges(table, look, [present], LOOK_BOOT_NS, true).started).toEqual([present]);
    expect(missedChanges(table, look, [present], LOOK_BOOT_NS, false).started).toEqual([]);
  });

  test('takes no process for ended that may have started after the look began', () => {
    const table = tableOf(facts(1, LOOK_BOOT_NS - 20_000_000n), facts(2, LOOK_BOOT_NS));
    expect(missedChanges(table, quiet, [], LOOK_BOOT_NS, true).ended).toEqual([]);
  });

  test('takes no process for ended when the look passed over some', () => {
    const look = { ...quiet, overlooked: 1 };
    expect(missedChanges(tableOf(facts(1, 5n)), look, [], LOOK_BOOT_NS, true).ended).toEqual([]);
  });
});
