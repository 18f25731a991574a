/** Tag and length of a field on the wire. */
const FIELD_BYTES = 3;
const NUMBER_BYTES = 6;

function textBytes(text: string): number {
  return Buffer.byteLength(text) + FIELD_BYTES;
}

function rawBytes(raw: Readonly<Record<string, Uint8Array>>): number {
  let bytes = 0;
  for (const key in raw) bytes += textBytes(key) + FIELD_BYTES + (raw[key]?.length ?? 0);
  return bytes;
}

/**
 * About how many bytes an event takes on the wire, never less than half; cheap, since it is asked for every event. Text counts in UTF-8: a
 * batch measured in characters could be three times what a message may be.
 */
export function encodedSize(event: object): number {
  const row = event as Readonly<Record<string, unknown>>;
  let bytes = 0;
  for (const column in row) {
    const value = row[column];
    if (value === null) continue;
    if (typeof value === 'string') bytes += textBytes(value);
    else if (Array.isArray(value)) for (const item of value) bytes += textBytes(String(item));
    else if (typeof value === 'object') bytes += rawBytes(value as Record<string, Uint8Array>);
    else bytes += NUMBER_BYTES;
  }
  return bytes;
}
