import type { CapabilityRegistry, Clock } from '@daemoneye/collector-core';
import { filledBy } from '../rule/filled-columns.ts';
import type { RuleWatch } from './rule-watch.ts';

/** How long the first announcements may take: a beat. */
const FIRST_LOOK_MS = 10_000;
/** Collectors that start together announce themselves several times in a row. */
const SETTLE_MS = 2_000;

/**
 * Keeps the watch up to what collectors announce: within 2 s of an announcement, first after 10 s at the latest. The returned function
 * ends it.
 */
export function followCapabilities(
  registry: Pick<CapabilityRegistry, 'list' | 'onChange'>,
  clock: Clock,
  watch: RuleWatch,
): () => void {
  const look = (): void => {
    cancel = null;
    watch.update(filledBy(registry.list()));
  };
  let cancel: (() => void) | null = clock.after(FIRST_LOOK_MS, look);
  let soon = false;
  const unlisten = registry.onChange(() => {
    if (soon && cancel !== null) return;
    cancel?.();
    soon = true;
    cancel = clock.after(SETTLE_MS, look);
  });
  return () => {
    unlisten();
    cancel?.();
  };
}
