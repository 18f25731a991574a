import { readBoundedText } from './read-bounded.ts';

/** One membership: a line of `/proc/PID/cgroup`, cgroups(7). */
export interface CgroupEntry {
  /** 2 for the unified hierarchy (`0::`), else 1. */
  readonly version: 1 | 2;
  /** Controllers of a v1 hierarchy, `name=systemd` for the named one; empty for v2. */
  readonly controllers: readonly string[];
  /** Path below the root of the hierarchy as the reader's cgroup namespace sees it; may begin with `/..`. */
  readonly path: string;
}

const MAX_CGROUP_BYTES = 65_536;

/** Parses a `/proc/PID/cgroup`. The kernel adds " (deleted)" to a removed v2 directory: it goes. Other lines are left out. */
export function parseCgroup(text: string): readonly CgroupEntry[] {
  const entries: CgroupEntry[] = [];
  for (const line of text.split('\n')) {
    const match = /^(\d+):([^:]*):(\/.*)$/.exec(line);
    if (match === null) continue;
    const [, hierarchy = '', controllers = '', path = ''] = match;
    const version = hierarchy === '0' && controllers === '' ? 2 : 1;
    entries.push({
      version,
      controllers: controllers === '' ? [] : controllers.split(','),
      path: version === 2 ? path.replace(/ \(deleted\)$/, '') : path,
    });
  }
  return entries;
}

/** Reads `<root>/<pid>/cgroup`. Open to every user. Throws the error of the system call. */
export function readCgroup(root: string, pid: number): readonly CgroupEntry[] {
  return parseCgroup(readBoundedText(`${root}/${pid}/cgroup`, MAX_CGROUP_BYTES));
}
