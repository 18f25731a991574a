/** How a delay grows from one failure to the next. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Delay before the try that follows `failures` failures in a row, from 1: doubles each time, up to `longestMs`. */
export function backOffMs({ firstMs, longestMs }: BackOff, failures: number): number {
  return Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
}
