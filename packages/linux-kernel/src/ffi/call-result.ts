/** What a call gave: a value of at least 0, or the name of its errno (`ENOENT`). */
export type CallResult =
  { readonly ok: true; readonly value: number } | { readonly ok: false; readonly code: string };
