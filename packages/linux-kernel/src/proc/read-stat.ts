import { readableOrNull } from './proc-failure.ts';
import { readBounded } from './read-bounded.ts';
import { parseStat } from './stat.ts';
import type { ProcStat } from './stat.ts';

const MAX_STAT_BYTES = 4_000;

/** Reads `<root>/<pid>/stat` once; null when the process is gone or its stat may not be read. */
export function readStat(root: string, pid: number): ProcStat | null {
  return readableOrNull(() => parseStat(readBounded(`${root}/${pid}/stat`, MAX_STAT_BYTES).bytes));
}
