import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, test } from '@jest/globals';

import { ProcConnector } from '../../src/netlink/proc-connector.ts';
import type { ProcEvent } from '../../src/netlink/proc-event.ts';

const MIB = 1_048_576;
const opened = await ProcConnector.open({ receiveBufferBytes: MIB });
const why = opened.kind === 'refused' ? opened.reason : null;
if (opened.kind === 'open') opened.connector.close();
const isCi = process.env['CI'] === 'true';
const describeOpen = why === null || isCi ? describe : describe.skip;
const title = why === null ? '' : ` (skipped: privilege: ${why})`;

async function open(receiveBufferBytes = MIB): Promise<ProcConnector> {
  const connector = await ProcConnector.open({ receiveBufferBytes });
  if (connector.kind === 'refused') throw new Error(connector.reason);
  return connector.connector;
}

/** Reads until an event satisfies `isLast`. */
async function readUntil(
  connector: ProcConnector,
  isLast: (event: ProcEvent) => boolean,
): Promise<readonly ProcEvent[]> {
  const all: ProcEvent[] = [];
  const tooLate = AbortSignal.timeout(5_000);
  while (!all.some(isLast)) {
    await connector.readable(tooLate);
    if (tooLate.aborted) throw new Error('the event did not come');
    all.push(...connector.read().events);
  }
  return all;
}

describeOpen(`ProcConnector${title}`, () => {
  test('tells fork, exec and exit of a process in this order, with its status', async () => {
    const connector = await open();
    const child = spawn('/bin/sh', ['-c', 'exit 3']);
    const all = await readUntil(connector, (e) => e.kind === 'exit' && e.pid === child.pid);
    connector.close();
    const own = all.filter(({ pid }) => pid === child.pid);
    expect(own.map(({ kind }) => kind)).toEqual(['fork', 'exec', 'exit']);
    expect(own.at(-1)).toMatchObject({ status: 3 << 8 });
    const times = own.map(({ timeNs }) => timeNs);
    expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  test('wakes the reader at once, also a second time', async () => {
    const connector = await open();
    for (const _ of [1, 2]) {
      const child = spawn('/bin/true');
      const startMs = performance.now();
      await readUntil(connector, (event) => event.kind === 'exec' && event.pid === child.pid);
      expect(performance.now() - startMs).toBeLessThan(1_000);
    }
    connector.close();
  });

  test('counts exactly what did not fit: read plus dropped is all that happened', async () => {
    // The kernel gives at least 2 304 bytes: a few events.
    const connector = await open(4_096);
    connector.takeDrops();
    const { pid } = process;
    const script = 'i=0; while [ $i -lt 100 ]; do /bin/true; i=$((i+1)); done';
    const { pid: shell } = spawnSync('/bin/sh', ['-c', script]);
    const dropped = connector.takeDrops();
    let read = 0;
    for (let isDrained = false; !isDrained;) {
      const batch = connector.read();
      read += batch.events.length;
      isDrained = batch.isDrained;
    }
    connector.close();
    expect(shell).not.toBe(pid);
    // Fork, exec and exit of the shell and its 100 children; other processes of the machine add to it.
    expect(read + dropped).toBeGreaterThanOrEqual(3 * 101);
    expect(dropped).toBeGreaterThan(0);
  });

  test('gives back its descriptor and its memory, also when closed twice', async () => {
    const descriptors = () => readdirSync('/proc/self/fd').length;
    const before = descriptors();
    for (let i = 0; i < 20; i++) {
      const connector = await open();
      connector.close();
      connector.close();
    }
    await sleep(0);
    expect(descriptors()).toBe(before);
  });

  test.each([
    ['-n', 'send: ECONNREFUSED (not in the network namespace of the host)'],
    ['-pf', 'no acknowledgement within 300 ms (in a pid or user namespace of its own)'],
  ])(`is refused in a namespace of its own (unshare %s)${title}`, async (flag, reason) => {
    const script = new URL('../open-connector.ts', import.meta.url).pathname;
    if (spawnSync('unshare', [flag, 'true']).status !== 0) {
      if (isCi) throw new Error('unshare is refused');
      console.log('not run: unshare is refused (skipped: privilege: CAP_SYS_ADMIN)');
      return;
    }
    const child = spawn('unshare', [flag, process.execPath, script]);
    const [output] = (await once(child.stdout, 'data')) as [Buffer];
    await once(child, 'close');
    expect(JSON.parse(String(output))).toEqual({ kind: 'refused', reason });
  });
});
