import { nuid } from 'nats';
import type { Msg } from 'nats';
import { BufferedSubscription } from '../bus/buffered-subscription.ts';
import { consumerSettings } from '../bus/consumer-settings.ts';
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
import { checkSubject, checkToken, compileSubjects } from '../bus/subject-pattern.ts';
import { dlqSubject } from '../bus/subjects.ts';
import type { StreamDefinition } from '../bus/streams.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { Durability } from '../model/capability.ts';
import type { DeadLetter } from '../model/dead-letter.ts';
import { decodeAnnouncement, encodeAnnouncement } from '../wire/announcement.ts';
import { decodePayload, encodePayload } from '../wire/payload-codec.ts';
import { AckPublisher } from './ack-publisher.ts';
import { busLayout } from './bus-layout.ts';
import { ensureDurable } from './ensure-durable.ts';
import { callServer, managerOf } from './js-api.ts';
import { LiveFeed } from './live-feed.ts';
import { headersOf } from './message-headers.ts';
import { NatsConsumer } from './nats-consumer.ts';
import { NatsKeyValue } from './nats-key-value.ts';
import type { LinkEvent, NatsLink } from './nats-link.ts';
import { payloadKindOf } from './payload-kind.ts';
import { readDurability } from './read-durability.ts';
import { unknownSettings } from './server-gaps.ts';

const deadLetterStream = 'DEYE_DLQ';
const flushMs = 1_000;

/**
 * The bus on a NATS server with JetStream. Works from the first moment: while the server is away, publishes and calls reject with
 * `BUS_UNAVAILABLE` after 5 s, subscriptions and watches begin when it is there. Closes the link that it was given.
 */
