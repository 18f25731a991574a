/** Time, handed in wherever time is read, so that tests own it. */
export interface Clock {
  /** Wall clock, nanoseconds since the Unix epoch. */
  now(): bigint;
  /** CLOCK_MONOTONIC in milliseconds, for durations. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `call` once after `ms`; the returned function cancels. */
  after(ms: number, call: () => void): () => void;
  /** Calls `call` every `ms`; the returned function cancels. */
  every(ms: number, call: () => void): () => void;
}
