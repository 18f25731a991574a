/** A span of sequence numbers, both ends included. */
export interface SequenceRange {
  readonly first: number;
  readonly last: number;
}

/** A set of sequence numbers as ascending, disjoint ranges; neighbours join up. */
export class SequenceRanges {
  #ranges: SequenceRange[] = [];
  #count = 0;

  /** How many numbers are in the set. */
  get count(): number {
    return this.#count;
  }

  /** How many ranges the set needs. */
  get size(): number {
    return this.#ranges.length;
  }

  /** Adds a range that has no number in common with the set. */
  add(first: number, last: number): void {
    const ranges = this.#ranges;
    let at = ranges.length;
    while (at > 0 && (ranges[at - 1] as SequenceRange).first > last) at -= 1;
    const before = ranges[at - 1];
    const after = ranges[at];
    const joinsBefore = before !== undefined && before.last + 1 === first;
    const joinsAfter = after !== undefined && after.first === last + 1;
    const joined = {
      first: joinsBefore ? before.first : first,
      last: joinsAfter ? after.last : last,
    };
    ranges.splice(joinsBefore ? at - 1 : at, Number(joinsBefore) + Number(joinsAfter), joined);
    this.#count += last - first + 1;
  }

  /** Takes the lowest ranges out, `max` at most, as a set of their own. */
  take(max: number): SequenceRanges {
    const taken = new SequenceRanges();
    for (const { first, last } of this.#ranges.splice(0, max)) taken.add(first, last);
    this.#count -= taken.count;
    return taken;
  }

  ranges(): readonly SequenceRange[] {
    return this.#ranges;
  }

  /** `first-last` each, as column `ranges` has them. */
  toText(): string[] {
    return this.#ranges.map(({ first, last }) => `${first}-${last}`);
  }
}
