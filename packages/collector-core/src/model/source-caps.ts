/** What a source, or a collector as the union of its sources, can do; a set of bits. */
export const SourceCaps = {
  NONE: 0,
  PROCESS: 1,
  NETWORK: 2,
  FILESYSTEM: 4,
  PERFORMANCE: 8,
  REALTIME: 16,
  KERNEL_LEVEL: 32,
  SYSTEM_WIDE: 64,

  union(...sets: readonly SourceCaps[]): SourceCaps {
    return sets.reduce((all, set) => all | set, 0);
  },
  intersection(a: SourceCaps, b: SourceCaps): SourceCaps {
    return a & b;
  },
  /** Whether every bit of `part` is in `set`. */
  contains(set: SourceCaps, part: SourceCaps): boolean {
    return (set & part) === part;
  },
  /** Names of the bits that are set, in ascending order; unknown bits are left out. */
  names(set: SourceCaps): CapName[] {
    return capNames.filter((name) => (set & SourceCaps[name]) !== 0);
  },
  fromNames(names: readonly CapName[]): SourceCaps {
    return names.reduce((all, name) => all | SourceCaps[name], 0);
  },
} as const;

/** A set of capability bits. */
export type SourceCaps = number;

const capNames = [
  'PROCESS',
  'NETWORK',
  'FILESYSTEM',
  'PERFORMANCE',
  'REALTIME',
  'KERNEL_LEVEL',
  'SYSTEM_WIDE',
] as const;

export type CapName = (typeof capNames)[number];
