import { CapabilityAnnouncer } from '../capability/capability-announcer.ts';
import type { CollectorAnswers } from '../nats-bus/collector-service.ts';
import type { Analyser } from '../task/analyser.ts';
import { TaskServer } from '../task/task-server.ts';
import { persist } from './persist.ts';
import type { CollectorRunDeps } from './run-collector.ts';

/** Who joins. */
export interface MembershipOptions extends CollectorRunDeps {
  readonly name: string;
  readonly analysers: readonly Analyser[];
  readonly answers: CollectorAnswers;
  /** Called once when the collector may not run any more, see `check`. */
  readonly onFailure: () => void;
}

/** A collector's place on the bus: its key, its tasks, its answers. */
export class Membership {
  readonly #options: MembershipOptions;
  #announcer: CapabilityAnnouncer | null = null;
  #tasks: TaskServer | null = null;
  #stopServing: (() => void) | null = null;
  #joining: Promise<void> = Promise.resolve();
  #failure: Error | null = null;

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  /**
   * Takes the name, then tasks. Waits while the bus is away, until `signal` aborts. Resolves also when it fails: then `onFailure` has
   * been called, and `check` throws.
   */
  join(signal: AbortSignal): Promise<void> {
    this.#joining = this.#enter(signal).catch((error: unknown) => this.#fail(error));
    return this.#joining;
  }

  /** Throws why the collector may not run: `COLLECTOR_ALREADY_RUNNING`, what the bus refuses. */
  check(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** Announces a change; nothing before `join` is through. */
  announce(): void {
    void this.#announcer?.announce();
  }

  /** Gives back tasks and name. */
  async leave(): Promise<void> {
    await this.#joining;
    this.#stopServing?.();
    await this.#tasks?.close();
    await this.#announcer?.close();
  }

  async #enter(signal: AbortSignal): Promise<void> {
    const { analysers, answers, bus, clock, host, log, name, serve } = this.#options;
    await persist(async () => this.#options.join?.(signal), clock, signal);
    if (signal.aborted) return;
    this.#announcer = await persist(
      () =>
        CapabilityAnnouncer.open({
          bus,
          clock,
          log,
          describe: answers.announcement,
          onSuperseded: (error) => this.#fail(error),
        }),
      clock,
      signal,
    );
    const tasks = { bus, clock, log, host: host.token, collector: name, analysers };
    this.#tasks = await persist(() => TaskServer.open(tasks), clock, signal);
    if (!signal.aborted) this.#stopServing = serve?.(answers) ?? null;
  }

  #fail(error: unknown): void {
    this.#failure = error instanceof Error ? error : new Error(String(error));
    this.#options.onFailure();
  }
}
