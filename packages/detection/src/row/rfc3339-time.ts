const NANOS_PER_SECOND = 1_000_000_000n;
const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{9})Z$/;

/**
 * Nanoseconds since the Unix epoch as RFC 3339 in UTC with nine digits behind the point: `2026-01-02T03:04:05.000000006Z`. The
 * count is a signed 64-bit number, years 1677 to 2262; what is beyond wraps round.
 */
export function formatTime(nanos: bigint): string {
  const count = BigInt.asIntN(64, nanos);
  const fraction = ((count % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  const seconds = (count - fraction) / NANOS_PER_SECOND;
  const date = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${date}.${String(fraction).padStart(9, '0')}Z`;
}

/** The inverse of `formatTime`; `undefined` for every other text. */
export function parseTime(text: string): bigint | undefined {
  const [, date, fraction] = FORM.exec(text) ?? [];
  if (date === undefined || fraction === undefined) return undefined;
  const millis = Date.parse(`${date}Z`);
  if (Number.isNaN(millis)) return undefined;
  const nanos = BigInt(millis / 1000) * NANOS_PER_SECOND + BigInt(fraction);
  return formatTime(nanos) === text ? nanos : undefined;
}
