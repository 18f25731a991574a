import { readlinkSync, statSync } from 'node:fs';

import { readableOrNull } from './proc-failure.ts';

/** The executable of a process. */
export interface ExeLink {
  /** Path as the process' own mount namespace names it, without the kernel's " (deleted)". */
  readonly path: string;
  /** Whether the very file still is at its path. */
  readonly exists: boolean;
  /** Whether it is an anonymous file of memfd_create(2). */
  readonly memfd: boolean;
}

const DELETED = ' (deleted)';

/** Parses the text of a `/proc/PID/exe` link, proc_pid_exe(5). A file whose own name ends in " (deleted)" reads as deleted. */
export function parseExeLink(link: string): ExeLink {
  const deleted = link.endsWith(DELETED);
  const path = deleted ? link.slice(0, -DELETED.length) : link;
  return { path, exists: !deleted, memfd: deleted && path.startsWith('/memfd:') };
}

function identityOf(path: string): string | null {
  return readableOrNull(() => {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  });
}

/**
 * Reads `<root>/<pid>/exe`. Where the kernel says " (deleted)", the name is compared with what the process' own root
 * directory holds, because a file may really be named so. Throws the error of the system call: ENOENT for kernel threads, EACCES
 * without ptrace permission.
 */
export function readExeLink(root: string, pid: number): ExeLink {
  const link = readlinkSync(`${root}/${pid}/exe`);
  const parsed = parseExeLink(link);
  if (parsed.exists || parsed.memfd) return parsed;
  const open = identityOf(`${root}/${pid}/exe`);
  const named = identityOf(`${root}/${pid}/root${link}`);
  return open !== null && open === named ? { path: link, exists: true, memfd: false } : parsed;
}

/** Reads `<root>/<pid>/cwd`, without " (deleted)". Throws as `readExeLink`. */
export function readCwd(root: string, pid: number): string {
  return parseExeLink(readlinkSync(`${root}/${pid}/cwd`)).path;
}
