import { readBounded } from './read-bounded.ts';

/** The arguments of a process. */
export interface Cmdline {
  readonly args: readonly string[];
  /** Whether the arguments are longer than what was read; the last one then is cut. */
  readonly truncated: boolean;
}

/** Most bytes of a command line that are read. */
export const MAX_CMDLINE_BYTES = 4096;

/**
 * Parses the bytes of a `/proc/PID/cmdline`: arguments end with NUL, empty ones count. Bytes that are not UTF-8 become U+FFFD. A
 * process that wrote one title over its arguments (setproctitle) leaves NULs up to the room of the old ones, so a single
 * argument with nothing but two or more empty ones behind it is taken for a title. Null when there are none: kernel threads and zombies.
 */
export function parseCmdline(bytes: Buffer): readonly string[] | null {
  if (bytes.length === 0) return null;
  const args = bytes.toString('utf8').split('\0');
  const ended = bytes[bytes.length - 1] === 0;
  if (ended) args.pop();
  if (args.length > 2 && args.slice(1).every((arg) => arg === '')) args.length = 1;
  return args;
}

/**
 * Reads `<root>/<pid>/cmdline`, at most `MAX_CMDLINE_BYTES`; null when there are no arguments. The file is open to every user.
 * Throws the error of the system call.
 */
export function readCmdline(root: string, pid: number): Cmdline | null {
  const { bytes, truncated } = readBounded(`${root}/${pid}/cmdline`, MAX_CMDLINE_BYTES);
  const args = parseCmdline(bytes);
  return args === null ? null : { args, truncated };
}
