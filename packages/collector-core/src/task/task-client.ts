import { randomUUID } from 'node:crypto';
import type { Consumer, EventBus, KeyValueChange } from '../bus/event-bus.ts';
import { checkToken } from '../bus/subject-pattern.ts';
import { capabilityKey, resultSubject, taskSubject } from '../bus/subjects.ts';
import type { Clock } from '../clock/clock.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { AnalysisRequest, AnalysisResult } from '../model/analysis.ts';
import type { CapabilityAnnouncement } from '../model/capability.ts';
import { resultOf } from './analysis-ending.ts';
import { chooseCollector } from './choose-collector.ts';

const maxAttempts = 3;
const defaultMaxOutstanding = 1_024;
const defaultGraceMs = 2_000;

/** Where the client learns who offers what; a `CapabilityRegistry` is one. */
export interface CapabilityDirectory {
  serving(analysis: string, host?: string): readonly CapabilityAnnouncement[];
  onChange(listener: (change: KeyValueChange<CapabilityAnnouncement>) => void): () => void;
}

export interface TaskClientOptions {
  readonly bus: EventBus;
  readonly clock: Clock;
  /** Its owner closes it, after the client. */
  readonly registry: CapabilityDirectory;
  /** Who asks; a token, also the name of the durable that receives the results. */
  readonly requester: string;
  /** Default 1 024. */
  readonly maxOutstanding?: number;
  /** Time beyond a task's own in which its result may arrive. Default 2 000. */
  readonly graceMs?: number;
}

/** What to ask for; the client fills in the rest of the request. */
export type AnalysisAsk = Pick<
  AnalysisRequest,
  'analysis' | 'host' | 'target' | 'parameters' | 'timeout_ms' | 'correlation'
> & {
  /** A token; random when it is not given. A task that is outstanding is not asked for again. */
  readonly task?: string;
};

interface Outstanding {
  request: AnalysisRequest;
  cancelTimer: () => void;
  readonly result: Promise<AnalysisResult>;
  readonly resolve: (result: AnalysisResult) => void;
}

/** Asks collectors for analyses. Every ask ends in one result; at most `maxOutstanding` wait for theirs. */
export class TaskClient {
  readonly #options: TaskClientOptions;
  readonly #consumer: Consumer;
  readonly #outstanding = new Map<string, Outstanding>();
  readonly #loop: Promise<void>;
  readonly #stopListening: () => void;
  #closed = false;

