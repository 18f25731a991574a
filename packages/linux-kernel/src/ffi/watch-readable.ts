import type * as koffi from 'koffi';

/** Handles that are watched: one without a reference is collected, and its callback falls silent. */
const watched = new Set<koffi.node.PollHandle>();

/**
 * Calls `onReadable` on the main loop as long as `descriptor` is readable: it may leave work and is called again. The returned
 * function ends the watch, and may be called twice; it is to be called before the descriptor is closed. A watch keeps the process
 * alive.
 */
export function watchReadable(
  ffi: typeof koffi,
  descriptor: number,
  onReadable: () => void,
): () => void {
  const handle = ffi.node.poll(descriptor, { readable: true }, onReadable);
  watched.add(handle);
  return () => {
    if (!watched.delete(handle)) return;
    handle.stop();
    handle.close();
  };
}
