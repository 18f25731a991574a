import type { KV, KvEntry } from '@nats-io/kv';
import type { NatsLink } from './nats-link.ts';

const retryMs = 500;

export interface FollowOptions {
  readonly link: NatsLink;
  open(): Promise<KV>;
  put(entry: KvEntry): void;
  /** A key that was put is gone. */
  gone(key: string, operation: 'delete' | 'expired'): void;
}

/**
 * Follows a bucket until the returned function is called: present values first, then changes. After an outage the keys are listed
 * once more, because the marks of those that expired meanwhile may have expired too.
 */
export function followBucket(options: FollowOptions): () => void {
  const stop = new AbortController();
  const known = new Set<string>();
  const stopListening = options.link.listen((event) => {
    if (event.kind === 'connected' && !event.first) void compareKeys(options, known, stop.signal);
  });
  void follow(options, known, stop.signal);
  return () => {
    stop.abort();
    stopListening();
  };
}

async function follow(
  options: FollowOptions,
  known: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log } = options.link.options;
  let isSaid = false;
  const isOver = (): boolean => signal.aborted || options.link.state === 'closed';
  while (!isOver()) {
    try {
      await followOnce(options, known, signal);
    } catch (error) {
      if (isOver()) return;
      if (!isSaid) log.warn({ err: error }, 'a bucket cannot be watched; retrying');
      isSaid = true;
    }
    await clock.sleep(retryMs, signal);
  }
}

async function followOnce(
  options: FollowOptions,
  known: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  await options.link.connected();
  const kv = await options.open();
  const changes = await kv.watch();
  const end = (): void => changes.stop();
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) changes.stop();
  try {
    for await (const entry of changes) tell(options, known, entry);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function tell(options: FollowOptions, known: Set<string>, entry: KvEntry): void {
  if (entry.operation === 'PUT') {
    known.add(entry.key);
    options.put(entry);
  } else if (known.delete(entry.key)) {
    options.gone(entry.key, entry.operation === 'DEL' ? 'delete' : 'expired');
  }
}

async function compareKeys(
  options: FollowOptions,
  known: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log } = options.link.options;
  for (let isDone = false; !isDone && !signal.aborted;) {
    try {
      const before = [...known];
      const present = new Set<string>();
      for await (const key of await (await options.open()).keys()) present.add(key);
      for (const key of before)
        if (!present.has(key) && known.delete(key)) options.gone(key, 'expired');
      isDone = true;
    } catch (error) {
      if (options.link.state !== 'connected') return;
      log.debug({ err: error }, 'the keys of a bucket cannot be listed; retrying');
      await clock.sleep(retryMs, signal);
    }
  }
}
