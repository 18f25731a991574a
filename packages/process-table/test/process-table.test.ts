import { describe, expect, test } from '@jest/globals';
import { array, assert, integer, property, record } from 'fast-check';

import { ProcessTable } from '../src/process-table.ts';
import { someFacts } from './some-facts.ts';

describe('ProcessTable', () => {
  test('finds a process by pid and by key', () => {
    const table = new ProcessTable();
    const facts = someFacts(7, 100);
    expect(table.upsert(facts, 0)).toBeNull();
    expect([table.byPid(7), table.byKey('b32d1fb1-7-100')]).toEqual([facts, facts]);
  });

  test('replaces what is known after an exec', () => {
    const table = new ProcessTable();
    table.upsert(someFacts(1, 0), 0);
    table.upsert(someFacts(7, 100, { ppid: 1 }), 0);
    const present = someFacts(7, 100, { ppid: 1, name: 'other' });
    expect(table.upsert(present, 5)).toBeNull();
    expect(table.byPid(7)).toBe(present);
    expect(table.parentOf(present.ref.key)?.name).toBe('p1');
    expect(table.stats()).toEqual({ live: 2, dead: 0, evicted: 0 });
  });

  test('keeps the parent at the start when another one adopts the process', () => {
    const table = new ProcessTable();
    table.upsert(someFacts(1, 0), 0);
    table.upsert(someFacts(5, 10), 0);
    table.upsert(someFacts(7, 100, { ppid: 5 }), 0);
    table.exit(5, 1);
    table.upsert(someFacts(7, 100, { ppid: 1, name: 'daemon' }), 2);
    expect(table.byPid(7)).toMatchObject({ ppid: 5, name: 'daemon' });
    expect(table.parentOf('b32d1fb1-7-100')?.name).toBe('p5');
  });

  test('says how long a pid has been free', () => {
    const table = new ProcessTable({ keepDeadMs: 60_000 });
    table.upsert(someFacts(7, 100), 0);
    expect(table.endedAgo(7, 1_000)).toBeNull();
    table.exit(7, 1_000);
    expect(table.endedAgo(7, 1_500)).toBe(500);
    table.upsert(someFacts(7, 200), 2_000);
    table.exit(7, 3_000);
    expect(table.endedAgo(7, 3_000)).toBe(0);
    table.sweep(61_000);
    expect(table.endedAgo(7, 61_000)).toBe(58_000);
    table.sweep(63_000);
    expect(table.endedAgo(7, 63_000)).toBeNull();
  });

  test('lists the living, and knows them by key', () => {
    const table = new ProcessTable();
    for (const pid of [1, 2, 3]) table.upsert(someFacts(pid, pid), 0);
    table.exit(2, 1);
    expect([...table.live()].map(({ ref }) => ref.pid)).toEqual([1, 3]);
    expect([1, 2].map((pid) => table.isLive(`b32d1fb1-${pid}-${pid}`))).toEqual([true, false]);
  });

  test('gives a process that could not be read the container of its cgroup', () => {
    const table = new ProcessTable();
    const place = { cgroup_id: '9', cgroup_path: '/docker/c', container_id: 'c' };
    table.upsert(someFacts(1, 0, place), 0);
    table.upsert(someFacts(2, 1, { cgroup_id: '9' }), 0);
    expect(table.byPid(2)).toMatchObject(place);
  });

  test('closes the old process when its pid is reused', () => {
    const table = new ProcessTable();
    const [old, present] = [someFacts(7, 100), someFacts(7, 200)];
    table.upsert(old, 0);
    expect(table.upsert(present, 5)).toBe(old);
    expect([table.byPid(7), table.byKey(old.ref.key)]).toEqual([present, old]);
    expect(table.stats()).toEqual({ live: 1, dead: 1, evicted: 0 });
  });

  test('keeps the dead for their time', () => {
    const table = new ProcessTable({ keepDeadMs: 60_000 });
    const facts = someFacts(7, 100);
    table.upsert(facts, 0);
    expect(table.exit(7, 1_000)).toBe(facts);
    expect(table.exit(7, 1_000)).toBeNull();
    expect(table.byPid(7)).toBeNull();
    table.sweep(60_999);
    expect(table.byKey(facts.ref.key)).toBe(facts);
    table.sweep(61_000);
    expect(table.byKey(facts.ref.key)).toBeNull();
    expect(table.stats()).toEqual({ live: 0, dead: 0, evicted: 0 });
  });

  test('evicts the first of the living and of the dead, and counts them', () => {
    const table = new ProcessTable({ maxLive: 2, maxDead: 1 });
    for (const pid of [1, 2, 3]) table.upsert(someFacts(pid, pid), 0);
    expect(table.byPid(1)).toBeNull();
    for (const pid of [2, 3]) table.exit(pid, 1);
    expect([table.byKey('b32d1fb1-2-2'), table.byKey('b32d1fb1-3-3')?.name]).toEqual([null, 'p3']);
    expect(table.stats()).toEqual({ live: 0, dead: 1, evicted: 2 });
  });

  test('names parent and ancestors, nearest first, by path else name', () => {
    const table = new ProcessTable();
    table.upsert(someFacts(1, 0, { executable_path: '/sbin/init' }), 0);
    table.upsert(someFacts(20, 5, { ppid: 1, name: 'sshd' }), 0);
    const shell = { ppid: 20, executable_path: '/bin/bash', command_line: 'bash -l' };
    table.upsert(someFacts(30, 6, shell), 0);
    table.upsert(someFacts(40, 7, { ppid: 30 }), 0);
    expect(table.lineage('b32d1fb1-40-7')).toEqual({
      parent_process_key: 'b32d1fb1-30-6',
      parent_name: 'p30',
      parent_executable_path: '/bin/bash',
      parent_command_line: 'bash -l',
      ancestors: ['/bin/bash', 'sshd', '/sbin/init'],
    });
  });

  test('remembers the parent after its end and the reuse of its pid', () => {
    const table = new ProcessTable();
    table.upsert(someFacts(20, 5), 0);
    table.upsert(someFacts(30, 6, { ppid: 20 }), 0);
    expect(table.parentOf('b32d1fb1-30-6')?.ref.key).toBe('b32d1fb1-20-5');
    table.exit(20, 1);
    table.upsert(someFacts(20, 9), 2);
    expect(table.parentOf('b32d1fb1-30-6')?.ref.key).toBe('b32d1fb1-20-5');
  });

  test('takes nobody younger for a parent', () => {
    const table = new ProcessTable();
    table.upsert(someFacts(30, 6, { ppid: 20 }), 0);
    table.upsert(someFacts(20, 9), 0);
    expect(table.lineage('b32d1fb1-30-6')).toEqual({
      parent_process_key: null,
      parent_name: null,
      parent_executable_path: null,
      parent_command_line: null,
      ancestors: null,
    });
  });

  test('gives at most eight ancestors', () => {
    const table = new ProcessTable();
    for (let pid = 1; pid <= 20; pid++) table.upsert(someFacts(pid, pid, { ppid: pid - 1 }), 0);
    const expected = [19, 18, 17, 16, 15, 14, 13, 12].map((pid) => `p${pid}`);
    expect(table.ancestors('b32d1fb1-20-20')).toEqual(expected);
  });

  test('never goes round in circles', () => {
    const table = new ProcessTable();
    table.upsert(someFacts(1, 5, { ppid: 2 }), 0);
    table.upsert(someFacts(2, 5, { ppid: 1 }), 0);
    expect(table.ancestors('b32d1fb1-1-5')).toEqual(['p2']);
  });
});

