import type { PublishAck } from '../bus/event-bus.ts';
import { DeyeError } from '../error/deye-error.ts';
import { apiCode } from './nats-failure.ts';

/** What an answer to a publish means. */
export type PublishVerdict =
  | { readonly kind: 'stored'; readonly ack: PublishAck }
  | { readonly kind: 'retry'; readonly reason: string }
  | { readonly kind: 'refused'; readonly error: DeyeError };

/** Refusals that the same message would meet again, whatever the state of the server. */
const rejected: ReadonlySet<number> = new Set([
  apiCode.tooLarge,
  10_025, // message id too long
  10_031, // atomic or batch headers
  10_060, // expected stream does not match
  10_065, // not for JetStream
  10_070, // expected message id does not match
]);

interface Answer {
  readonly stream?: string;
  readonly seq?: number;
  readonly duplicate?: boolean;
  readonly error?: { readonly code?: number; readonly err_code?: number; description?: string };
}

/**
 * Reads an answer: `status` is the number in its headers, 0 when there is none, `text` its body. `isOurs` says whether a stream of
 * the table keeps the subject, so that silence there is a server in trouble and not a subject that nobody wants.
 */
export function judgeReply(status: number, text: string, isOurs: boolean): PublishVerdict {
  if (status !== 0) {
    if (isOurs) return { kind: 'retry', reason: `${status} no responders` };
    return { kind: 'refused', error: new DeyeError('BUS_NO_STREAM') };
  }
  const answer = parse(text);
  if (answer?.error !== undefined) return judgeError(answer.error);
  if (answer?.stream === undefined || answer.seq === undefined)
    return { kind: 'retry', reason: 'an answer that is no acknowledgement' };
  const { stream, seq, duplicate = false } = answer;
  return { kind: 'stored', ack: { stream, sequence: seq, duplicate } };
}

function judgeError(error: NonNullable<Answer['error']>): PublishVerdict {
  const code = error.err_code ?? 0;
  const reason = `${code} ${error.description ?? ''}`;
  const refused = (which: ConstructorParameters<typeof DeyeError>[0]): PublishVerdict => ({
    kind: 'refused',
    error: new DeyeError(which, reason),
  });
  if (code === apiCode.wrongLastSequence) return refused('BUS_WRONG_LAST_SEQUENCE');
  if (code === apiCode.maximumReached || code === apiCode.insufficientResources)
    return refused('BUS_STREAM_FULL');
  if (rejected.has(code)) return refused('BUS_PUBLISH_REJECTED');
  return { kind: 'retry', reason };
}

function parse(text: string): Answer | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
