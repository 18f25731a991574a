import protobuf from 'protobufjs/minimal.js';
import { KeepingReader } from './keeping-reader.ts';

const kept = new WeakMap<object, Uint8Array>();

/** How to read what may be sent on, or not. */
export function readerOf(bytes: Uint8Array, keepUnknown: boolean): protobuf.Reader {
  return keepUnknown ? new KeepingReader(bytes) : protobuf.Reader.create(bytes);
}

/** Whether a reader of `readerOf` met fields that it has to keep. */
export function sawUnknown(reader: protobuf.Reader): boolean {
  return reader instanceof KeepingReader && reader.sawUnknown;
}

/**
 * Remembers the bytes of what was read for as long as the object itself lives. They are copied: a view would hold the whole
 * message.
 */
export function keepBytes(decoded: object, bytes: Uint8Array): void {
  kept.set(decoded, Uint8Array.from(bytes));
}

/** The bytes to send again instead of encoding the object, which does not change once it was read. */
export function keptBytes(decoded: object): Uint8Array | undefined {
  return kept.get(decoded);
}