export class NatsEventBus implements EventBus {
  readonly #link: NatsLink;
  readonly #publisher: AckPublisher;
  readonly #subscriptions = new Set<BufferedSubscription>();
  readonly #consumers = new Set<NatsConsumer>();
  readonly #buckets: { readonly [B in BucketName]: NatsKeyValue<Buckets[B]> };
  readonly #streams: readonly {
    readonly definition: StreamDefinition;
    readonly owns: (subject: string) => boolean;
  }[];
  readonly #stopListening: () => void;
  #durability: Durability = 'process';
  #closed = false;

  /** `giveUpMs`: how long one `publish` tries. Default 5 000. */
  constructor(link: NatsLink, giveUpMs?: number) {
    this.#link = link;
    this.#publisher = new AckPublisher(link, giveUpMs);
    this.#streams = busLayout.streams.map((definition) => ({
      definition,
      owns: compileSubjects(definition.subjects),
    }));
    this.#buckets = {
      deye_capabilities: new NatsKeyValue(link, 'deye_capabilities', {
        encode: encodeAnnouncement,
        decode: decodeAnnouncement,
      }),
    };
    this.#stopListening = link.listen((event) => this.#onLink(event));
  }

  /** Of the weakest stream of events; `process`, the least, until the server has been asked. */
  get durability(): Durability {
    return this.#durability;
  }

  get state(): BusState {
    return this.#closed ? 'closed' : this.#link.state;
  }

  async publish(message: BusMessage, options: PublishOptions = {}): Promise<PublishAck> {
    this.#checkOpen();
    checkSubject(message.subject);
    return this.#publish(message, options);
  }

  subscribe(options: SubscribeOptions): Subscription {
    this.#checkOpen();
    const subscription = new BufferedSubscription(options, (closed) => {
      feed.stop();
      this.#subscriptions.delete(closed);
    });
    const feed = new LiveFeed(this.#link, options, (message) => this.#hear(subscription, message));
    this.#subscriptions.add(subscription);
    return subscription;
  }

  async consume(options: ConsumeOptions): Promise<Consumer> {
    this.#checkOpen();
    checkToken(options.durable);
    const found = this.#streams.find(({ definition }) => definition.name === options.stream);
    if (found === undefined) throw new DeyeError('BUS_STREAM_UNKNOWN', options.stream);
    const settings = consumerSettings(options, found.definition);
    const info = await callServer(this.#link, async (nats) =>
      ensureDurable(await managerOf(nats), settings, unknownSettings(nats.info?.version ?? '')),
    );
    this.#checkOpen();
    const consumer = new NatsConsumer({
      link: this.#link,
      settings,
      definition: found.definition,
      info,
      bury: (letter) => this.#bury(letter, settings.durable),
      onClose: (closed) => this.#consumers.delete(closed),
    });
    this.#consumers.add(consumer);
    return consumer;
  }

  async lastOn(subject: string): Promise<StoredMessage | null> {
    this.#checkOpen();
    checkSubject(subject);
    const stream = this.#streams.find(({ owns }) => owns(subject))?.definition.name;
    const kind = payloadKindOf(subject);
    if (stream === undefined || kind === null) return null;
    const stored = await callServer(this.#link, async (nats) =>
      (await managerOf(nats)).direct.getMessage(stream, { last_by_subj: subject }),
    );
    if (stored === null) return null;
    const { payload } = decodePayload(kind, stored.data);
    return { stream, subject, payload, sequence: stored.seq, deliveries: 1 };
  }

  async keyValue<B extends BucketName>(bucket: B): Promise<KeyValue<Buckets[B]>> {
    this.#checkOpen();
    return this.#buckets[bucket];
  }

  /** Waits up to a second for what is on the way to subscribers and consumers. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    for (const bucket of Object.values(this.#buckets)) bucket.close();
    await Promise.all([...this.#consumers].map((consumer) => consumer.close()));
    await this.#flush();
    for (const subscription of this.#subscriptions) subscription.close();
    this.#publisher.close();
    await this.#link.close();
  }

  #publish(message: BusMessage, options: PublishOptions): Promise<PublishAck> {
    const { subject, payload } = message;
    const { msgId = nuid.next(), expectLastSubjectSequence, record } = options;
    return this.#publisher.publish({
      subject,
      data: encodePayload(payload),
      headers: headersOf(payload, { msgId, expectLastSubjectSequence, record }),
      isOurs: this.#streams.some(({ owns }) => owns(subject)),
    });
  }

  #hear(subscription: BufferedSubscription, message: Msg): void {
    const kind = payloadKindOf(message.subject);
    if (kind === null) return;
    const { subject } = message;
    const { log } = this.#link.options;
    try {
      const { payload, faults } = decodePayload(kind, message.data, { keepUnknown: true });
      if (faults.length > 0) log.warn({ subject, faults }, 'a live message has unreadable events');
      subscription.push({ subject, payload });
    } catch (error) {
      log.warn({ subject, err: error }, 'a live message cannot be decoded');
    }
  }

  /** A dead letter that dies is not buried again: it would come back for ever. */
  async #bury(letter: DeadLetter, durable: string): Promise<void> {
    const { payload: bytes, ...where } = letter;
    const size = bytes?.length ?? 0;
    this.#link.options.log.warn({ dead_letter: where, bytes: size }, 'a message was given up');
    if (letter.stream === deadLetterStream) return;
    const subject = dlqSubject(letter.stream);
    const msgId = `${letter.stream}:${durable}:${letter.sequence}`;
    await this.#publish({ subject, payload: { kind: 'dead_letter', body: letter } }, { msgId });
  }

  async #flush(): Promise<void> {
    const { nats, state, options } = this.#link;
    if (nats === null || state !== 'connected') return;
    const over = new AbortController();
    const flushed = nats.flush().catch(() => undefined);
    await Promise.race([flushed, options.clock.sleep(flushMs, over.signal)]);
    over.abort();
  }

  #onLink(event: LinkEvent): void {
    if (event.kind === 'connected') void this.#readDurability();
  }

  async #readDurability(): Promise<void> {
    try {
      this.#durability = await callServer(this.#link, async (nats) =>
        readDurability(await managerOf(nats)),
      );
    } catch (error) {
      // Without an answer the promise stays what it was; it is read again after the next reconnect.
      this.#link.options.log.debug({ err: error }, 'durability cannot be read');
    }
  }

  #checkOpen(): void {
    if (this.#closed) throw new DeyeError('BUS_CLOSED');
  }
}
