import { readBoundedText } from './read-bounded.ts';

/** (uid_t) -1: the process belongs to no login. */
const NO_LOGIN = 4_294_967_295;

/** Parses a `/proc/PID/loginuid`; null when the process belongs to no login. */
export function parseLoginuid(text: string): number | null {
  const digits = text.trim();
  if (!/^\d+$/.test(digits)) return null;
  const uid = Number(digits);
  return uid >= NO_LOGIN ? null : uid;
}

/** Reads `<root>/<pid>/loginuid`. Throws the error of the system call; kernels without audit have no such file. */
export function readLoginuid(root: string, pid: number): number | null {
  return parseLoginuid(readBoundedText(`${root}/${pid}/loginuid`, 32));
}
