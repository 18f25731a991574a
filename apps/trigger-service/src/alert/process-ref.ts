import type { ProcessRef } from '@daemoneye/collector-core';

/** One tick of the start time in a key, in nanoseconds: USER_HZ is 100 on every architecture the suite runs on. */
const TICK_NS = 10_000_000n;

/**
 * The process that a key names: `<8 hex of the boot id>-<pid>-<start time in ticks of CLOCK_BOOTTIME>`. `boot_id` is those eight
 * digits. Null for text of another form.
 */
export function processRefOf(key: string | null): ProcessRef | null {
  const parts = /^([0-9a-f]{8})-(\d{1,10})-(\d{1,18})$/.exec(key ?? '');
  const [, boot_id, pid, ticks] = parts ?? [];
  if (key === null || boot_id === undefined || pid === undefined || ticks === undefined)
    return null;
  return { pid: Number(pid), start_boottime: BigInt(ticks) * TICK_NS, boot_id, key };
}
