import type * as koffi from 'koffi';

/** Handles in use: one without a reference is collected, and its callback falls silent. */
const held = new Set<koffi.node.PollHandle>();

/** Waits on the main loop until a descriptor can be read. */
export interface Readiness {
  /** Resolves once the descriptor is readable, at once when it is, or when `signal` aborts. One call at a time. */
  next(signal: AbortSignal): Promise<void>;
  /** To be called before the descriptor is closed, when nobody waits. May be called twice. */
  close(): void;
}

/** One handle serves all waits on the descriptor. */
export function openReadiness(ffi: typeof koffi, descriptor: number): Readiness {
  let wake: (() => void) | null = null;
  const onReadable = (): void => {
    handle.stop();
    // The callback comes from native code that lets no promise go on; an immediate of this turn of the loop does.
    setImmediate(() => wake?.());
  };
  const handle = ffi.node.poll(descriptor, { readable: true }, onReadable);
  handle.stop();
  held.add(handle);
  return {
    next(signal) {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const finish = (): void => {
          handle.stop();
          signal.removeEventListener('abort', finish);
          wake = null;
          resolve();
        };
        wake = finish;
        signal.addEventListener('abort', finish, { once: true });
        handle.start({ readable: true }, onReadable);
      });
    },
    close() {
      if (!held.delete(handle)) return;
      handle.stop();
      handle.close();
    },
  };
}
