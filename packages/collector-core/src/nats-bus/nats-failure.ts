import { JetStreamApiError } from '@nats-io/jetstream';
import {
  ClosedConnectionError,
  DrainingConnectionError,
  InvalidArgumentError,
  PermissionViolationError,
  RequestError,
  TimeoutError,
} from 'nats';
import { DeyeError } from '../error/deye-error.ts';

/** Numbers that the server gives its refusals. */
export const apiCode = {
  consumerNotFound: 10_014,
  consumerExists: 10_013,
  consumerDiffers: 10_148,
  durableExists: 10_105,
  filterNotOfStream: 10_093,
  duplicateIdInProcess: 10_158,
  maximumReached: 10_077,
  insufficientResources: 10_023,
  queueNotUnique: 10_100,
  queueUnfiltered: 10_099,
  streamNotFound: 10_059,
  tooLarge: 10_054,
  wrongLastSequence: 10_071,
  wrongLastInProcess: 10_164,
} as const;

/** The server's number of an error; null when it is not a refusal of the server. */
export function apiCodeOf(error: unknown): number | null {
  return error instanceof JetStreamApiError ? error.code : null;
}

/** A permission that is missing. */
export function forbidden(violation: PermissionViolationError): DeyeError {
  const detail = `${violation.operation} ${violation.subject}`;
  return new DeyeError('BUS_FORBIDDEN', detail, { cause: violation });
}

/** Whether the same call may succeed when the server, its leader or the connection is back. */
export function mayPass(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return error.status === 503;
  if (error instanceof RequestError) return !(error.cause instanceof PermissionViolationError);
  // The client's name for "no responders"; its class is not public.
  const isAbsent = error instanceof Error && error.name === 'JetStreamNotEnabled';
  return isAbsent || error instanceof TimeoutError;
}

/** The error that the port knows for a failure of the client; what it does not know stays as it is. */
export function toDeyeError(error: unknown): unknown {
  if (error instanceof PermissionViolationError) return forbidden(error);
  if (error instanceof RequestError && error.cause instanceof PermissionViolationError)
    return forbidden(error.cause);
  if (mayPass(error)) {
    const detail = error instanceof Error ? error.message : '';
    return new DeyeError('BUS_UNAVAILABLE', detail, { cause: error });
  }
  if (error instanceof ClosedConnectionError || error instanceof DrainingConnectionError)
    return new DeyeError('BUS_CLOSED', '', { cause: error });
  if (error instanceof InvalidArgumentError)
    return new DeyeError('BUS_PUBLISH_REJECTED', error.message, { cause: error });
  return error;
}
