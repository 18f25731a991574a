import { connect, PermissionViolationError } from 'nats';
import type { NatsConnection, Status } from 'nats';
import type { BusState } from '../bus/event-bus.ts';
import { checkToken } from '../bus/subject-pattern.ts';
import type { Clock } from '../clock/clock.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { Logger } from '../log/logger.ts';
import { forbidden } from './nats-failure.ts';

const dialTimeoutMs = 5_000;
const defaultReconnectWaitMs = 500;
/** Different subjects that are forbidden are named up to this many. */
const maxForbidden = 256;

export interface NatsLinkOptions {
  /** `host:port` or `nats://host:port`, one or more of a cluster. */
  readonly servers: readonly string[];
  /** Who connects: one token. Also names the inboxes that only this connection reads. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Wait between two attempts to connect. Default 500. */
  readonly reconnectWaitMs?: number;
  /** Called once for each subject that the server forbids, and when the connection has ended for good. */
  readonly onFatal?: (error: DeyeError) => void;
}

/** What happens to a link; `first` for the first connection that a listener hears of. */
export type LinkEvent =
  | { readonly kind: 'connected'; readonly nats: NatsConnection; readonly first: boolean }
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'forbidden'; readonly subject: string; readonly error: DeyeError };

/**
 * The connection to a NATS server. Connects for ever, at the start and after every loss, and says once that it cannot. One link
 * is closed by whom it was given to.
 */
export class NatsLink {
  readonly options: NatsLinkOptions;
  readonly #stop = new AbortController();
  readonly #listeners = new Set<(event: LinkEvent) => void>();
  readonly #forbidden = new Set<string>();
  #nats: NatsConnection | null = null;
  #isUp = false;

  private constructor(options: NatsLinkOptions) {
    this.options = options;
  }

  /** Returns at once; throws `BUS_SUBJECT_INVALID` for a name that is no token. */
  static open(options: NatsLinkOptions): NatsLink {
    checkToken(options.name);
    const link = new NatsLink(options);
    void link.#dial();
    return link;
  }

  get state(): BusState {
    if (this.#stop.signal.aborted) return 'closed';
    return this.#isUp ? 'connected' : 'disconnected';
  }

  /** The connection, also while it is lost; null before it was first made. */
  get nats(): NatsConnection | null {
    return this.#nats;
  }

  /** Prefix of the inboxes of this connection. */
  get inboxPrefix(): string {
    return `_INBOX_${this.options.name}`;
  }

  /** Calls `listener` at every event, at once when the connection stands; the returned function ends that. */
  listen(listener: (event: LinkEvent) => void): () => void {
    this.#listeners.add(listener);
    if (this.#nats !== null && this.#isUp)
      listener({ kind: 'connected', nats: this.#nats, first: true });
    return () => this.#listeners.delete(listener);
  }

  /** The connection once it stands. Rejects with `BUS_UNAVAILABLE` after `waitMs`, with `BUS_CLOSED` after `close`. */
  connected(waitMs = Infinity): Promise<NatsConnection> {
    if (this.#stop.signal.aborted) return Promise.reject(new DeyeError('BUS_CLOSED'));
    if (this.#nats !== null && this.#isUp) return Promise.resolve(this.#nats);
    return new Promise((resolve, reject) => {
      const end = (): void => {
        stopListening();
        cancelWait();
        this.#stop.signal.removeEventListener('abort', onClose);
      };
      const onClose = (): void => {
        end();
        reject(new DeyeError('BUS_CLOSED'));
      };
      const cancelWait =
        waitMs === Infinity
          ? () => undefined
          : this.options.clock.after(waitMs, () => {
              end();
              reject(new DeyeError('BUS_UNAVAILABLE', `not connected for ${waitMs} ms`));
            });
      const stopListening = this.listen((event) => {
        if (event.kind !== 'connected') return;
        end();
        resolve(event.nats);
      });
      this.#stop.signal.addEventListener('abort', onClose, { once: true });
    });
  }

  /** Ends the connection without waiting for what is under way. May be called twice. */
  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#isUp = false;
    await this.#nats?.close();
  }

  async #dial(): Promise<void> {
    const { clock, log, reconnectWaitMs = defaultReconnectWaitMs, servers } = this.options;
    let said = '';
    while (!this.#stop.signal.aborted) {
      try {
        const nats = await this.#connect(reconnectWaitMs);
        if (said !== '') log.info({ servers }, 'the bus answers');
        await this.#adopt(nats);
        return;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (reason !== said) log.warn({ servers, err: error }, 'the bus does not answer; retrying');
        said = reason;
      }
      await clock.sleep(reconnectWaitMs, this.#stop.signal);
    }
  }

  #connect(reconnectTimeWait: number): Promise<NatsConnection> {
    const { name, servers } = this.options;
    return connect({
      servers: [...servers],
      name,
      inboxPrefix: this.inboxPrefix,
      timeout: dialTimeoutMs,
      reconnectTimeWait,
      maxReconnectAttempts: -1,
      ignoreAuthErrorAbort: true,
      pingInterval: 5_000,
      maxPingOut: 2,
      noAsyncTraces: true,
    });
  }

  async #adopt(nats: NatsConnection): Promise<void> {
    if (this.#stop.signal.aborted) {
      await nats.close();
      return;
    }
    this.#nats = nats;
    void this.#followStatus(nats);
    void this.#awaitEnd(nats);
    this.#up(nats, true);
  }

  #up(nats: NatsConnection, first: boolean): void {
    this.#isUp = true;
    this.#tell({ kind: 'connected', nats, first });
  }

  #tell(event: LinkEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  async #followStatus(nats: NatsConnection): Promise<void> {
    for await (const status of nats.status()) {
      if (this.#stop.signal.aborted) return;
      this.#onStatus(nats, status);
    }
  }

  #onStatus(nats: NatsConnection, status: Status): void {
    const { log } = this.options;
    if (status.type === 'disconnect') {
      if (this.#isUp) log.warn({ server: status.server }, 'the bus is lost; reconnecting');
      this.#isUp = false;
      this.#tell({ kind: 'disconnected' });
    } else if (status.type === 'reconnect') {
      log.info({ server: status.server }, 'the bus is back');
      this.#up(nats, false);
    } else if (status.type === 'error') {
      if (status.error instanceof PermissionViolationError) this.#onForbidden(status.error);
      else log.warn({ err: status.error }, 'the bus reports an error');
    }
  }

  /** The server says it once per message: a resender must not fill the log. */
  #onForbidden(violation: PermissionViolationError): void {
    const error = forbidden(violation);
    this.#tell({ kind: 'forbidden', subject: violation.subject, error });
    const key = `${violation.operation} ${violation.subject}`;
    if (this.#forbidden.has(key) || this.#forbidden.size >= maxForbidden) return;
    this.#forbidden.add(key);
    this.options.log.error({ err: error }, 'the bus forbids a subject');
    this.options.onFatal?.(error);
  }

  async #awaitEnd(nats: NatsConnection): Promise<void> {
    const cause = await nats.closed();
    if (this.#stop.signal.aborted) return;
    this.#isUp = false;
    this.#tell({ kind: 'disconnected' });
    const error = new DeyeError('BUS_CLOSED', 'the client gave up the connection', { cause });
    this.options.log.error({ err: error }, 'the bus connection ended');
    this.options.onFatal?.(error);
  }
}
