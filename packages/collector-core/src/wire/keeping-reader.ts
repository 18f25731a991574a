import protobuf from 'protobufjs/minimal.js';

/**
 * A reader that does not discard fields which the schema here does not know, and notes whether there were any. A field of bytes
 * counts as one: to keep what is known costs memory, not meaning.
 */
export class KeepingReader extends protobuf.Reader {
  sawUnknown = false;

  constructor(bytes: Uint8Array) {
    super(bytes);
    this.discardUnknown = false;
  }

  override raw(start: number, end: number): Uint8Array {
    this.sawUnknown = true;
    return super.raw(start, end);
  }
}
