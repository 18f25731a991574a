import { createInbox } from 'nats';
import type { Msg, MsgHdrs } from 'nats';
import type { PublishAck } from '../bus/event-bus.ts';
import { DeyeError } from '../error/deye-error.ts';
import { toDeyeError } from './nats-failure.ts';
import type { LinkEvent, NatsLink } from './nats-link.ts';
import { judgeReply } from './publish-reply.ts';

const tickMs = 100;
/** An acknowledgement that died with the server never comes. */
const resendMs = 2_000;
/** A frozen server keeps its connection open. */
const stallMs = 3_000;
const firstRetryMs = 50;
const longestRetryMs = 800;
const defaultGiveUpMs = 5_000;
const maxUnderWay = 1_024;

/** A message as it leaves. */
export interface Parcel {
  readonly subject: string;
  readonly data: Uint8Array;
  /** With a `Nats-Msg-Id`, so that sending it again stores it once. */
  readonly headers: MsgHdrs;
  /** Whether a stream of the table keeps the subject. */
  readonly isOurs: boolean;
}

interface Waiting extends Parcel {
  readonly deadlineMs: number;
  readonly resolve: (ack: PublishAck) => void;
  readonly reject: (error: unknown) => void;
  /** When it is sent next. */
  dueMs: number;
  refusals: number;
  lastReason: string;
}

/**
 * Publishes with one inbox for all acknowledgements: a number in the reply subject says whose it is. Sends again what is refused for
 * a reason that passes, after 50 to 800 ms, what is not answered for 2 s, and everything at a reconnect; messages on one subject keep
 * their order only while at most one of them is under way. At most 1 024 are.
 */
export class AckPublisher {
  readonly #link: NatsLink;
  readonly #giveUpMs: number;
  readonly #inbox: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #stopListening: () => void;
  #subscribed = false;
  #token = 0;
  #quietSinceMs = 0;
  #cancelTick: (() => void) | null = null;
  #closed = false;

  /** `giveUpMs`: how long one call of `publish` tries. Default 5 000. */
  constructor(link: NatsLink, giveUpMs = defaultGiveUpMs) {
    this.#link = link;
    this.#giveUpMs = giveUpMs;
    this.#inbox = createInbox(link.inboxPrefix);
    this.#stopListening = link.listen((event) => this.#onLink(event));
  }

  /**
   * Resolves when the message is stored. Rejects with `BUS_UNAVAILABLE` when that is not known in time: then it may be stored, and the
   * same id is to be used again; with what the server refuses, see `judgeReply`.
   */
  publish(parcel: Parcel): Promise<PublishAck> {
    if (this.#closed) return Promise.reject(new DeyeError('BUS_CLOSED'));
    if (this.#waiting.size >= maxUnderWay)
      return Promise.reject(new DeyeError('BUS_UNAVAILABLE', `${maxUnderWay} messages under way`));
    return new Promise((resolve, reject) => {
      const nowMs = this.#link.options.clock.monotonicMs();
      if (this.#waiting.size === 0) this.#quietSinceMs = nowMs;
      this.#token += 1;
      const waiting: Waiting = {
        ...parcel,
        deadlineMs: nowMs + this.#giveUpMs,
        resolve,
        reject,
        dueMs: nowMs,
        refusals: 0,
        lastReason: 'no answer',
      };
      this.#waiting.set(this.#token, waiting);
      this.#cancelTick ??= this.#link.options.clock.every(tickMs, () => this.#tick());
      this.#send(this.#token, waiting, nowMs);
    });
  }

  /** Rejects what is under way with `BUS_CLOSED`. */
  close(): void {
    this.#closed = true;
    this.#stopListening();
    this.#cancelTick?.();
    for (const { reject } of this.#waiting.values()) reject(new DeyeError('BUS_CLOSED'));
    this.#waiting.clear();
  }

  #onLink(event: LinkEvent): void {
    if (event.kind === 'connected') {
      if (!this.#subscribed) {
        this.#subscribed = true;
        event.nats.subscribe(`${this.#inbox}.*`, {
          callback: (error, message) => {
            if (error === null) this.#onReply(message);
          },
        });
      }
      this.#quietSinceMs = this.#link.options.clock.monotonicMs();
      // Subscribers of this connection come first, so that they hear what waited for it.
      queueMicrotask(() => this.#sendAll());
    } else if (event.kind === 'forbidden') {
      for (const [token, { subject }] of this.#waiting)
        if (subject === event.subject) this.#refuse(token, event.error);
    }
  }

  #send(token: number, waiting: Waiting, nowMs: number): void {
    const { nats, state } = this.#link;
    if (nats === null || state !== 'connected') return;
    waiting.dueMs = nowMs + resendMs;
    const { subject, data, headers } = waiting;
    try {
      nats.publish(subject, data, { reply: `${this.#inbox}.${token}`, headers });
    } catch (error) {
      this.#refuse(token, toDeyeError(error));
    }
  }

  #sendAll(): void {
    const nowMs = this.#link.options.clock.monotonicMs();
    for (const [token, waiting] of this.#waiting) this.#send(token, waiting, nowMs);
  }

  #onReply(message: Msg): void {
    const nowMs = this.#link.options.clock.monotonicMs();
    this.#quietSinceMs = nowMs;
    const token = Number(message.subject.slice(this.#inbox.length + 1));
    const waiting = this.#waiting.get(token);
    if (waiting === undefined) return;
    const verdict = judgeReply(message.headers?.code ?? 0, message.string(), waiting.isOurs);
    if (verdict.kind === 'stored') {
      this.#waiting.delete(token);
      waiting.resolve(verdict.ack);
    } else if (verdict.kind === 'refused') {
      this.#refuse(token, verdict.error);
    } else {
      waiting.lastReason = verdict.reason;
      waiting.dueMs = nowMs + Math.min(firstRetryMs * 2 ** waiting.refusals, longestRetryMs);
      waiting.refusals += 1;
    }
  }

  #refuse(token: number, error: unknown): void {
    const waiting = this.#waiting.get(token);
    this.#waiting.delete(token);
    waiting?.reject(error);
  }

  #tick(): void {
    const nowMs = this.#link.options.clock.monotonicMs();
    if (this.#waiting.size === 0) {
      this.#cancelTick?.();
      this.#cancelTick = null;
      return;
    }
    for (const [token, waiting] of this.#waiting) {
      if (nowMs >= waiting.deadlineMs) {
        const detail = `${waiting.subject}: ${waiting.lastReason}`;
        this.#refuse(token, new DeyeError('BUS_UNAVAILABLE', detail));
      } else if (nowMs >= waiting.dueMs) this.#send(token, waiting, nowMs);
    }
    if (nowMs - this.#quietSinceMs > stallMs) this.#reconnect(nowMs);
  }

  #reconnect(nowMs: number): void {
    this.#quietSinceMs = nowMs;
    const { nats, options, state } = this.#link;
    if (nats === null || state !== 'connected') return;
    options.log.warn({ quiet_ms: stallMs }, 'the bus is silent; reconnecting');
    nats.reconnect().catch((error: unknown) => {
      options.log.warn({ err: error }, 'the bus could not be reconnected');
    });
  }
}
