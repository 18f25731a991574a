import { AckPolicy, DeliverPolicy, ReplayPolicy } from '@nats-io/jetstream';
import type { ConsumerConfig } from '@nats-io/jetstream';
import { checkSameSettings } from '../bus/consumer-settings.ts';
import type { ConsumerSettings } from '../bus/consumer-settings.ts';

const maxDeliverKey = 'deye_max_deliver';
const nanosPerMs = 1e6;

/**
 * What the server is told of a durable. It delivers without end: who consumes counts, and makes a dead letter of what it was given
 * too often, so that none is forgotten because nobody listened when the server gave up.
 * `without`: settings that the server does not know.
 */
export function durableConfig(
  settings: ConsumerSettings,
  without: ReadonlySet<string>,
): ConsumerConfig {
  const metadata = { [maxDeliverKey]: String(settings.maxDeliver) };
  const [only, ...more] = settings.subjects;
  return {
    durable_name: settings.durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: settings.deliver === 'all' ? DeliverPolicy.All : DeliverPolicy.New,
    replay_policy: ReplayPolicy.Instant,
    ack_wait: settings.ackWaitMs * nanosPerMs,
    max_ack_pending: settings.maxAckPending,
    max_deliver: -1,
    ...(without.has('metadata') ? {} : { metadata }),
    ...(more.length === 0 && only !== undefined
      ? { filter_subject: only }
      : { filter_subjects: [...settings.subjects] }),
  };
}

/** Throws `BUS_CONSUMER_DIFFERS` when a durable that exists is not as it is asked for. */
export function checkDurable(asked: ConsumerSettings, has: ConsumerConfig): void {
  const limit = has.metadata?.[maxDeliverKey];
  checkSameSettings(asked, {
    ...asked,
    subjects: has.filter_subjects ?? [has.filter_subject ?? ''],
    ackWaitMs: (has.ack_wait ?? 0) / nanosPerMs,
    maxAckPending: has.max_ack_pending ?? 0,
    // Servers before 2.10 keep no metadata.
    maxDeliver: limit === undefined ? asked.maxDeliver : Number(limit),
  });
}
