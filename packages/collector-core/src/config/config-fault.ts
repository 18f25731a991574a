import { DeyeError } from '../error/deye-error.ts';
import type { ErrorCode } from '../error/error-table.ts';

/** One thing that is wrong with the configuration: which kind, and where and what. */
export interface ConfigFault {
  readonly code: ErrorCode & `CONFIG_${string}`;
  readonly detail: string;
}

/** Faults that one error lists; of more it tells the number. */
const mostListed = 20;

/**
 * Throws one error for all of `faults`, which must not be empty: with their code when they share it, else `CONFIG_INVALID`. The cause
 * is an `AggregateError` with an error per listed fault when there are several.
 */
export function throwFaults(faults: readonly ConfigFault[], cause?: unknown): never {
  const [first, ...others] = faults;
  if (first === undefined) throw new RangeError('throwFaults needs a fault');
  if (others.length === 0) throw new DeyeError(first.code, first.detail, { cause });
  const code = others.every((fault) => fault.code === first.code) ? first.code : 'CONFIG_INVALID';
  const shown = faults.slice(0, mostListed);
  const details = shown.map((fault, index) => `(${index + 1}) ${fault.detail}`);
  if (faults.length > mostListed) details.push(`and ${faults.length - mostListed} more`);
  const each = shown.map((fault) => new DeyeError(fault.code, fault.detail));
  throw new DeyeError(code, details.join(', '), { cause: new AggregateError(each) });
}
