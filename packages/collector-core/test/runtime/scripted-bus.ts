import type { BusMessage, PublishAck, PublishOptions } from '../../src/bus/event-bus.ts';
import type { CollectionEvent } from '../../src/model/event.ts';

export interface Published {
  readonly subject: string;
  readonly msgId: string;
  readonly events: readonly CollectionEvent[];
}

type Answer = (message: Published) => Promise<void> | void;

/** The publishing half of a bus, on command: stores, delays or refuses; each message id once. */
export class ScriptedBus {
  readonly stored: Published[] = [];
  readonly tried: Published[] = [];
  /** Most publishes that were under way on one subject at once. */
  mostPerSubject = 0;
  /** What happens to a publish before it is stored; a throw refuses it. */
  answer: Answer = () => undefined;
  readonly #underWay = new Map<string, number>();
  readonly #ids = new Set<string>();

  publish = async (message: BusMessage, options: PublishOptions = {}): Promise<PublishAck> => {
    if (message.payload.kind !== 'events') throw new TypeError(message.payload.kind);
    const published = {
      subject: message.subject,
      msgId: options.msgId ?? '',
      events: message.payload.body.events,
    };
    const underWay = (this.#underWay.get(message.subject) ?? 0) + 1;
    this.#underWay.set(message.subject, underWay);
    this.mostPerSubject = Math.max(this.mostPerSubject, underWay);
    this.tried.push(published);
    try {
      await this.answer(published);
      const duplicate = this.#ids.has(published.msgId);
      this.#ids.add(published.msgId);
      if (!duplicate) this.stored.push(published);
      return { stream: 'DEYE_EV_PROCESS', sequence: this.stored.length, duplicate };
    } finally {
      this.#underWay.set(message.subject, (this.#underWay.get(message.subject) ?? 1) - 1);
    }
  };

  /** Every stored event in the order in which it was stored. */
  events(): CollectionEvent[] {
    return this.stored.flatMap(({ events }) => events);
  }

  /** Stored events of one verb. */
  of(type: string): CollectionEvent[] {
    return this.events().filter((event) => event.type === type);
  }
}
