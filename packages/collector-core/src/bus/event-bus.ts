import type { Alert } from '../model/alert.ts';
import type { AnalysisRequest, AnalysisResult } from '../model/analysis.ts';
import type { EventBatch } from '../model/batch.ts';
import type { CapabilityAnnouncement, Durability } from '../model/capability.ts';
import type { DeadLetter } from '../model/dead-letter.ts';

/** Everything that travels as a message, tagged. The adapter owns the encoding. */
export type BusPayload =
  | { readonly kind: 'events'; readonly body: EventBatch }
  | { readonly kind: 'task'; readonly body: AnalysisRequest }
  | { readonly kind: 'result'; readonly body: AnalysisResult }
  | { readonly kind: 'alert'; readonly body: Alert }
  | { readonly kind: 'dead_letter'; readonly body: DeadLetter };

export interface BusMessage {
  readonly subject: string;
  readonly payload: BusPayload;
}

/** A message as a stream keeps it. */
export interface StoredMessage extends BusMessage {
  readonly stream: string;
  /** Position in the stream, from 1. */
  readonly sequence: number;
  /** From 1; above 1 it was delivered before and not acknowledged. */
  readonly deliveries: number;
}

/** A stored message in the hands of a consumer. Exactly one of the three calls ends it; later calls do nothing. */
export interface Delivery extends StoredMessage {
  ack(): void;
  /** Deliver again, after `delayMs`. */
  nak(delayMs?: number): void;
  /** Never deliver again: goes to the dead letters with `reason`. */
  term(reason: string): void;
}

export interface PublishOptions {
  /** A second publish with the same id within the duplicate window is acknowledged and not stored. */
  readonly msgId?: string;
  /** Store only if the last message on this very subject has this stream sequence; 0 = there is none. Else `BUS_WRONG_LAST_SEQUENCE`. */
  readonly expectLastSubjectSequence?: number;
  /** Number of the record in the publisher's spool; travels beside the message, for whoever reads back what is stored. */
  readonly record?: number;
}

export interface PublishAck {
  readonly stream: string;
  readonly sequence: number;
  readonly duplicate: boolean;
}

export interface SubscribeOptions {
  /** Subjects, with NATS wildcards. */
  readonly subjects: readonly string[];
  /** Members of the same queue group share the messages: each goes to one of them. */
  readonly queue?: string;
  /** Messages that may wait for this subscriber; beyond it the oldest is dropped and counted. Default 1 024. */
  readonly bufferMessages?: number;
}

export interface SubscriptionStats {
  readonly delivered: number;
  /** Waiting in the buffer. */
  readonly pending: number;
  /** Dropped since the start because the subscriber was slow. */
  readonly dropped: number;
}

/**
 * Live messages, at most once, also those that their stream has already or refuses. Iterating ends after `close` and what waits in the
 * buffer; leaving the loop closes.
 */
export interface Subscription extends AsyncIterable<BusMessage> {
  stats(): SubscriptionStats;
  close(): void;
}

export interface ConsumeOptions {
  readonly stream: string;
  /** Name under which the position is kept; consumers with the same name share the messages. */
  readonly durable: string;
  /** Part of the stream's subjects; default all. */
  readonly subjects?: readonly string[];
  /** Where a durable that does not exist yet begins. */
  readonly deliver: 'all' | 'new';
  /** Unacknowledged for so long: delivered again. Default 30 000. */
  readonly ackWaitMs?: number;
  /** After so many deliveries without ack: dead letter. Default 3. */
  readonly maxDeliver?: number;
  /** Deliveries that may be out at once. Default 256. */
  readonly maxAckPending?: number;
}

export interface ConsumerStats {
  readonly delivered: number;
  readonly acked: number;
  readonly redelivered: number;
  /** Kept, matching, and not yet delivered. */
  readonly pending: number;
  /** Removed from the stream by its limits before this durable got them. */
  readonly evicted: number;
  /** Given up: sent to the dead letters. */
  readonly dead: number;
}

/** Stored messages, at least once. Iterating ends after `close`, and leaving the loop closes; the durable keeps its position. */
export interface Consumer extends AsyncIterable<Delivery> {
  stats(): ConsumerStats;
  close(): Promise<void>;
}

export interface KeyValueEntry<T> {
  readonly key: string;
  readonly value: T;
  readonly revision: number;
}

export type KeyValueChange<T> =
  | ({ readonly operation: 'put' } & KeyValueEntry<T>)
  | { readonly operation: 'delete' | 'expired'; readonly key: string };

/** Live changes, current values first; ends after `close`. */
export interface KeyValueWatch<T> extends AsyncIterable<KeyValueChange<T>> {
  close(): void;
}

export interface KeyValue<T> {
  get(key: string): Promise<KeyValueEntry<T> | null>;
  /** Returns the new revision. */
  put(key: string, value: T): Promise<number>;
  /** Puts only when the key does not exist, else throws `BUS_KEY_EXISTS`. */
  create(key: string, value: T): Promise<number>;
  /** Puts only when the revision is still `revision`, else throws `BUS_WRONG_REVISION`. */
  update(key: string, value: T, revision: number): Promise<number>;
  delete(key: string): Promise<void>;
  entries(): Promise<readonly KeyValueEntry<T>[]>;
  watch(): KeyValueWatch<T>;
}

/** Value type of each bucket. */
export interface Buckets {
  readonly deye_capabilities: CapabilityAnnouncement;
}
export type BucketName = keyof Buckets;

export type BusState = 'connected' | 'disconnected' | 'closed';

/**
 * The port that everything meets on. Subjects and wildcards are NATS's. Every adapter runs `describeBusContract`.
 * All methods reject with `BUS_CLOSED` after `close`.
 */
export interface EventBus {
  /** Strength of the promise behind a resolved `publish`. */
  readonly durability: Durability;
  readonly state: BusState;
  /**
   * Resolves when the stream that owns the subject has the message. Rejects with `BUS_NO_STREAM` when none owns it, `BUS_STREAM_FULL`
   * (worth a retry) when a stream that discards new messages is full, `BUS_SUBJECT_INVALID` for wildcards or empty tokens.
   */
  publish(message: BusMessage, options?: PublishOptions): Promise<PublishAck>;
  /** Throws `BUS_SUBJECT_INVALID` for a pattern that is not valid, or none. */
  subscribe(options: SubscribeOptions): Subscription;
  /**
   * Rejects with `BUS_STREAM_UNKNOWN`; with `BUS_CONSUMER_REFUSED` for subjects that are not the stream's, and on a work queue for
   * `deliver: 'new'` and for subjects that overlap those of another durable; with `BUS_CONSUMER_DIFFERS` when the durable exists with
   * other settings.
   */
  consume(options: ConsumeOptions): Promise<Consumer>;
  /** Last stored message on a subject. */
  lastOn(subject: string): Promise<StoredMessage | null>;
  keyValue<B extends BucketName>(bucket: B): Promise<KeyValue<Buckets[B]>>;
  /** Delivers what is under way to subscribers, then refuses everything. May be called twice. */
  close(): Promise<void>;
}
