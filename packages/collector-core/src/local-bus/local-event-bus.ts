import type {
  BucketName,
  Buckets,
  BusMessage,
  BusState,
  ConsumeOptions,
  Consumer,
  EventBus,
  KeyValue,
  PublishAck,
  PublishOptions,
  StoredMessage,
  SubscribeOptions,
  Subscription,
} from '../bus/event-bus.ts';
import { BufferedSubscription } from '../bus/buffered-subscription.ts';
import { buckets, streams } from '../bus/streams.ts';
import { checkSubject, checkToken, compileSubjects } from '../bus/subject-pattern.ts';
import { dlqSubject } from '../bus/subjects.ts';
import type { Clock } from '../clock/clock.ts';
import { SystemClock } from '../clock/system-clock.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { Logger } from '../log/logger.ts';
import type { DeadLetter } from '../model/dead-letter.ts';
import { defaultReplay } from './event-bus-config.ts';
import type { EventBusConfig } from './event-bus-config.ts';
import { freezePayload } from './freeze-payload.ts';
import { LocalKeyValue } from './local-key-value.ts';
import { LocalStream } from './local-stream.ts';
import { SubscriptionRouter } from './subscription-router.ts';

const deadLetterStream = 'DEYE_DLQ';

/**
 * The bus of one process: every stream and bucket of the tables, in memory, with the semantics of NATS. Payloads are passed by
 * reference and frozen. Sends nothing anywhere; what it keeps ends with it.
 */
export class LocalEventBus implements EventBus {
  readonly durability = 'process';
  readonly #router = new SubscriptionRouter();
  readonly #streams: readonly { stream: LocalStream; owns: (subject: string) => boolean }[];
  readonly #buckets: { readonly [B in BucketName]: LocalKeyValue<Buckets[B]> };
  readonly #log: Logger | null;
  #closed = false;

  private constructor(config: EventBusConfig) {
    const clock: Clock = config.clock ?? new SystemClock();
    this.#log = config.log ?? null;
    const window = { ...defaultReplay, ...config.replay };
    this.#streams = streams.map((definition) => ({
      stream: new LocalStream(definition, window, clock, (letter) => {
        this.#bury(letter);
      }),
      owns: compileSubjects(definition.subjects),
    }));
    this.#buckets = {
      deye_capabilities: new LocalKeyValue(buckets.deye_capabilities, clock),
    };
  }

  /** A bus with all streams and buckets, empty. */
  static create(config: EventBusConfig = {}): LocalEventBus {
    return new LocalEventBus(config);
  }

  get state(): BusState {
    return this.#closed ? 'closed' : 'connected';
  }

  async publish(message: BusMessage, options: PublishOptions = {}): Promise<PublishAck> {
    this.#checkOpen();
    checkSubject(message.subject);
    return this.#publish(message, options);
  }

  subscribe(options: SubscribeOptions): Subscription {
    this.#checkOpen();
    const subscription = new BufferedSubscription(options, (closed) => {
      this.#router.remove(closed);
    });
    this.#router.add(subscription);
    return subscription;
  }

  async consume(options: ConsumeOptions): Promise<Consumer> {
    this.#checkOpen();
    checkToken(options.durable);
    const found = this.#streams.find(({ stream }) => stream.definition.name === options.stream);
    if (found === undefined) throw new DeyeError('BUS_STREAM_UNKNOWN', options.stream);
    return found.stream.consume(options);
  }

  async lastOn(subject: string): Promise<StoredMessage | null> {
    this.#checkOpen();
    checkSubject(subject);
    return this.#streamOf(subject)?.lastOn(subject) ?? null;
  }

  async keyValue<B extends BucketName>(bucket: B): Promise<KeyValue<Buckets[B]>> {
    this.#checkOpen();
    return this.#buckets[bucket];
  }

  /** Consumers and watches end at once; subscriptions end after what waits in their buffers. */
  close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      this.#router.close();
      for (const { stream } of this.#streams) stream.stop();
      for (const bucket of Object.values(this.#buckets)) bucket.close();
    }
    return Promise.resolve();
  }

  /** As in NATS, subscribers get the message whatever the stream says to it. */
  #publish(message: BusMessage, options: PublishOptions): PublishAck {
    const stream = this.#streamOf(message.subject);
    const frozen = { subject: message.subject, payload: freezePayload(message.payload) };
    this.#router.route(Object.freeze(frozen));
    if (stream === undefined) throw new DeyeError('BUS_NO_STREAM', message.subject);
    return stream.publish(frozen, options);
  }

  /** A dead letter that dies is not buried again: it would come back for ever. */
  #bury(letter: DeadLetter): void {
    this.#log?.warn({ dead_letter: letter }, 'a message was given up');
    if (this.#closed || letter.stream === deadLetterStream) return;
    const subject = dlqSubject(letter.stream);
    this.#publish({ subject, payload: { kind: 'dead_letter', body: letter } }, {});
  }

  #streamOf(subject: string): LocalStream | undefined {
    return this.#streams.find(({ owns }) => owns(subject))?.stream;
  }

  #checkOpen(): void {
    if (this.#closed) throw new DeyeError('BUS_CLOSED');
  }
}
