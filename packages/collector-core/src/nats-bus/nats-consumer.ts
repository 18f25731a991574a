import type { ConsumerInfo } from '@nats-io/jetstream';
import { createInbox } from 'nats';
import type { Msg, NatsConnection, Subscription } from 'nats';
import type { ConsumerSettings } from '../bus/consumer-settings.ts';
import type { BusPayload, Consumer, ConsumerStats, Delivery } from '../bus/event-bus.ts';
import type { StreamDefinition } from '../bus/streams.ts';
import { Waiters } from '../bus/waiters.ts';
import type { DeadLetter } from '../model/dead-letter.ts';
import type { EventFault } from '../wire/event-batch.ts';
import { decodePayload } from '../wire/payload-codec.ts';
import { parseDeliveryInfo } from './delivery-info.ts';
import type { DeliveryInfo } from './delivery-info.ts';
import { EvictionCount } from './eviction-count.ts';
import { NatsDelivery } from './nats-delivery.ts';
import type { Ending } from './nats-delivery.ts';
import type { LinkEvent, NatsLink } from './nats-link.ts';
import { payloadKindOf } from './payload-kind.ts';
import { PullState, pullTiming } from './pull.ts';

const maxPrefetch = 32;
const watchMs = 500;
/** After the server refused a request: no leader, no durable. */
const refusedMs = 250;
const drainMs = 1_000;
const nanosPerMs = 1e6;
const maxLetterBytes = 65_536;

export interface NatsConsumerOptions {
  readonly link: NatsLink;
  readonly settings: ConsumerSettings;
  readonly definition: StreamDefinition;
  /** The durable as the server has it. */
  readonly info: ConsumerInfo;
  /** Stores a dead letter; rejects when it could not. */
  bury(letter: DeadLetter): Promise<void>;
  onClose(consumer: NatsConsumer): void;
}

/**
 * One consumer of a durable. Asks the server for as much as its iterator takes: on a work queue one message for each call of `next`,
 * else up to 32 that may wait. `evicted` is counted for durables that want the whole stream. Messages that cannot be decoded, or were
 * delivered too often, become dead letters without being seen.
 */
export class NatsConsumer implements Consumer {
  readonly #options: NatsConsumerOptions;
  readonly #inbox: string;
  readonly #pull: PullState;
  readonly #evictions: EvictionCount | null;
  readonly #waiters = new Waiters<Delivery>();
  readonly #buffer: NatsDelivery[] = [];
  readonly #cleanups: (() => void)[] = [];
  #cancelRetry = (): void => undefined;
  #subscription: Subscription | null = null;
  #wanted = false;
  #closed = false;
  #ahead: number;
  #counts = { delivered: 0, acked: 0, redelivered: 0, dead: 0 };

