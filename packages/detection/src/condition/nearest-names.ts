const LONGEST_NAME = 64;
const MOST_NAMES = 5;

/** Number of single-character changes between two short names. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function changesTo(name: string, wanted: string): number {
  const candidate = name.toLowerCase();
  const isPart = wanted.length >= 3 && candidate.split('_').includes(wanted);
  return isPart ? 0 : distance(wanted, candidate);
}

/** At most five of `names` that `name` may have been meant as, nearest first; all of them when none is near. */
export function nearestNames(name: string, names: readonly string[]): readonly string[] {
  const wanted = name.slice(0, LONGEST_NAME).toLowerCase();
  const near = names
    .map((candidate) => ({ candidate, changes: changesTo(candidate, wanted) }))
    .filter(({ changes, candidate }) => changes <= Math.max(2, candidate.length / 3))
    .toSorted((a, b) => a.changes - b.changes)
    .slice(0, MOST_NAMES)
    .map(({ candidate }) => candidate);
  return near.length === 0 ? names : near;
}