  private constructor(options: TaskClientOptions, consumer: Consumer) {
    this.#options = options;
    this.#consumer = consumer;
    this.#loop = this.#receive();
    this.#stopListening = options.registry.onChange((change) => {
      if (change.operation !== 'put') this.#askOthers(change.key);
    });
  }

  /** A client that receives results. Its owner closes it. */
  static async open(options: TaskClientOptions): Promise<TaskClient> {
    const consumer = await options.bus.consume({
      stream: 'DEYE_RESULTS',
      durable: options.requester,
      deliver: 'new',
    });
    return new TaskClient(options, consumer);
  }

  get outstanding(): number {
    return this.#outstanding.size;
  }

  /**
   * Publishes the task for the collector of `host` that offers the analysis and has the least to do, and resolves with its result. Where
   * no collector gives one the client does: `failed` with `TASK_NO_COLLECTOR`, `TASK_ABANDONED` (closed) or the code of the bus,
   * `timed_out` with `TASK_TIMED_OUT`. A collector that disappears is replaced by another that offers the same, as attempt
   * `<task>#<n>` of three. Rejects with `TASK_LIMIT`, and with `BUS_SUBJECT_INVALID` for a task that
   * is no token.
   */
  async dispatch(ask: AnalysisAsk): Promise<AnalysisResult> {
    const task = checkToken(ask.task ?? randomUUID());
    const known = this.#outstanding.get(task);
    if (known !== undefined) return known.result;
    const limit = this.#options.maxOutstanding ?? defaultMaxOutstanding;
    if (this.#outstanding.size >= limit) throw new DeyeError('TASK_LIMIT', `${limit}`);
    const request = this.#requestOf(ask, task);
    if (this.#closed) return this.#resultWithout(request, new DeyeError('TASK_ABANDONED', task));
    const chosen = this.#choose(request);
    if (chosen === null)
      return this.#resultWithout(
        request,
        new DeyeError('TASK_NO_COLLECTOR', `${request.analysis} on ${request.host}`),
      );
    const { promise, resolve } = Promise.withResolvers<AnalysisResult>();
    const waiting = { request, cancelTimer: () => undefined, result: promise, resolve };
    this.#outstanding.set(task, waiting);
    void this.#send(waiting, chosen.collector, 1);
    return promise;
  }

  /** Ends what is outstanding as `failed` with `TASK_ABANDONED`. May be called twice. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    for (const { request } of this.#outstanding.values())
      this.#fail(request, new DeyeError('TASK_ABANDONED', request.task));
    await this.#consumer.close();
    await this.#loop;
  }

  #requestOf(ask: AnalysisAsk, task: string): AnalysisRequest {
    const { clock, requester } = this.#options;
    return {
      ...ask,
      task,
      attempt: 1,
      collector: '',
      requested_by: requester,
      requested_time: clock.now(),
    };
  }

  #choose({ analysis, host }: AnalysisRequest): CapabilityAnnouncement | null {
    const serving = this.#options.registry.serving(analysis, host);
    const waiting = [...this.#outstanding.values()].map(({ request }) => request);
    return chooseCollector(
      serving,
      analysis,
      ({ collector }) =>
        waiting.filter(
          (request) =>
            request.host === host &&
            request.collector === collector &&
            request.analysis === analysis,
        ).length,
    );
  }

  async #send(waiting: Outstanding, collector: string, attempt: number): Promise<void> {
    const { bus, clock, graceMs = defaultGraceMs } = this.#options;
    const request = { ...waiting.request, collector, attempt };
    waiting.request = request;
    waiting.cancelTimer();
    waiting.cancelTimer = clock.after(request.timeout_ms + graceMs, () => {
      this.#fail(request, new DeyeError('TASK_TIMED_OUT', `${request.analysis} by ${collector}`));
    });
    try {
      const subject = taskSubject(request);
      const msgId = `${request.task}#${attempt}`;
      await bus.publish({ subject, payload: { kind: 'task', body: request } }, { msgId });
    } catch (error) {
      if (!(error instanceof DeyeError)) throw error;
      this.#fail(request, error);
    }
  }

  /** A collector is gone: what it owes is asked of others, while there are any. */
  #askOthers(key: string): void {
    for (const waiting of this.#outstanding.values()) {
      const { request } = waiting;
      if (capabilityKey(request.host, request.collector) !== key) continue;
      const chosen = request.attempt < maxAttempts ? this.#choose(request) : null;
      if (chosen !== null) void this.#send(waiting, chosen.collector, request.attempt + 1);
    }
  }

  async #receive(): Promise<void> {
    for await (const delivery of this.#consumer) {
      const { payload, subject } = delivery;
      if (payload.kind === 'result') this.#accept(payload.body, subject);
      delivery.ack();
    }
  }

  /** A result counts when it stands on the subject that only its collector may use. */
  #accept(result: AnalysisResult, subject: string): void {
    const request = this.#outstanding.get(result.task)?.request;
    if (request === undefined) return;
    const { collector } = result;
    if (result.host === request.host && subject === resultSubject({ ...request, collector }))
      this.#settle(result);
  }

  #fail(request: AnalysisRequest, error: DeyeError): void {
    this.#settle(this.#resultWithout(request, error));
  }

  #resultWithout(request: AnalysisRequest, error: DeyeError): AnalysisResult {
    const status = error.code === 'TASK_TIMED_OUT' ? 'timed_out' : 'failed';
    const time = this.#options.clock.now();
    return resultOf(request, { status, error }, request.requested_time, time);
  }

  #settle(result: AnalysisResult): void {
    const waiting = this.#outstanding.get(result.task);
    this.#outstanding.delete(result.task);
    waiting?.cancelTimer();
    waiting?.resolve(result);
  }
}
