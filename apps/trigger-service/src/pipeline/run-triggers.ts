import { CapabilityRegistry, TaskClient } from '@daemoneye/collector-core';
import type { Consumer, EventBus, ServiceContext } from '@daemoneye/collector-core';
import { emptyBook } from '../alert/alert-book.ts';
import type { BookLimits } from '../alert/alert-book.ts';
import { indexRules } from '../match/rule-index.ts';
import type { RuleSet } from '../rule/rule.ts';
import { AckLedger } from './ack-ledger.ts';
import { AlertDesk } from './alert-desk.ts';
import { caughtUp, consumeEvents } from './consume-events.ts';
import { followCapabilities } from './follow-capabilities.ts';
import type { RuleWatch } from './rule-watch.ts';

/** Also the name of the durables that keep the service's position. */
const NAME = 'trigger-service';
/** Beyond the wait for analyses, how long a batch may stay unacknowledged before it is delivered again. */
const ACK_SLACK_MS = 30_000;

/** What the evaluation runs with. */
export interface TriggerOptions {
  readonly rules: RuleSet;
  readonly watch: RuleWatch;
  readonly limits: BookLimits;
  readonly maxOutstandingAnalyses: number;
  readonly windowMaxKeys: number;
  readonly analysisTimeoutMs: number;
}

/**
 * Evaluates the events of every collector from now on until the signal aborts. Then what is already stored is evaluated, alerts are
 * published, and what they came from is acknowledged: at most three times `waitMs`.
 */
export async function runTriggers(context: ServiceContext, options: TriggerOptions): Promise<void> {
  const { bus, clock } = context;
  const registry = await CapabilityRegistry.open(bus);
  const unfollow = followCapabilities(registry, clock, options.watch);
  const maxOutstanding = options.maxOutstandingAnalyses;
  const analyses = await TaskClient.open({ bus, clock, registry, requester: NAME, maxOutstanding });
  try {
    await evaluate(context, options, analyses, await openEvents(bus, options.limits.waitMs));
  } finally {
    await analyses.close();
    unfollow();
    registry.close();
  }
}

function openEvents(bus: EventBus, waitMs: number): Promise<Consumer> {
  return bus.consume({
    stream: 'DEYE_EV_PROCESS',
    durable: NAME,
    subjects: ['deye.v1.events.process.>'],
    deliver: 'new',
    ackWaitMs: waitMs + ACK_SLACK_MS,
  });
}

async function evaluate(
  context: ServiceContext,
  options: TriggerOptions,
  analyses: TaskClient,
  consumer: Consumer,
): Promise<void> {
  const { clock, log, metrics, signal } = context;
  const { limits, analysisTimeoutMs } = options;
  const ledger = new AckLedger();
  const settled = (alert: string): void => ledger.settle(alert);
  const book = emptyBook(limits);
  const desk = new AlertDesk({ context, analyses, book, analysisTimeoutMs, settled });
  const index = indexRules(options.rules.rules);
  const { windowMaxKeys } = options;
  const loop = consumeEvents({
    consumer,
    index,
    desk,
    ledger,
    log,
    metrics,
    clock,
    windowMaxKeys,
  });
  context.ready();
  await Promise.race([aborted(signal), loop]);
  await caughtUp(consumer, clock, limits.waitMs);
  await consumer.close();
  await loop;
  await desk.drain(limits.waitMs);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
