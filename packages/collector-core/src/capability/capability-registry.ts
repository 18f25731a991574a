import type { EventBus, KeyValueChange, KeyValueWatch } from '../bus/event-bus.ts';
import type { CapabilityAnnouncement } from '../model/capability.ts';

type Change = KeyValueChange<CapabilityAnnouncement>;

/** Collectors that are announced now, by key. Holds as many as the bucket does. */
export class CapabilityRegistry {
  readonly #watch: KeyValueWatch<CapabilityAnnouncement>;
  readonly #announced = new Map<string, CapabilityAnnouncement>();
  readonly #listeners = new Set<(change: Change) => void>();

  private constructor(watch: KeyValueWatch<CapabilityAnnouncement>) {
    this.#watch = watch;
  }

  /** A registry that already holds what is announced. Its owner closes it. */
  static async open(bus: EventBus): Promise<CapabilityRegistry> {
    const keys = await bus.keyValue('deye_capabilities');
    const registry = new CapabilityRegistry(keys.watch());
    for (const { key, value } of await keys.entries()) registry.#announced.set(key, value);
    void registry.#follow();
    return registry;
  }

  /** In the order of host and collector. */
  list(): readonly CapabilityAnnouncement[] {
    return [...this.#announced.entries()]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, announcement]) => announcement);
  }

  /** Collectors that offer the analysis, on one host or on any; those that have stopped are left out. */
  serving(analysis: string, host?: string): readonly CapabilityAnnouncement[] {
    return this.list().filter(
      (one) =>
        (host === undefined || one.host === host) &&
        one.health !== 'stopped' &&
        one.analyses.some((offer) => offer.analysis === analysis),
    );
  }

  /** Calls `listener` after each change: an announcement, its removal, its expiry. The returned function ends that. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** What is listed stays as it was. */
  close(): void {
    this.#watch.close();
    this.#listeners.clear();
  }

  async #follow(): Promise<void> {
    for await (const change of this.#watch) {
      if (change.operation === 'put') this.#announced.set(change.key, change.value);
      else this.#announced.delete(change.key);
      for (const listener of this.#listeners) listener(change);
    }
  }
}
