export type { CgroupPlace } from './cgroup-of.ts';
export { cgroupOf } from './cgroup-of.ts';
export { containerOf } from './container-of.ts';
export type { Lineage, ProcessFacts } from './process-facts.ts';
export type { ProcessIdentity } from './process-key.ts';
export { processIdentity, processKey } from './process-key.ts';
export type { ProcessTableOptions, ProcessTableStats } from './process-table.ts';
export { ProcessTable } from './process-table.ts';
