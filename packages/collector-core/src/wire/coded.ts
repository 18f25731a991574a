import { DeyeError } from '../error/deye-error.ts';

/** The error of a reader as one of the table: whatever else a reader throws, RangeError and TypeError too, means that the bytes are wrong. */
export function coded(error: unknown): DeyeError {
  if (error instanceof DeyeError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new DeyeError('WIRE_MALFORMED', detail, { cause: error });
}
