import type { Clock } from './clock.ts';

/** How far the running estimate may leave the wall clock, which is read in whole milliseconds, before it is set anew. */
const toleranceNs = 1_000_000n;
/** Longest delay that a timer takes; beyond it a timer would fire at once. */
const longestTimerMs = 2_147_483_647;

/** Raw readings that a `SystemClock` is made of. */
export interface ClockReadings {
  /** Monotonic clock, nanoseconds from any origin. */
  monotonicNs(): bigint;
  /** Wall clock, whole milliseconds since the Unix epoch. */
  wallMs(): number;
  /** Wall clock at monotonic zero, nanoseconds since the Unix epoch. */
  originNs(): bigint;
}

const machineReadings: ClockReadings = {
  monotonicNs: () => process.hrtime.bigint(),
  wallMs: () => Date.now(),
  originNs: () =>
    BigInt(Math.round((performance.timeOrigin + performance.now()) * 1_000)) * 1_000n -
    process.hrtime.bigint(),
};

/**
 * Offset between the two clocks, kept when it agrees with the wall clock within a millisecond and set anew when the wall clock was
 * stepped.
 */
export function followWall(offsetNs: bigint, monotonicNs: bigint, wallMs: number): bigint {
  const wallNs = BigInt(wallMs) * 1_000_000n;
  const ahead = offsetNs + monotonicNs - wallNs;
  return ahead < -toleranceNs || ahead > 2n * toleranceNs ? wallNs - monotonicNs : offsetNs;
}

/**
 * The machine's clock. `now` has the resolution of the monotonic clock and follows steps of the wall clock. Delays above 2^31-1 ms
 * are cut to that.
 */
export class SystemClock implements Clock {
  readonly #readings: ClockReadings;
  #offsetNs: bigint;

  constructor(readings: ClockReadings = machineReadings) {
    this.#readings = readings;
    this.#offsetNs = readings.originNs();
  }

  now(): bigint {
    const monotonicNs = this.#readings.monotonicNs();
    this.#offsetNs = followWall(this.#offsetNs, monotonicNs, this.#readings.wallMs());
    return this.#offsetNs + monotonicNs;
  }

  monotonicMs(): number {
    return Number(this.#readings.monotonicNs()) / 1e6;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const finish = (): void => {
        cancel();
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const cancel = this.after(ms, finish);
      signal?.addEventListener('abort', finish, { once: true });
    });
  }

  after(ms: number, call: () => void): () => void {
    const timer = setTimeout(call, Math.min(ms, longestTimerMs));
    return () => {
      clearTimeout(timer);
    };
  }

  every(ms: number, call: () => void): () => void {
    const timer = setInterval(call, Math.min(ms, longestTimerMs));
    return () => {
      clearInterval(timer);
    };
  }
}
