/** Something that the suite needs and a server may lack. */
export interface ServerGap {
  readonly since: string;
  readonly missing: string;
  /** Settings of streams and durables that such a server does not know. */
  readonly fields: readonly string[];
}

const needs: readonly ServerGap[] = [
  { since: '2.10.0', missing: 'compression of streams', fields: ['compression'] },
  { since: '2.10.0', missing: 'the number of deliveries in a durable', fields: ['metadata'] },
  {
    since: '2.11.0',
    missing: 'marks of expired keys: a collector that was killed is not reported as gone',
    fields: ['subject_delete_marker_ttl'],
  },
];

/** What a server of this version lacks; everything for a version that cannot be read. */
export function serverGaps(version: string): readonly ServerGap[] {
  const has = parseVersion(version);
  return needs.filter(({ since }) => has === null || isOlder(has, parseVersion(since) ?? []));
}

/** Settings of streams and durables that a server of this version does not know. */
export function unknownSettings(version: string): ReadonlySet<string> {
  return new Set(serverGaps(version).flatMap(({ fields }) => fields));
}

function parseVersion(text: string): readonly number[] | null {
  const found = /^(\d+)\.(\d+)\.(\d+)/.exec(text);
  return found === null ? null : found.slice(1).map(Number);
}

function isOlder(a: readonly number[], b: readonly number[]): boolean {
  for (const [index, wanted] of b.entries()) {
    const has = a[index] ?? 0;
    if (has !== wanted) return has < wanted;
  }
  return false;
}
