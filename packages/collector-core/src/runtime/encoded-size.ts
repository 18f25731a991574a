/** Tag and length of a field on the wire. */
const FIELD_BYTES = 3;
const NUMBER_BYTES = 6;

function textBytes(text: string): number {
  // Exact for ASCII; a batch has room to spare up to the largest message for what is longer in UTF-8.
  return text.length + FIELD_BYTES;
}

/** Roughly how many bytes an event takes on the wire; cheap, since it is asked for every event. */
export function encodedSize(event: object): number {
  const row = event as Readonly<Record<string, unknown>>;
  let bytes = 0;
  for (const column in row) {
    const value = row[column];
    if (value === null) continue;
    if (typeof value === 'string') bytes += textBytes(value);
    else if (Array.isArray(value)) for (const item of value) bytes += textBytes(String(item));
    else bytes += NUMBER_BYTES;
  }
  return bytes;
}
