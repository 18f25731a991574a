import { DeyeError } from '@daemoneye/collector-core';
import type {
  CollectionEvent,
  Counter,
  ServiceContext,
  TaskClient,
} from '@daemoneye/collector-core';
import { decide } from '../alert/alert-book.ts';
import type { AlertBook, BookEffect, BookInput } from '../alert/alert-book.ts';
import { askOf, unaskedResult } from '../alert/analysis-ask.ts';
import type { Match } from '../match/match-events.ts';
import { publishAlert } from './publish-alert.ts';
import { UnservedAnalyses } from './unserved-analyses.ts';

/** How late a revision may leave after it is due. */
const TICK_MS = 50;

/** What a desk works with. */
export interface DeskOptions {
  readonly context: Pick<ServiceContext, 'bus' | 'clock' | 'log' | 'metrics'>;
  /** Closed by `drain`. */
  readonly analyses: Pick<TaskClient, 'dispatch' | 'close'>;
  readonly book: AlertBook;
  /** How long one analysis may take. */
  readonly analysisTimeoutMs: number;
  /** Called once for every alert that `take` named, when it is stored or never will be. */
  readonly settled: (alert: string) => void;
}

/** Carries out what the book decides: dispatches, publishes, wakes the book again. */
export class AlertDesk {
  readonly #options: DeskOptions;
  readonly #unserved: UnservedAnalyses;
  readonly #running = new Set<Promise<void>>();
  readonly #giveUp = new AbortController();
  readonly #counters: Readonly<Record<'alerts' | 'joined' | 'evicted' | 'matched', Counter>>;
  #cancelTick: (() => void) | null = null;

  constructor(options: DeskOptions) {
    const { metrics, log } = options.context;
    this.#options = options;
    this.#unserved = new UnservedAnalyses(log);
    this.#counters = {
      alerts: metrics.counter('deye_alerts_total'),
      joined: metrics.counter('deye_alerts_suppressed_total'),
      evicted: metrics.counter('deye_alerts_evicted_total'),
      matched: metrics.counter('deye_rules_matched_total'),
    };
  }

  /** Takes the matches of one delivery; returns the alerts that must be settled before it may be acknowledged. */
  take(matches: readonly Match[]): string[] {
    const holds = new Set<string>();
    for (const match of matches) {
      this.#counters.matched.add(1, { rule: match.rule.id });
      for (const alert of this.#apply({ kind: 'match', ...match })) holds.add(alert);
    }
    return [...holds];
  }

  /**
   * Waits at most `waitMs` for analyses and publications that are under way, abandons the rest, publishes what is open, and waits at
   * most as long again for that to be stored. `take` must not be called afterwards.
   */
  async drain(waitMs: number): Promise<void> {
    await this.#idle(waitMs);
    await this.#options.analyses.close();
    this.#apply({ kind: 'drain' });
    await this.#idle(waitMs);
    this.#giveUp.abort();
    this.#cancelTick?.();
    this.#cancelTick = null;
  }

  async #idle(waitMs: number): Promise<void> {
    const { clock } = this.#options.context;
    const until = clock.monotonicMs() + waitMs;
    const done = new AbortController();
    while (this.#running.size > 0 && clock.monotonicMs() < until) {
      const waits = clock.sleep(until - clock.monotonicMs(), done.signal);
      // oxlint-disable-next-line no-await-in-loop
      await Promise.race([waits, Promise.all(this.#running)]);
    }
    done.abort();
  }

  #apply(input: BookInput): string[] {
    const { book, context } = this.#options;
    const effects = decide(book, input, context.clock.monotonicMs());
    const holds = effects.flatMap((effect) => this.#perform(effect));
    if (book.restless.size > 0)
      this.#cancelTick ??= context.clock.after(TICK_MS, () => this.#tick());
    return holds;
  }

  #tick(): void {
    this.#cancelTick = null;
    this.#apply({ kind: 'tick' });
  }

  #perform(effect: BookEffect): readonly string[] {
    switch (effect.kind) {
      case 'hold':
        return [effect.alert];
      case 'joined':
        this.#counters.joined.add();
        return [];
      case 'evicted':
        this.#counters.evicted.add();
        return [];
      case 'dispatch':
        this.#track(this.#analyse(effect.alert, effect.analysis, effect.event));
        return [];
      case 'publish':
        this.#track(this.#publish(effect));
        return [];
    }
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => {
        // The delivery stays unacknowledged, so that the event comes again after a restart.
        this.#options.context.log.error({ err: error }, 'an alert could not be worked on');
      })
      .finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  async #analyse(alert: string, analysis: string, event: CollectionEvent): Promise<void> {
    const { analyses, analysisTimeoutMs, context } = this.#options;
    const ask = askOf(alert, analysis, event, analysisTimeoutMs);
    const result = await analyses.dispatch(ask).catch((error: unknown) => {
      if (error instanceof DeyeError) return unaskedResult(ask, error, context.clock.now());
      throw error;
    });
    this.#unserved.note(result);
    this.#apply({ kind: 'result', alert, result });
  }

  async #publish({ alert, expected }: BookEffect & { readonly kind: 'publish' }): Promise<void> {
    const outlet = { ...this.#options.context, giveUp: this.#giveUp.signal };
    const stored = await publishAlert(outlet, alert, expected);
    this.#options.settled(alert.alert);
    if (stored === null) {
      this.#apply({ kind: 'unpublishable', alert: alert.alert });
      return;
    }
    if (alert.revision === 1) this.#counters.alerts.add(1, { severity: alert.severity });
    this.#apply({ kind: 'stored', alert: alert.alert, ...stored });
  }
}
