import { readlinkSync, statSync } from 'node:fs';

import { oddBytes } from './odd-bytes.ts';
import { readableOrNull } from './proc-failure.ts';

/** The executable of a process. */
export interface ExeLink {
  /** Path as the process' own mount namespace names it, without the kernel's " (deleted)". */
  readonly path: string;
  /** The bytes of `path`, only where they are not UTF-8. */
  readonly pathBytes?: Uint8Array;
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

/** The link with the bytes of its path, where the text does not say them all. */
function withBytes<T extends { readonly path: string }>(
  parsed: T,
  bytes: Buffer,
  isWhole: boolean,
): T & { readonly pathBytes?: Uint8Array } {
  const own = isWhole ? bytes : bytes.subarray(0, bytes.length - DELETED.length);
  const pathBytes = oddBytes(own, parsed.path);
  return pathBytes === undefined ? parsed : { ...parsed, pathBytes };
}

function identityOf(path: string | Buffer): string | null {
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
  const bytes = readlinkSync(`${root}/${pid}/exe`, 'buffer');
  const link = bytes.toString('utf8');
  const parsed = parseExeLink(link);
  if (parsed.exists || parsed.memfd) return withBytes(parsed, bytes, parsed.exists);
  const open = identityOf(`${root}/${pid}/exe`);
  const named = identityOf(Buffer.concat([Buffer.from(`${root}/${pid}/root`), bytes]));
  return open !== null && open === named
    ? withBytes({ path: link, exists: true, memfd: false }, bytes, true)
    : withBytes(parsed, bytes, false);
}

/** Whether another file stands where the executable of the process was; false when it still is there, and when nobody may look. */
export function isExeReplaced(root: string, pid: number): boolean {
  const exe = readableOrNull(() => readExeLink(root, pid));
  if (exe === null || exe.exists || exe.memfd) return false;
  return identityOf(`${root}/${pid}/root${exe.path}`) !== null;
}

/** Reads `<root>/<pid>/cwd`, without " (deleted)". Throws as `readExeLink`. */
export function readCwd(root: string, pid: number): Pick<ExeLink, 'path' | 'pathBytes'> {
  const bytes = readlinkSync(`${root}/${pid}/cwd`, 'buffer');
  const { path, exists } = parseExeLink(bytes.toString('utf8'));
  return withBytes({ path }, bytes, exists);
}
