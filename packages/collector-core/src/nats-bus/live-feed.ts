import type { Msg, NatsConnection, Subscription } from 'nats';
import type { SubscribeOptions } from '../bus/event-bus.ts';
import { compileSubjects, patternCovers } from '../bus/subject-pattern.ts';
import type { NatsLink } from './nats-link.ts';

/** The patterns that are not within another one of the list. */
export function widestPatterns(patterns: readonly string[]): string[] {
  return [...new Set(patterns)].filter(
    (pattern, _, all) => !all.some((other) => other !== pattern && patternCovers(other, pattern)),
  );
}

/**
 * Core subscriptions for the patterns of one subscriber, from the first connection on. A message that several patterns match is heard
 * once: by the first of them.
 */
export class LiveFeed {
  readonly #options: SubscribeOptions;
  readonly #onMessage: (message: Msg) => void;
  readonly #subscriptions: Subscription[] = [];
  readonly #stopListening: () => void;

  /** `options` are checked. */
  constructor(link: NatsLink, options: SubscribeOptions, onMessage: (message: Msg) => void) {
    this.#options = options;
    this.#onMessage = onMessage;
    this.#stopListening = link.listen((event) => {
      if (event.kind === 'connected' && this.#subscriptions.length === 0) this.#begin(event.nats);
    });
  }

  /** Hears nothing any more. */
  stop(): void {
    this.#stopListening();
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  #begin(nats: NatsConnection): void {
    const patterns = widestPatterns(this.#options.subjects);
    const { queue } = this.#options;
    for (const [index, pattern] of patterns.entries()) {
      const isHeard = index === 0 ? () => false : compileSubjects(patterns.slice(0, index));
      this.#subscriptions.push(
        nats.subscribe(pattern, {
          ...(queue === undefined ? {} : { queue }),
          callback: (error, message) => {
            if (error === null && !isHeard(message.subject)) this.#onMessage(message);
          },
        }),
      );
    }
  }
}
