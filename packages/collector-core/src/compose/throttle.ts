import type { Clock } from '../clock/clock.ts';

/** A call that happens at most once per interval. */
export interface Throttled {
  /** Calls at once, or once at the end of the interval that runs. */
  call(): void;
  /** Forgets a call that waits. */
  cancel(): void;
}

/** Makes `call` happen at most once per `intervalMs`; the last trigger is never lost. */
export function throttle(clock: Clock, intervalMs: number, call: () => void): Throttled {
  let cancelTimer: (() => void) | null = null;
  let isWanted = false;
  const fire = (): void => {
    isWanted = false;
    cancelTimer = clock.after(intervalMs, () => {
      cancelTimer = null;
      if (isWanted) fire();
    });
    call();
  };
  return {
    call() {
      if (cancelTimer === null) fire();
      else isWanted = true;
    },
    cancel() {
      cancelTimer?.();
      cancelTimer = null;
      isWanted = false;
    },
  };
}
