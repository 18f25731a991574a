import type { EventBus, KeyValue } from '../bus/event-bus.ts';
import { capabilityKey } from '../bus/subjects.ts';
import type { Clock } from '../clock/clock.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { Logger } from '../log/logger.ts';
import type { CapabilityAnnouncement } from '../model/capability.ts';

const defaultBeatMs = 10_000;

export interface CapabilityAnnouncerOptions {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Logger;
  /** What to announce now. Host, collector and epoch never change. */
  readonly describe: () => CapabilityAnnouncement;
  /** Called once when another run of this collector has taken the key; nothing is announced any more. */
  readonly onSuperseded: (error: DeyeError) => void;
  /** Default 10 000; a third of the time after which an announcement expires. */
  readonly beatMs?: number;
}

/** Announces one collector run: holds the key `<host>.<collector>`, and puts it at every beat and change. */
export class CapabilityAnnouncer {
  readonly #options: CapabilityAnnouncerOptions;
  readonly #keys: KeyValue<CapabilityAnnouncement>;
  readonly #key: string;
  #revision = 0;
  #cancelBeat: (() => void) | null = null;
  #putting: Promise<void> | null = null;
  #changed = false;
  #stopped = false;

  private constructor(
    options: CapabilityAnnouncerOptions,
    keys: KeyValue<CapabilityAnnouncement>,
    key: string,
  ) {
    this.#options = options;
    this.#keys = keys;
    this.#key = key;
  }

  /** Takes the key and begins to beat. Throws `COLLECTOR_ALREADY_RUNNING` when another run holds it. */
  static async open(options: CapabilityAnnouncerOptions): Promise<CapabilityAnnouncer> {
    const { host, collector } = options.describe();
    const keys = await options.bus.keyValue('deye_capabilities');
    const announcer = new CapabilityAnnouncer(options, keys, capabilityKey(host, collector));
    await announcer.#take();
    const beatMs = options.beatMs ?? defaultBeatMs;
    announcer.#cancelBeat = options.clock.every(beatMs, () => {
      void announcer.announce();
    });
    return announcer;
  }

  /**
   * Puts the announcement as it is now; call at a change. Calls while a put is under way make one more after it. Never rejects: what
   * fails is logged and repeated with the next beat.
   */
  announce(): Promise<void> {
    this.#changed = true;
    this.#putting ??= this.#putWhileChanged().finally(() => {
      this.#putting = null;
    });
    return this.#putting;
  }

  /** Stops the beat and removes the key, if it is still this run's. May be called twice. */
  async close(): Promise<void> {
    if (this.#stopped) return;
    this.#stop();
    await this.#putting;
    try {
      const held = await this.#keys.get(this.#key);
      if (held?.revision === this.#revision) await this.#keys.delete(this.#key);
    } catch (error) {
      this.#options.log.warn({ error }, 'the announcement could not be removed; it expires');
    }
  }

  #stop(): void {
    this.#stopped = true;
    this.#cancelBeat?.();
  }

  async #putWhileChanged(): Promise<void> {
    while (this.#changed && !this.#stopped) {
      this.#changed = false;
      // One after the other: each needs the revision that the one before it made.
      // oxlint-disable-next-line no-await-in-loop
      await this.#put();
    }
  }

  async #put(): Promise<void> {
    try {
      const value = this.#options.describe();
      this.#revision = await this.#keys.update(this.#key, value, this.#revision);
    } catch (error) {
      await this.#recover(error);
    }
  }

  /** A key that expired while this run could not put it is taken again, unless another run was faster. */
  async #recover(error: unknown): Promise<void> {
    const { log, onSuperseded } = this.#options;
    try {
      if (!(error instanceof DeyeError) || error.code !== 'BUS_WRONG_REVISION') throw error;
      await this.#take();
    } catch (cause) {
      if (cause instanceof DeyeError && cause.code === 'COLLECTOR_ALREADY_RUNNING') {
        this.#stop();
        onSuperseded(cause);
      } else log.warn({ error: cause }, 'the announcement was not stored');
    }
  }

  async #take(): Promise<void> {
    const value = this.#options.describe();
    try {
      this.#revision = await this.#keys.create(this.#key, value);
    } catch (cause) {
      if (!(cause instanceof DeyeError) || cause.code !== 'BUS_KEY_EXISTS') throw cause;
      const held = await this.#keys.get(this.#key);
      if (held !== null && held.value.epoch !== value.epoch) {
        const detail = `${this.#key}, pid ${held.value.pid}`;
        throw new DeyeError('COLLECTOR_ALREADY_RUNNING', detail, { cause });
      }
      this.#revision = await this.#keys.update(this.#key, value, held?.revision ?? 0);
    }
  }
}
