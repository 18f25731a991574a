import { redactArguments } from '@daemoneye/collector-core';
import { describe, expect, test } from '@jest/globals';

import { PsLooker } from '../../src/ps-list/ps-looker.ts';
import type { PsRow } from '../../src/ps-list/ps-looker.ts';

const sleep: PsRow = {
  pid: 70,
  ppid: 1,
  name: 'sleep',
  cmd: '/bin/sleep 60',
  path: '/bin/sleep',
  uid: 501,
  startTime: new Date('2026-01-02T03:04:05Z'),
};

function lookerOver(lists: readonly (readonly PsRow[])[]) {
  let next = 0;
  const list = () => Promise.resolve(lists[next++] ?? []);
  return new PsLooker({ list, bootId: 'b32d1fb1-1', redact: redactArguments });
}

async function looks(...lists: readonly (readonly PsRow[])[]) {
  const looker = lookerOver(lists);
  const seen: (readonly string[])[] = [];
  for (const _ of lists) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    const look = await looker.look(0n);
    seen.push(
      (['appeared', 'replaced', 'ended'] as const).flatMap((change) =>
        look[change].map(({ facts }) => `${change} ${facts.ref.pid} ${facts.command_line}`),
      ),
    );
  }
  return seen;
}

describe('PsLooker', () => {
  test('fills what the list says and leaves the rest NULL', async () => {
    const { appeared } = await lookerOver([[sleep]]).look(0n);
    expect(appeared[0]?.usage).toEqual({ cpu_usage: null, memory_usage: null });
    expect(appeared[0]?.facts).toMatchObject({
      ref: { pid: 70, key: 'b32d1fb1-70-176732304500' },
      ppid: 1,
      name: 'sleep',
      executable_path: '/bin/sleep',
      command_line: '/bin/sleep 60',
      args: null,
      user_id: 501,
      start_time: 1_767_323_045_000_000_000n,
      cgroup_path: null,
      file_exists: null,
    });
  });

  test('tells starts, ends, reused pids and other programs', async () => {
    const again = { ...sleep, startTime: new Date('2026-01-02T03:05:00Z') };
    const exec = { ...again, cmd: '/bin/true', path: '/bin/true' };
    expect(await looks([sleep], [sleep], [again], [exec], [])).toEqual([
      ['appeared 70 /bin/sleep 60'],
      [],
      ['appeared 70 /bin/sleep 60', 'ended 70 /bin/sleep 60'],
      ['replaced 70 /bin/true'],
      ['ended 70 /bin/true'],
    ]);
  });

  test('replaces secrets', async () => {
    const secret = { ...sleep, cmd: 'mysql --password=hunter2' };
    const { appeared } = await lookerOver([[secret]]).look(0n);
    expect(appeared[0]?.facts.command_line).toBe('mysql --password=***');
  });

  test('makes strings well-formed', async () => {
    const odd = { ...sleep, name: 'a\ud800', cmd: 'b\ud800' };
    const { appeared } = await lookerOver([[odd]]).look(0n);
    expect(appeared[0]?.facts).toMatchObject({ name: 'a\ufffd', command_line: 'b\ufffd' });
  });
});
