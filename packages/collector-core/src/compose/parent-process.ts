/** The process that started this one over a channel and cares for it. */
export interface ParentProcess {
  /** Aborts when the parent has gone, also when it was killed. */
  readonly gone: AbortSignal;
  /** Tells it that this process works. */
  ready(): void;
}

/** The parent, as the channel of `child_process` tells of it; without a channel it is never gone and nobody is told. */
export function followParent(): ParentProcess {
  const gone = new AbortController();
  process.once('disconnect', () => gone.abort());
  return {
    gone: gone.signal,
    ready() {
      if (process.connected) process.send?.({ ready: true });
    },
  };
}
