export { binaryHash } from './hash/binary-hash.ts';
export type { BinaryHashOptions } from './hash/binary-hash.ts';
export { binaryHashOutcomes } from './hash/outcome.ts';
export type { BinaryHashOutcome } from './hash/outcome.ts';
