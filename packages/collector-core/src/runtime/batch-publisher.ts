import { randomBytes } from 'node:crypto';
import type { BusMessage, EventBus } from '../bus/event-bus.ts';
import type { Clock } from '../clock/clock.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { HostIdentity } from '../host/host-identity.ts';
import type { Logger } from '../log/logger.ts';
import type { CollectionEvent } from '../model/event.ts';
import type { EventLane } from './event-lane.ts';
import { publishRecord } from './publish-record.ts';
import type { PublishOutcome } from './publish-record.ts';

/** Who emits: the part of an event's identity that a run shares. */
export interface Emitter {
  readonly host: HostIdentity;
  readonly collector: string;
  readonly epoch: string;
}

/** Is told of publishes; must not throw. */
export interface PublishObserver {
  /** A batch is stored. */
  stored(events: number): void;
  /** A publish failed; it may be repeated. */
  publishFailed(code: string): void;
}

export interface BatchPublisherOptions {
  readonly emitter: Emitter;
  readonly bus: Pick<EventBus, 'publish'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observer: PublishObserver;
}

/** 64 random bits as 16 hex digits. */
export function randomToken(): string {
  return randomBytes(8).toString('hex');
}

/** Makes a numbered record of each batch and publishes it until it is stored or refused. */
export class BatchPublisher {
  readonly #options: BatchPublisherOptions;
  readonly #prefix: string;
  #rec = 0;

  constructor(options: BatchPublisherOptions) {
    this.#options = options;
    const { host, collector } = options.emitter;
    this.#prefix = `${host.token}:${collector}:${randomToken()}`;
  }

  /** `events` is not empty and in `seq` order. Never rejects. */
  async publish(
    lane: EventLane,
    events: readonly CollectionEvent[],
    giveUp: AbortSignal,
  ): Promise<PublishOutcome> {
    const { bus, clock, emitter, log, observer } = this.#options;
    this.#rec += 1;
    const message: BusMessage = {
      subject: lane.subject,
      payload: {
        kind: 'events',
        body: {
          host: emitter.host.token,
          collector: emitter.collector,
          epoch: emitter.epoch,
          domain: lane.domain,
          verb: lane.verb,
          first_seq: events[0]?.seq ?? 0,
          last_seq: events.at(-1)?.seq ?? 0,
          events,
        },
      },
    };
    const deps = { bus, clock, onFailure: this.#onFailure };
    const record = this.#rec;
    const id = { msgId: `${this.#prefix}:${record}`, record };
    const outcome = await publishRecord(message, id, deps, giveUp);
    if (outcome.status === 'stored') observer.stored(events.length);
    else
      log.error(
        { subject: lane.subject, events: events.length, err: outcome.error },
        `batch ${outcome.status}`,
      );
    return outcome;
  }

  readonly #onFailure = (message: BusMessage, error: unknown, failures: number): void => {
    this.#options.observer.publishFailed(error instanceof DeyeError ? error.code : 'unknown');
    // The first, the second, the fourth … so that an outage does not fill the log.
    if ((failures & (failures - 1)) !== 0) return;
    this.#options.log.warn({ subject: message.subject, failures, err: error }, 'publish failed');
  };
}
