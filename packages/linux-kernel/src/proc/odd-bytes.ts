import { isUtf8 } from 'node:buffer';

/** The bytes themselves, copied, when they are not UTF-8 and `text` so cannot be all they say; undefined otherwise. */
export function oddBytes(bytes: Buffer, text: string): Uint8Array | undefined {
  return text.includes('\uFFFD') && !isUtf8(bytes) ? Uint8Array.from(bytes) : undefined;
}
