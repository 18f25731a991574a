import { DeyeError } from '../error/deye-error.ts';
import type { ErrorCode } from '../error/error-table.ts';

/** What is wrong, without the error: to build one costs more than to read an event. */
export interface WireFault {
  readonly code: ErrorCode;
  readonly detail: string;
}

/** The fault of a reader's error. Whatever else it throws, RangeError and TypeError too, means that the bytes are wrong. */
export function faultOf(error: unknown): WireFault {
  if (error instanceof DeyeError) return { code: error.code, detail: error.detail };
  return {
    code: 'WIRE_MALFORMED',
    detail: error instanceof Error ? error.message : String(error),
  };
}

/** The same as an error of the table. */
export function coded(error: unknown): DeyeError {
  if (error instanceof DeyeError) return error;
  const { code, detail } = faultOf(error);
  return new DeyeError(code, detail, { cause: error });
}
