import type { Clock, Consumer, Delivery, Logger, MetricRegistry } from '@daemoneye/collector-core';
import type { Reading } from '@daemoneye/detection';
import { matchEvents } from '../match/match-events.ts';
import type { RuleIndex } from '../match/rule-index.ts';
import { RuleWindows } from '../match/rule-windows.ts';
import { SeenEvents } from '../match/seen-events.ts';
import type { AckLedger } from './ack-ledger.ts';
import type { AlertDesk } from './alert-desk.ts';
import { WindowReport } from './window-report.ts';

const DRAIN_LOOK_MS = 20;

/** What the loop over deliveries works with. */
export interface EventLoop {
  readonly consumer: Consumer;
  readonly index: RuleIndex;
  readonly desk: AlertDesk;
  readonly ledger: AckLedger;
  /** Groups that each window keeps at most. */
  readonly windowMaxKeys: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: MetricRegistry;
}

/** Evaluates every batch that the consumer delivers, until the consumer is closed. */
export async function consumeEvents(loop: EventLoop): Promise<void> {
  const windows = new RuleWindows(loop.windowMaxKeys);
  const matcher = { index: loop.index, seen: new SeenEvents(), windows };
  const report = new WindowReport(loop.metrics, loop.log);
  const evaluated = loop.metrics.counter('deye_rules_events_total');
  const malformed = loop.metrics.counter('deye_rules_events_malformed_total');
  for await (const delivery of loop.consumer) {
    const { payload } = delivery;
    if (payload.kind !== 'events' || !Array.isArray(payload.body.events)) {
      delivery.term('not a batch of events');
      continue;
    }
    if (loop.ledger.renew(delivery)) continue;
    const batch = matchEvents(matcher, payload.body.events, readingAt(loop.clock));
    report.update(windows.counters(), loop.clock.monotonicMs());
    evaluated.add(batch.evaluated);
    if (batch.malformed.length > 0) {
      malformed.add(batch.malformed.length);
      reportMalformed(loop.log, delivery, batch.malformed);
    }
    loop.ledger.hold(delivery, loop.desk.take(batch.matches));
  }
}

function readingAt(clock: Clock): Reading {
  return { nowMs: Number(clock.now()) / 1e6, bootMs: clock.monotonicMs() };
}

/** One line for a batch, whatever the number of its events. */
function reportMalformed(log: Logger, delivery: Delivery, reasons: readonly string[]): void {
  const { subject, sequence } = delivery;
  const fields = { subject, sequence, events: reasons.length, reason: reasons[0] };
  log.warn(fields, 'events could not be evaluated');
}

/** Resolves when everything that the stream holds for the consumer is delivered, at the latest after `waitMs`. */
export async function caughtUp(consumer: Consumer, clock: Clock, waitMs: number): Promise<void> {
  const until = clock.monotonicMs() + waitMs;
  while (consumer.stats().pending > 0 && clock.monotonicMs() < until) {
    await clock.sleep(DRAIN_LOOK_MS); // oxlint-disable-line no-await-in-loop
  }
}
