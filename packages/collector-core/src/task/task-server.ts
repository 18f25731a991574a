import type { Consumer, Delivery, EventBus } from '../bus/event-bus.ts';
import { resultSubject, taskSubject, tasksPattern } from '../bus/subjects.ts';
import type { Clock } from '../clock/clock.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { Logger } from '../log/logger.ts';
import type { AnalysisRequest } from '../model/analysis.ts';
import type { AnalysisOffer } from '../model/capability.ts';
import type { Analyser } from './analyser.ts';
import { resultOf } from './analysis-ending.ts';
import type { AnalysisEnding } from './analysis-ending.ts';
import { runAnalysis } from './run-analysis.ts';
import { Slots } from './slots.ts';

const defaultMaxTimeoutMs = 60_000;
/** What the ack wait leaves for storing a result after the longest analysis. */
const answerMs = 10_000;
const retryMs = 500;

export interface TaskServerOptions {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Logger;
  /** Token of the host. */
  readonly host: string;
  readonly collector: string;
  readonly analysers: readonly Analyser[];
  /** A task that asks for more time gets this. Default 60 000. */
  readonly maxTimeoutMs?: number;
}

/**
 * Serves the tasks of one collector: each task that arrives ends in exactly one stored result, and is acknowledged after that. Holds as
 * many tasks as its durable has out, 256.
 */
export class TaskServer {
  /** What the collector may announce. */
  readonly offers: readonly AnalysisOffer[];
  readonly #options: TaskServerOptions;
  readonly #maxTimeoutMs: number;
  readonly #consumer: Consumer;
  readonly #analysers: ReadonlyMap<string, { analyser: Analyser; slots: Slots }>;
  readonly #shutdown = new AbortController();
  readonly #serving = new Map<string, Promise<void>>();
  readonly #loop: Promise<void>;

  private constructor(options: TaskServerOptions, consumer: Consumer, maxTimeoutMs: number) {
    this.#options = options;
    this.#consumer = consumer;
    this.#maxTimeoutMs = maxTimeoutMs;
    this.offers = options.analysers.map(({ analysis, maxConcurrent }) => ({
      analysis,
      max_concurrent: maxConcurrent,
    }));
    this.#analysers = new Map(
      options.analysers.map((analyser) => [
        analyser.analysis,
        { analyser, slots: new Slots(analyser.maxConcurrent) },
      ]),
    );
    this.#loop = this.#receive();
  }

  /** Begins to take tasks. */
  static async open(options: TaskServerOptions): Promise<TaskServer> {
    const { bus, host, collector } = options;
    const maxTimeoutMs = options.maxTimeoutMs ?? defaultMaxTimeoutMs;
    const consumer = await bus.consume({
      stream: 'DEYE_TASKS',
      durable: `${host}-${collector}`,
      subjects: [tasksPattern(host, collector)],
      deliver: 'all',
      ackWaitMs: maxTimeoutMs + answerMs,
    });
    return new TaskServer(options, consumer, maxTimeoutMs);
  }

  /** Takes no more tasks and stops the running ones; those without a result are given back to the stream. May be called twice. */
  async close(): Promise<void> {
    this.#shutdown.abort();
    await this.#consumer.close();
    await this.#loop;
    await Promise.all(this.#serving.values());
  }

  async #receive(): Promise<void> {
    for await (const delivery of this.#consumer) this.#accept(delivery);
  }

  #accept(delivery: Delivery): void {
    const { payload } = delivery;
    if (payload.kind !== 'task' || !isFor(payload.body, delivery.subject)) {
      delivery.term('the subject does not say what the message is');
      return;
    }
    const request = payload.body;
    // A redelivery while the analysis runs: the answer to the first delivery settles both.
    if (this.#serving.has(request.task)) return;
    const served = this.#serve(request, delivery)
      .catch((error: unknown) => {
        this.#options.log.error({ task: request.task, error }, 'a task could not be answered');
        delivery.nak(retryMs);
      })
      .finally(() => this.#serving.delete(request.task));
    this.#serving.set(request.task, served);
  }

  async #serve(request: AnalysisRequest, delivery: Delivery): Promise<void> {
    const { bus, clock } = this.#options;
    const answered = delivery.deliveries > 1 && (await bus.lastOn(resultSubject(request))) !== null;
    if (answered) {
      delivery.ack();
      return;
    }
    const startedTime = clock.now();
    const ending = await this.#analyse(request);
    const stored = ending !== null && (await this.#answer(request, ending, startedTime));
    if (stored) delivery.ack();
    else delivery.nak();
  }

  #analyse(request: AnalysisRequest): Promise<AnalysisEnding | null> {
    const known = this.#analysers.get(request.analysis);
    if (known === undefined) {
      const error = new DeyeError('TASK_UNKNOWN_ANALYSIS', request.analysis);
      return Promise.resolve({ status: 'refused', error });
    }
    return runAnalysis(known.analyser, request, {
      clock: this.#options.clock,
      slots: known.slots,
      timeoutMs: Math.max(1, Math.min(request.timeout_ms, this.#maxTimeoutMs)),
      shutdown: this.#shutdown.signal,
    });
  }

  /** Stores the result, again and again while that may help; false when the shutdown came first. */
  async #answer(
    request: AnalysisRequest,
    ending: AnalysisEnding,
    startedTime: bigint,
  ): Promise<boolean> {
    const { bus, clock, log } = this.#options;
    const { task, analysis } = request;
    const body = resultOf(request, ending, startedTime, clock.now());
    if (ending.status === 'failed')
      log.warn({ task, analysis, error: ending.error }, 'an analysis failed');
    const message = { subject: resultSubject(request), payload: { kind: 'result', body } } as const;
    for (;;) {
      try {
        // oxlint-disable-next-line no-await-in-loop
        await bus.publish(message, { expectLastSubjectSequence: 0 });
        return true;
      } catch (error) {
        if (!(error instanceof DeyeError)) throw error;
        if (error.code === 'BUS_WRONG_LAST_SEQUENCE') return true;
        if (error.permanent) throw error;
        if (this.#shutdown.signal.aborted) return false;
        // oxlint-disable-next-line no-await-in-loop
        await clock.sleep(retryMs, this.#shutdown.signal);
      }
    }
  }
}

/** Whether subject and request name the same task, in tokens that make a subject for its result. */
function isFor(request: AnalysisRequest, subject: string): boolean {
  try {
    resultSubject(request);
    return taskSubject(request) === subject;
  } catch {
    return false;
  }
}
