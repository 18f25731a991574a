import type { ProcessFacts } from '@daemoneye/process-table';

/** How much of the machine a process uses. */
export interface Usage {
  /** Per cent of one core since the last snapshot; null when there was none. */
  readonly cpu_usage: number | null;
  /** Resident set in bytes. */
  readonly memory_usage: number | null;
}

/** A process as one look found it. */
export interface Seen {
  readonly facts: ProcessFacts;
  readonly usage: Usage;
}

/** What changed from one look at the process list to the next. */
export interface Look {
  /** When the look began, nanoseconds since the Unix epoch. */
  readonly timeNs: bigint;
  /** When the look before it began; null for the first. */
  readonly formerNs: bigint | null;
  readonly appeared: readonly Seen[];
  /** Same process, other program: it called exec. */
  readonly replaced: readonly Seen[];
  readonly ended: readonly Seen[];
  /** Processes that were passed over because as many as fit are followed already. */
  readonly overlooked: number;
}

/** Looks at the process list and remembers what it saw. */
export interface ProcessLooker {
  look(timeNs: bigint, nowMs: number): Promise<Look>;
  /** All that run, with the CPU use that the last look found; CPU use counts from here on. */
  snapshot(): Promise<readonly Seen[]>;
  close(): void;
}
