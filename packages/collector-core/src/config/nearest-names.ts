/** Longest name that is compared; a longer one is no slip of the finger. */
const longestCompared = 64;
const mostNames = 3;

/** Up to three of `known` that `name` may be a slip of, nearest first; none is near: all of `known`, sorted. */
export function nearestNames(name: string, known: readonly string[]): string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  const near = known
    .map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate))
    .slice(0, mostNames)
    .map(({ candidate }) => candidate);
  return near.length > 0 ? near : known.toSorted();
}

/** Levenshtein distance without regard to case. */
function distanceOf(left: string, right: string): number {
  if (left.length > longestCompared || right.length > longestCompared) return longestCompared;
  const a = left.toLowerCase();
  const b = right.toLowerCase();
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
