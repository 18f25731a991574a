import type { Msg, NatsConnection, Subscription } from 'nats';
import { checkToken } from '../bus/subject-pattern.ts';
import { DeyeError } from '../error/deye-error.ts';
import { errorHeaders } from './message-headers.ts';
import type { NatsLink } from './nats-link.ts';

/** A question that a service answers. */
export interface MicroEndpoint {
  /** One token. */
  readonly name: string;
  /** The subject on which it is asked. */
  readonly subject: string;
  /** The answer, as text. An error is answered as one, with the code of a `DeyeError`. */
  readonly answer: (question: string) => Promise<string> | string;
}

/** What a service says of itself. */
export interface MicroService {
  /** One token; services of several hosts have the same. */
  readonly name: string;
  /** One token, unique among the running ones. */
  readonly id: string;
  /** Semantic version. */
  readonly version: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly endpoints: readonly MicroEndpoint[];
}

interface EndpointStats {
  num_requests: number;
  num_errors: number;
  last_error: string;
  processing_time: number;
}

const queueGroup = 'q';
const prefix = 'io.nats.micro.v1.';
const nanosPerMs = 1e6;

/**
 * Serves the NATS services protocol (ADR-32 of NATS) from the first connection until the returned function is called:
 * `$SRV.PING`, `$SRV.INFO` and `$SRV.STATS`, of all, by name, or by name and id; and the endpoints. Throws `BUS_SUBJECT_INVALID` for a
 * name or id that is no token.
 */
export function serveMicro(link: NatsLink, service: MicroService): () => void {
  for (const token of [service.name, service.id, ...service.endpoints.map(({ name }) => name)])
    checkToken(token);
  const served = new ServedMicro(link, service);
  return () => served.stop();
}

class ServedMicro {
  readonly #link: NatsLink;
  readonly #service: MicroService;
  readonly #started: string;
  readonly #stats: ReadonlyMap<MicroEndpoint, EndpointStats>;
  readonly #subscriptions: Subscription[] = [];
  readonly #stopListening: () => void;

  constructor(link: NatsLink, service: MicroService) {
    this.#link = link;
    this.#service = service;
    this.#started = new Date(Number(link.options.clock.now() / 1_000_000n)).toISOString();
    this.#stats = new Map(
      service.endpoints.map((endpoint) => [
        endpoint,
        { num_requests: 0, num_errors: 0, last_error: '', processing_time: 0 },
      ]),
    );
    this.#stopListening = link.listen((event) => {
      if (event.kind === 'connected' && this.#subscriptions.length === 0) this.#begin(event.nats);
    });
  }

  stop(): void {
    this.#stopListening();
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  #begin(nats: NatsConnection): void {
    const { name, id } = this.#service;
    const controls = { PING: this.#ping, INFO: this.#info, STATS: this.#statistics };
    for (const [verb, describe] of Object.entries(controls))
      for (const tail of ['', `.${name}`, `.${name}.${id}`])
        this.#hear(nats, `$SRV.${verb}${tail}`, undefined, (message) => {
          this.#respond(message, JSON.stringify(describe()));
        });
    for (const [endpoint, stats] of this.#stats)
      this.#hear(nats, endpoint.subject, queueGroup, (message) => {
        void this.#answer(endpoint, stats, message);
      });
  }

  #hear(
    nats: NatsConnection,
    subject: string,
    queue: string | undefined,
    onMessage: (message: Msg) => void,
  ): void {
    const options = queue === undefined ? {} : { queue };
    this.#subscriptions.push(
      nats.subscribe(subject, {
        ...options,
        callback: (error, message) => {
          if (error === null) onMessage(message);
        },
      }),
    );
  }

  async #answer(endpoint: MicroEndpoint, stats: EndpointStats, message: Msg): Promise<void> {
    const { clock, log } = this.#link.options;
    const startMs = clock.monotonicMs();
    stats.num_requests += 1;
    try {
      this.#respond(message, await endpoint.answer(message.string()));
    } catch (error) {
      const code = error instanceof DeyeError ? error.code : 'INTERNAL';
      const text =
        error instanceof DeyeError ? error.message : 'the question could not be answered';
      stats.num_errors += 1;
      stats.last_error = `500:${text}`;
      log.warn({ err: error, subject: endpoint.subject }, 'a question was answered with an error');
      this.#respond(message, JSON.stringify({ error: code, message: text }), text);
    }
    stats.processing_time += Math.round((clock.monotonicMs() - startMs) * nanosPerMs);
  }

  /** The asker may be gone, and the connection too. */
  #respond(message: Msg, text: string, fault?: string): void {
    try {
      message.respond(text, fault === undefined ? undefined : { headers: errorHeaders(fault) });
    } catch (error) {
      this.#link.options.log.debug({ err: error }, 'an answer could not be sent');
    }
  }

  readonly #ping = (): object => {
    const { name, id, version, metadata } = this.#service;
    return { type: `${prefix}ping_response`, name, id, version, metadata };
  };

  readonly #info = (): object => {
    const endpoints = this.#service.endpoints.map(({ name, subject }) => ({
      name,
      subject,
      queue_group: queueGroup,
      metadata: {},
    }));
    const { description } = this.#service;
    return { ...this.#ping(), type: `${prefix}info_response`, description, endpoints };
  };

  readonly #statistics = (): object => {
    const endpoints = [...this.#stats].map(([{ name, subject }, stats]) => {
      const { num_requests: asked, processing_time: spent } = stats;
      const average = Math.round(spent / Math.max(1, asked));
      const about = { name, subject, queue_group: queueGroup, average_processing_time: average };
      return Object.assign(about, stats);
    });
    return { ...this.#ping(), type: `${prefix}stats_response`, started: this.#started, endpoints };
  };
}
