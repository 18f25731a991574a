import type { CollectionEvent } from '../../src/model/event.ts';
import { isBookkeeping } from '../../src/model/event.ts';

/** Numbers in the ranges of gap events, in the order in which they stand there. */
export function gapNumbers(events: readonly CollectionEvent[]): number[] {
  return events
    .filter((event) => isBookkeeping(event))
    .flatMap((event) => event.ranges ?? [])
    .flatMap((range) => {
      const [first = 0, last = 0] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
}

/** Stored numbers and numbers in gaps, together, ascending: `1..last_seq` when the account is exact. */
export function covered(events: readonly CollectionEvent[]): number[] {
  return [...events.map(({ seq }) => seq), ...gapNumbers(events)].toSorted((a, b) => a - b);
}

/** `1..last`. */
export function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, i) => i + 1);
}
