const kept = new WeakMap<object, Uint8Array>();

/** Whether a message that was read, or one inside it, has fields that the schema here does not know. */
export function hasUnknownFields(message: unknown): boolean {
  if (typeof message !== 'object' || message === null || ArrayBuffer.isView(message)) return false;
  if (Array.isArray(message)) return message.some(hasUnknownFields);
  return Object.hasOwn(message, '$unknowns') || Object.values(message).some(hasUnknownFields);
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
