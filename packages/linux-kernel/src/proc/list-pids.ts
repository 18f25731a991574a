import { readdirSync } from 'node:fs';

import { readableOrNull } from './proc-failure.ts';
import { readBoundedText } from './read-bounded.ts';

/** Process ids under `root`, ascending. Throws the error of the system call. */
export function listPids(root: string): number[] {
  const pids: number[] = [];
  for (const name of readdirSync(root)) {
    const first = name.charCodeAt(0);
    if (first < 49 || first > 57) continue;
    const pid = Number(name);
    if (Number.isInteger(pid)) pids.push(pid);
  }
  return pids.toSorted((a, b) => a - b);
}

/** The soft limit of open files in the text of a `/proc/PID/limits`; null when it does not say a number. */
export function parseOpenFilesLimit(text: string): number | null {
  const soft = /^Max open files\s+(\d+)/m.exec(text)?.[1];
  return soft === undefined ? null : Number(soft);
}

/** How many files this process may have open; null when it cannot be read. */
export function readOpenFilesLimit(root: string): number | null {
  const text = readableOrNull(() => readBoundedText(`${root}/self/limits`, 4000));
  return text === null ? null : parseOpenFilesLimit(text);
}
