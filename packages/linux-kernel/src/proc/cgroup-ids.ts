import { statSync } from 'node:fs';

import { readableOrNull } from './proc-failure.ts';
import { readBoundedText } from './read-bounded.ts';

const MAX_MOUNTINFO_BYTES = 1_048_576;

function unescapeOctal(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(parseInt(octal, 8)),
  );
}

/**
 * Mount point of the unified hierarchy in a `/proc/PID/mountinfo`, proc_pid_mountinfo(5); null when there is none. In the hybrid
 * layout that is e.g. `/sys/fs/cgroup/unified`. A mount of the whole hierarchy is preferred, and among those one under `prefix`.
 */
export function parseUnifiedMount(mountinfo: string, prefix: string): string | null {
  let best: { readonly point: string; readonly rank: number } | null = null;
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    if (!after.startsWith('cgroup2 ')) continue;
    const fields = before.split(' ');
    const point = unescapeOctal(fields[4] ?? '');
    const rank = (fields[3] === '/' ? 1 : 0) + (point.startsWith(`${prefix}/`) ? 2 : 0);
    if (best === null || rank > best.rank) best = { point, rank };
  }
  return best === null ? null : best.point;
}

/** Reads the mount point from `<root>/self/mountinfo`; null when there is none or it cannot be read. */
export function readUnifiedMount(root: string, prefix: string): string | null {
  const text = readableOrNull(() => readBoundedText(`${root}/self/mountinfo`, MAX_MOUNTINFO_BYTES));
  return text === null ? null : parseUnifiedMount(text, prefix);
}

/**
 * Ids of cgroups: the inode of the directory in the unified hierarchy, which is what the kernel's own
 * `bpf_get_current_cgroup_id` gives. Holds the last `maxPaths` answers; the oldest goes first.
 */
export class CgroupIds {
  readonly #mount: string | null;
  readonly #maxPaths: number;
  readonly #ids = new Map<string, string>();

  constructor(mount: string | null, maxPaths: number) {
    this.#mount = mount;
    this.#maxPaths = maxPaths;
  }

  /** The id of the v2 path; null when there is no unified hierarchy, or the directory cannot be read. */
  idOf(path: string): string | null {
    const known = this.#ids.get(path);
    if (known !== undefined) return known;
    const mount = this.#mount;
    if (mount === null || path.split('/').includes('..')) return null;
    const id = readableOrNull(() => String(statSync(mount + path, { bigint: true }).ino));
    if (id === null) return null;
    if (this.#ids.size >= this.#maxPaths) {
      const [oldest] = this.#ids.keys();
      if (oldest !== undefined) this.#ids.delete(oldest);
    }
    this.#ids.set(path, id);
    return id;
  }
}