const step = record({
  pid: integer({ min: 1, max: 6 }),
  start: integer({ min: 0, max: 3 }),
  ppid: integer({ min: 0, max: 6 }),
  exits: integer({ min: 0, max: 2 }),
});

describe('ProcessTable, any history', () => {
  test('stays within its bounds and agrees with itself', () => {
    assert(
      property(array(step, { maxLength: 60 }), (steps) => {
        const table = new ProcessTable({ maxLive: 4, maxDead: 3, keepDeadMs: 10 });
        for (const [now, { pid, start, ppid, exits }] of steps.entries()) {
          if (exits === 0) table.exit(pid, now);
          else table.upsert(someFacts(pid, start, { ppid }), now);
          const { live, dead } = table.stats();
          expect(live).toBeLessThanOrEqual(4);
          expect(dead).toBeLessThanOrEqual(3);
          const alive = [1, 2, 3, 4, 5, 6].map((id) => table.byPid(id)).filter((a) => a !== null);
          expect(alive).toHaveLength(live);
          for (const facts of alive) {
            expect(table.byKey(facts.ref.key)).toBe(facts);
            expect(table.ancestors(facts.ref.key).length).toBeLessThanOrEqual(8);
            const parent = table.parentOf(facts.ref.key);
            if (parent === null) continue;
            expect(parent.ref.start_boottime <= facts.ref.start_boottime).toBe(true);
          }
        }
        table.sweep(steps.length + 10);
        expect(table.stats().dead).toBe(0);
      }),
    );
  });

  test('accounts for every process that was added', () => {
    assert(
      property(array(integer({ min: 1, max: 30 }), { maxLength: 80 }), (pids) => {
        const table = new ProcessTable({ maxLive: 5, maxDead: 4, keepDeadMs: 1e9 });
        for (const [start, pid] of pids.entries()) table.upsert(someFacts(pid, start), start);
        const { live, dead, evicted } = table.stats();
        expect(live + dead + evicted).toBe(pids.length);
      }),
    );
  });
});
