/**
 * One request per connection, a JSON line; the answer is JSON lines until the server, or the client, closes.
 * The last line of a refused request is `{ "error": code, "message": sentence }`.
 */
export type ControlRequest =
  | { readonly verb: 'ping' }
  | { readonly verb: 'collectors' }
  | { readonly verb: 'rules' }
  | { readonly verb: 'tail'; readonly subjects: readonly string[]; readonly where: string | null };

/** Answer to `ping`. */
export interface Pong {
  readonly pid: number;
  /** `local`, or addresses of NATS servers, separated by commas: then everything else is asked there. */
  readonly bus: string;
}

export interface ControlError {
  readonly error: string;
  readonly message: string;
}

/** Longest line that either side reads. */
export const MAX_LINE_BYTES = 1_048_576;

export function isControlError(line: object): line is ControlError {
  return 'error' in line && 'message' in line && !('subject' in line);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Reads a request; null when it is none. */
export function parseControlRequest(line: string): ControlRequest | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('verb' in value)) return null;
  if (value.verb === 'ping' || value.verb === 'collectors' || value.verb === 'rules')
    return { verb: value.verb };
  if (value.verb !== 'tail' || !('subjects' in value) || !isStrings(value.subjects)) return null;
  const where = 'where' in value && typeof value.where === 'string' ? value.where : null;
  return { verb: 'tail', subjects: value.subjects, where };
}
