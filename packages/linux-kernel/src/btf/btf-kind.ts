/** Kinds of BTF types, `BTF_KIND_*` of include/uapi/linux/btf.h. */
export const btfKind = {
  int: 1,
  pointer: 2,
  array: 3,
  struct: 4,
  union: 5,
  enum: 6,
  forward: 7,
  typedef: 8,
  volatile: 9,
  const: 10,
  restrict: 11,
  function: 12,
  prototype: 13,
  variable: 14,
  section: 15,
  float: 16,
  declarationTag: 17,
  typeTag: 18,
  enum64: 19,
} as const;

const tailOfKind: readonly ((entries: number) => number)[] = [
  () => 0,
  () => 4,
  () => 0,
  () => 12,
  (entries) => 12 * entries,
  (entries) => 12 * entries,
  (entries) => 8 * entries,
  () => 0,
  () => 0,
  () => 0,
  () => 0,
  () => 0,
  () => 0,
  (entries) => 8 * entries,
  () => 4,
  (entries) => 12 * entries,
  () => 0,
  () => 4,
  () => 0,
  (entries) => 12 * entries,
];

/** Bytes that follow the 12 of a type; null for a kind that is not known: what comes after it cannot be found. */
export function tailBytes(kind: number, entries: number): number | null {
  if (kind === 0) return null;
  return tailOfKind[kind]?.(entries) ?? null;
}

const transparent: ReadonlySet<number> = new Set([
  btfKind.typedef,
  btfKind.volatile,
  btfKind.const,
  btfKind.restrict,
  btfKind.typeTag,
]);

/** Whether the kind only names or qualifies another type. */
export function isTransparent(kind: number): boolean {
  return transparent.has(kind);
}

/** Whether the kind has members. */
export function isComposite(kind: number): boolean {
  return kind === btfKind.struct || kind === btfKind.union;
}
