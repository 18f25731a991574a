import type { CgroupEntry } from '@daemoneye/linux-kernel';

import { containerOf } from './container-of.ts';

/** The cgroup of a process in one line. */
export interface CgroupPlace {
  /** Path that stands for the process, null when it is in no hierarchy. */
  readonly path: string | null;
  /** Path in the unified hierarchy, whose directory gives the id; null on pure v1. */
  readonly unifiedPath: string | null;
  readonly containerId: string | null;
}

/**
 * Chooses among the memberships of a process. With v2 alone there is one. In the v1 and hybrid layouts the path that names a
 * container counts, because engines may leave the unified hierarchy at `/`; then the unified one, then `name=systemd`, then the first.
 */
export function cgroupOf(entries: readonly CgroupEntry[]): CgroupPlace {
  const unified = entries.find((entry) => entry.version === 2);
  const systemd = entries.find((entry) => entry.controllers.includes('name=systemd'));
  const ordered = [unified, systemd, ...entries].filter((entry) => entry !== undefined);
  const contained = ordered.find((entry) => containerOf(entry.path) !== null);
  const chosen = contained ?? ordered[0];
  return {
    path: chosen?.path ?? null,
    unifiedPath: unified?.path ?? null,
    containerId: contained === undefined ? null : containerOf(contained.path),
  };
}