  constructor(options: NatsConsumerOptions) {
    const { link, settings, definition, info } = options;
    this.#options = options;
    this.#inbox = createInbox(link.inboxPrefix);
    const isQueue = definition.retention === 'workqueue';
    this.#pull = new PullState(isQueue ? 1 : Math.min(maxPrefetch, settings.maxAckPending));
    const isWhole = settings.subjects.join(' ') === definition.subjects.join(' ');
    const { stream_seq: stream, consumer_seq: consumer } = info.delivered;
    this.#evictions = isWhole && !isQueue ? new EvictionCount(stream, consumer) : null;
    this.#ahead = info.num_pending;
    this.#cleanups.push(
      link.listen((event) => this.#onLink(event)),
      link.options.clock.every(watchMs, () => this.#watch()),
    );
  }

  stats(): ConsumerStats {
    const evicted = this.#evictions?.evicted ?? 0;
    return { ...this.#counts, evicted, pending: this.#ahead + this.#buffer.length };
  }

  /** What was fetched and not taken is given back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const cleanup of this.#cleanups) cleanup();
    this.#cancelRetry();
    this.#waiters.end();
    for (const delivery of this.#buffer.splice(0)) delivery.nak();
    this.#options.onClose(this);
    const { state, options } = this.#options.link;
    if (this.#subscription === null || state !== 'connected') return;
    // Messages that are on the way while the server learns of it are given back too.
    const drained = this.#subscription.drain().catch(() => undefined);
    const over = new AbortController();
    await Promise.race([drained, options.clock.sleep(drainMs, over.signal)]);
    over.abort();
  }

  [Symbol.asyncIterator](): AsyncIterator<Delivery, undefined> {
    return {
      next: () => this.#next(),
      return: async () => {
        await this.close();
        return { done: true, value: undefined };
      },
    };
  }

  #next(): Promise<IteratorResult<Delivery, undefined>> {
    if (this.#closed) return Promise.resolve({ done: true, value: undefined });
    this.#wanted = true;
    const result = this.#waiters.wait(this);
    this.#give();
    this.#ask();
    return result;
  }

  #give(): void {
    while (this.#waiters.some) {
      const delivery = this.#buffer.shift();
      if (delivery === undefined) return;
      this.#counts.delivered += 1;
      if (delivery.deliveries > 1) this.#counts.redelivered += 1;
      this.#waiters.give(delivery);
    }
  }

  #ask(): void {
    const { link, settings } = this.#options;
    const { nats, state } = link;
    if (!this.#wanted || this.#closed || nats === null || state !== 'connected') return;
    const nowMs = link.options.clock.monotonicMs();
    const request = this.#pull.next(this.#buffer.length, this.#waiters.some, nowMs);
    if (request === null) return;
    const body = {
      batch: request.batch,
      expires: pullTiming.expiresMs * nanosPerMs,
      idle_heartbeat: pullTiming.heartbeatMs * nanosPerMs,
    };
    const subject = `$JS.API.CONSUMER.MSG.NEXT.${settings.stream}.${settings.durable}`;
    nats.publish(subject, JSON.stringify(body), { reply: `${this.#inbox}.${request.id}` });
  }

  #onLink(event: LinkEvent): void {
    if (event.kind !== 'connected') return;
    this.#pull.reset();
    this.#subscription ??= this.#subscribe(event.nats);
    this.#ask();
  }

  #subscribe(nats: NatsConnection): Subscription {
    return nats.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error === null) this.#onMessage(message);
      },
    });
  }

  #watch(): void {
    this.#pull.expire(this.#options.link.options.clock.monotonicMs());
    this.#ask();
  }

  #onMessage(message: Msg): void {
    const { clock } = this.#options.link.options;
    const nowMs = clock.monotonicMs();
    const info = parseDeliveryInfo(message.reply ?? '');
    if (info !== null) {
      this.#pull.received(nowMs);
      this.#receive(message, info);
      this.#ask();
      return;
    }
    const status = message.headers?.code ?? 0;
    if (status === 100) {
      this.#pull.alive(nowMs);
      return;
    }
    const id = Number(message.subject.slice(this.#inbox.length + 1));
    if (status === 404 || status === 408) {
      this.#pull.ended(id);
      this.#ask();
    } else {
      this.#cancelRetry();
      this.#cancelRetry = clock.after(refusedMs, () => {
        this.#pull.ended(id);
        this.#ask();
      });
    }
  }

  #receive(message: Msg, info: DeliveryInfo): void {
    if (this.#closed) {
      respond(message, '-NAK');
      return;
    }
    this.#evictions?.see(info);
    this.#ahead = info.pending;
    const { maxDeliver } = this.#options.settings;
    if (info.deliveries > maxDeliver) {
      this.#giveUp(message, { ...info, deliveries: maxDeliver }, notAcknowledged(maxDeliver));
      return;
    }
    const payload = this.#decode(message, info);
    if (payload === null) return;
    const onEnd = (ending: Ending): void => this.#end(message, info, ending);
    this.#buffer.push(new NatsDelivery(message.subject, payload, info, onEnd));
    this.#give();
  }

  #decode(message: Msg, info: DeliveryInfo): BusPayload | null {
    const kind = payloadKindOf(message.subject);
    try {
      if (kind !== null) {
        const { payload, faults } = decodePayload(kind, message.data, { keepUnknown: true });
        if (faults.length > 0) this.#bury(message, info, unreadableEvents(faults));
        return payload;
      }
      this.#giveUp(message, info, 'the subject is not one of the suite');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#giveUp(message, info, `cannot be decoded: ${why}`);
    }
    return null;
  }

  #end(message: Msg, info: DeliveryInfo, ending: Ending): void {
    const { maxDeliver } = this.#options.settings;
    if (ending.kind === 'ack') {
      this.#counts.acked += 1;
      respond(message, '+ACK');
    } else if (ending.kind === 'term') {
      this.#giveUp(message, info, ending.reason);
    } else if (info.deliveries >= maxDeliver && !this.#closed) {
      this.#giveUp(message, info, notAcknowledged(info.deliveries));
    } else {
      const delay = Math.round(ending.delayMs * nanosPerMs);
      respond(message, delay > 0 ? `-NAK {"delay":${delay}}` : '-NAK');
    }
  }

  /** The dead letter is stored first: a message must not be gone before it. */
  #giveUp(message: Msg, info: DeliveryInfo, reason: string): void {
    this.#counts.dead += 1;
    this.#bury(message, info, reason, () => respond(message, '+TERM'));
  }

  #bury(message: Msg, info: DeliveryInfo, reason: string, onStored = () => {}): void {
    const { bury, link } = this.#options;
    const letter: DeadLetter = {
      stream: info.stream,
      subject: message.subject,
      sequence: info.streamSequence,
      deliveries: info.deliveries,
      reason,
      time: link.options.clock.now(),
      payload: message.data.slice(0, maxLetterBytes),
    };
    bury(letter).then(onStored, (error: unknown) =>
      link.options.log.warn({ err: error, stream: info.stream }, 'no dead letter was stored'),
    );
  }
}

function unreadableEvents(faults: readonly EventFault[]): string {
  const [first] = faults;
  return `${faults.length} events cannot be decoded, the first: ${first?.code} ${first?.detail}`;
}

function notAcknowledged(deliveries: number): string {
  return `not acknowledged after ${deliveries} deliveries`;
}

/** An answer that does not arrive is as none: the message comes again. */
function respond(message: Msg, text: string): void {
  try {
    message.respond(text);
  } catch {
    // The connection is closed.
  }
}
