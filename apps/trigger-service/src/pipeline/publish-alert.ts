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
  expected: number,
): Promise<StoredRevision | null> {
  for (let delayMs = FIRST_RETRY_MS; ; delayMs = Math.min(2 * delayMs, LAST_RETRY_MS)) {
    try {
      return await storeOnce(outlet.bus, alert, expected); // oxlint-disable-line no-await-in-loop
    } catch (error) {
      const passes = error instanceof DeyeError && !error.permanent;
      if (!passes || outlet.giveUp.aborted) {
        const { rule, severity } = alert;
        const fields = { err: error, rule, severity, alert: alert.alert };
        outlet.log.error(fields, 'an alert could not be published');
        return null;
      }
    }
    await outlet.clock.sleep(delayMs, outlet.giveUp); // oxlint-disable-line no-await-in-loop
  }
}

async function storeOnce(
  bus: EventBus,
  alert: Alert,
  expectLastSubjectSequence: number,
): Promise<StoredRevision> {
  const subject = alertSubject(alert.severity, alert.rule, alert.alert);
  const payload = { kind: 'alert', body: alert } as const;
  try {
    const ack = await bus.publish({ subject, payload }, { expectLastSubjectSequence });
    return { revision: alert.revision, sequence: ack.sequence };
  } catch (error) {
    if (!(error instanceof DeyeError) || error.code !== 'BUS_WRONG_LAST_SEQUENCE') throw error;
    const last = await bus.lastOn(subject);
    // The stream's limits can have removed it in between.
    if (last === null || last.payload.kind !== 'alert')
      return { revision: alert.revision, sequence: 0 };
    return { revision: last.payload.body.revision, sequence: last.sequence };
  }
}
