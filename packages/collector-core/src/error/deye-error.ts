import { errors } from './error-table.ts';
import type { ErrorCode } from './error-table.ts';

/**
 * An error with a code. The message is one sentence: what is wrong (from the table), where (`detail`), what to do. Deciding code asks
 * `code` and `permanent`, never the text.
 */
export class DeyeError extends Error {
  override readonly name = 'DeyeError';
  readonly code: ErrorCode;
  /** False when the same call may succeed later. */
  readonly permanent: boolean;
  /** The part of the message that belongs to this occurrence; '' when there is none. */
  readonly detail: string;

  constructor(code: ErrorCode, detail = '', options?: ErrorOptions) {
    const row = errors[code];
    super(`${row.message}${detail === '' ? '' : `: ${detail}`}; ${row.action}`, options);
    this.code = code;
    this.permanent = row.permanent;
    this.detail = detail;
  }
}
