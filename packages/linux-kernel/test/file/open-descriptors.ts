import { readdirSync, readlinkSync } from 'node:fs';

/** Descriptors of this process that lead below `directory`; the test runner opens and closes others meanwhile. */
export function openDescriptors(directory: string): number {
  return readdirSync('/proc/self/fd').filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).startsWith(directory);
    } catch {
      return false;
    }
  }).length;
}
