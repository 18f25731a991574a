/** Memory outside of the garbage collector: it never moves, so the kernel may keep addresses of it. */
export interface Mapping {
  readonly address: bigint;
  /** The memory itself, not a copy. Nobody touches it after `close`. */
  readonly view: DataView;
  /** Gives the memory back. May be called twice. */
  close(): void;
}
