import { DeyeError, alertSubject } from '@daemoneye/collector-core';
import type { Alert, Clock, EventBus, Logger } from '@daemoneye/collector-core';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** What publishing needs. */
export interface AlertOutlet {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborts when retrying is to end. */
  readonly giveUp: AbortSignal;
}

/** The revision that the stream holds and its sequence. */
export interface StoredRevision {
  readonly revision: number;
  readonly sequence: number;
}

/**
 * Publishes a revision of an alert, once: what the stream already holds counts as done. Repeats while the bus refuses for a reason that
 * passes. Null when it never will be stored, which is logged.
 */
export async function publishAlert(
  outlet: AlertOutlet,
  alert: Alert,
  expectLastSubjectSequence: number,
): Promise<StoredRevision | null> {
  const subject = alertSubject(alert.severity, alert.rule, alert.alert);
  const payload = { kind: 'alert', body: alert } as const;
  for (let delayMs = FIRST_RETRY_MS; ; delayMs = Math.min(2 * delayMs, LAST_RETRY_MS)) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      const ack = await outlet.bus.publish({ subject, payload }, { expectLastSubjectSequence });
      return { revision: alert.revision, sequence: ack.sequence };
    } catch (error) {
      const code = error instanceof DeyeError ? error.code : null;
      // oxlint-disable-next-line no-await-in-loop
      if (code === 'BUS_WRONG_LAST_SEQUENCE') return await storedOn(outlet.bus, subject, alert);
      const permanent = !(error instanceof DeyeError) || error.permanent;
      if (permanent || outlet.giveUp.aborted) {
        outlet.log.error({ err: error, code, subject }, 'an alert could not be published');
        return null;
      }
    }
    // oxlint-disable-next-line no-await-in-loop
    await outlet.clock.sleep(delayMs, outlet.giveUp);
  }
}

async function storedOn(bus: EventBus, subject: string, alert: Alert): Promise<StoredRevision> {
  const last = await bus.lastOn(subject);
  // The stream's limits can have removed it in between.
  if (last === null) return { revision: alert.revision, sequence: 0 };
  const { payload, sequence } = last;
  return { revision: payload.kind === 'alert' ? payload.body.revision : alert.revision, sequence };
}
