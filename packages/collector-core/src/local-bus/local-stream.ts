import type {
  BusMessage,
  ConsumeOptions,
  Consumer,
  PublishAck,
  PublishOptions,
  StoredMessage,
} from '../bus/event-bus.ts';
import type { StreamDefinition } from '../bus/streams.ts';
import type { Clock } from '../clock/clock.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { DeadLetter } from '../model/dead-letter.ts';
import { checkExclusive, checkSameSettings, consumerSettings } from '../bus/consumer-settings.ts';
import { DuplicateWindow } from './duplicate-window.ts';
import { Durable } from './durable.ts';
import type { ReplayWindow } from './event-bus-config.ts';
import { LocalConsumer } from './local-consumer.ts';
import { payloadSize } from './payload-size.ts';
import { StreamLog } from './stream-log.ts';
import type { LogEntry } from './stream-log.ts';

const maxRememberedIds = 65_536;
const maxDurables = 1_024;

/** One stream: its messages within the limits, and its durables, of which there are at most 1 024. */
export class LocalStream {
  readonly definition: StreamDefinition;
  readonly #limits: ReplayWindow;
  readonly #clock: Clock;
  readonly #onDead: (letter: DeadLetter) => void;
  readonly #log = new StreamLog();
  readonly #duplicates: DuplicateWindow;
  readonly #durables = new Map<string, Durable>();
  #cancelAge: (() => void) | null = null;

  constructor(
    definition: StreamDefinition,
    window: ReplayWindow,
    clock: Clock,
    onDead: (letter: DeadLetter) => void,
  ) {
    this.definition = definition;
    this.#limits = { ...window, maxBytes: Math.min(window.maxBytes, definition.maxBytes) };
    this.#clock = clock;
    this.#onDead = onDead;
    this.#duplicates = new DuplicateWindow(definition.duplicateWindowMs, maxRememberedIds);
  }

  /** Stores the message; throws as `EventBus.publish` rejects. */
  publish(message: BusMessage, options: PublishOptions): PublishAck {
    const nowMs = this.#clock.monotonicMs();
    const { msgId } = options;
    const stream = this.definition.name;
    const before = msgId === undefined ? undefined : this.#duplicates.find(msgId, nowMs);
    if (before !== undefined) return { stream, sequence: before, duplicate: true };
    this.#checkExpectation(message.subject, options.expectLastSubjectSequence);
    const bytes = payloadSize(message.payload);
    if (this.definition.discard === 'new' && this.#isFull(1, bytes))
      throw new DeyeError('BUS_STREAM_FULL', stream);
    const { sequence } = this.#log.append(message, nowMs, bytes);
    if (msgId !== undefined) this.#duplicates.add(msgId, sequence, nowMs);
    while (this.#log.size > 1 && this.#isFull(0, 0)) this.#evictOldest();
    this.#watchAge();
    for (const durable of this.#durables.values()) durable.wake();
    return { stream, sequence, duplicate: false };
  }

  lastOn(subject: string): StoredMessage | null {
    const entry = this.#log.lastOn(subject);
    if (entry === undefined) return null;
    const { payload, sequence } = entry;
    return { stream: this.definition.name, subject, payload, sequence, deliveries: 1 };
  }

  /** Throws `BUS_CONSUMER_REFUSED` or `BUS_CONSUMER_DIFFERS`. */
  consume(options: ConsumeOptions): Consumer {
    const settings = consumerSettings(options, this.definition);
    const known = this.#durables.get(options.durable);
    if (known !== undefined) checkSameSettings(settings, known.settings);
    const durable = known ?? this.#createDurable(settings);
    return new LocalConsumer(durable);
  }

  stop(): void {
    this.#cancelAge?.();
    for (const durable of this.#durables.values()) durable.stop();
  }

  #createDurable(settings: Durable['settings']): Durable {
    const others = [...this.#durables.values()].map((durable) => durable.settings);
    const { name, retention } = this.definition;
    if (retention === 'workqueue') checkExclusive(settings, others);
    if (others.length >= maxDurables)
      throw new DeyeError('BUS_CONSUMER_REFUSED', `${name} has ${maxDurables} durables`);
    const release = (entry: LogEntry): void => {
      if (retention === 'workqueue') this.#log.remove(entry.sequence);
    };
    const durable = new Durable(settings, this.#log, this.#clock, {
      acked: release,
      dead: (entry, deliveries, reason) => {
        release(entry);
        const { subject, sequence } = entry;
        const time = this.#clock.now();
        const letter = { stream: name, subject, sequence, deliveries, reason, time };
        this.#onDead({ ...letter, payload: null });
      },
    });
    this.#durables.set(settings.durable, durable);
    return durable;
  }

  #checkExpectation(subject: string, expected: number | undefined): void {
    if (expected === undefined) return;
    const last = this.#log.lastOn(subject)?.sequence ?? 0;
    if (last !== expected)
      throw new DeyeError(
        'BUS_WRONG_LAST_SEQUENCE',
        `${subject} is at ${last}, expected ${expected}`,
      );
  }

  #isFull(messages: number, bytes: number): boolean {
    const { maxMessages, maxBytes } = this.#limits;
    return this.#log.size + messages > maxMessages || this.#log.bytes + bytes > maxBytes;
  }

  #evictOldest(): void {
    const oldest = this.#log.oldest();
    if (oldest === undefined) return;
    this.#log.remove(oldest.sequence);
    for (const durable of this.#durables.values()) durable.evicted(oldest);
  }

  /** One timer, for the oldest message. */
  #watchAge(): void {
    if (this.#cancelAge !== null) return;
    const oldest = this.#log.oldest();
    if (oldest === undefined) return;
    const leftMs = oldest.storedMs + this.definition.maxAgeMs - this.#clock.monotonicMs();
    this.#cancelAge = this.#clock.after(Math.max(0, leftMs), () => {
      this.#cancelAge = null;
      this.#expire();
      this.#watchAge();
    });
  }

  #expire(): void {
    const nowMs = this.#clock.monotonicMs();
    for (let oldest = this.#log.oldest(); oldest !== undefined; oldest = this.#log.oldest()) {
      if (oldest.storedMs + this.definition.maxAgeMs > nowMs) return;
      this.#evictOldest();
    }
  }
}
