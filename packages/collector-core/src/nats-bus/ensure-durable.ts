import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream';
import type { ConsumerSettings } from '../bus/consumer-settings.ts';
import { DeyeError } from '../error/deye-error.ts';
import type { ErrorCode } from '../error/error-table.ts';
import { checkDurable, durableConfig } from './durable-settings.ts';
import { apiCode, apiCodeOf } from './nats-failure.ts';

const refusals: ReadonlyMap<number | null, ErrorCode> = new Map([
  [apiCode.consumerDiffers, 'BUS_CONSUMER_DIFFERS'],
  [apiCode.consumerExists, 'BUS_CONSUMER_DIFFERS'],
  [apiCode.durableExists, 'BUS_CONSUMER_DIFFERS'],
  [apiCode.filterNotOfStream, 'BUS_CONSUMER_REFUSED'],
  [apiCode.queueNotUnique, 'BUS_CONSUMER_REFUSED'],
  [apiCode.queueUnfiltered, 'BUS_CONSUMER_REFUSED'],
  [apiCode.streamNotFound, 'BUS_STREAM_UNKNOWN'],
]);

/** Creates a durable that does not exist, and checks one that does. Rejects with `BUS_CONSUMER_DIFFERS`, `…_REFUSED`, `BUS_STREAM_UNKNOWN`. */
export async function ensureDurable(
  jsm: JetStreamManager,
  settings: ConsumerSettings,
  without: ReadonlySet<string>,
): Promise<ConsumerInfo> {
  const info =
    (await findDurable(jsm, settings)) ??
    (await refusalsAsErrors(settings, () =>
      jsm.consumers.add(settings.stream, durableConfig(settings, without)),
    ));
  checkDurable(settings, info.config);
  return info;
}

async function findDurable(
  jsm: JetStreamManager,
  settings: ConsumerSettings,
): Promise<ConsumerInfo | null> {
  return refusalsAsErrors(settings, async () => {
    try {
      return await jsm.consumers.info(settings.stream, settings.durable);
    } catch (error) {
      if (apiCodeOf(error) === apiCode.consumerNotFound) return null;
      throw error;
    }
  });
}

async function refusalsAsErrors<T>(settings: ConsumerSettings, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const code = refusals.get(apiCodeOf(error));
    if (code === undefined) throw error;
    const detail = `${settings.durable} on ${settings.stream}`;
    throw new DeyeError(code, detail, { cause: error });
  }
}
