import type { Delivery } from '@daemoneye/collector-core';

interface Held {
  delivery: Delivery;
  readonly alerts: Set<string>;
}

/** Deliveries that wait for their alerts to be stored. No more than the consumer has out at once. */
export class AckLedger {
  readonly #held = new Map<number, Held>();
  readonly #byAlert = new Map<string, Set<number>>();

  /** Deliveries that are not acknowledged yet. */
  get size(): number {
    return this.#held.size;
  }

  /** Acknowledges the delivery once every one of the alerts is settled; at once when there are none. */
  hold(delivery: Delivery, alerts: readonly string[]): void {
    if (alerts.length === 0) {
      delivery.ack();
      return;
    }
    this.#held.set(delivery.sequence, { delivery, alerts: new Set(alerts) });
    for (const alert of alerts) {
      const sequences = this.#byAlert.get(alert) ?? new Set();
      this.#byAlert.set(alert, sequences.add(delivery.sequence));
    }
  }

  /** Takes a message that came again in the place of its former delivery; false when it is not held. */
  renew(delivery: Delivery): boolean {
    const held = this.#held.get(delivery.sequence);
    if (held !== undefined) held.delivery = delivery;
    return held !== undefined;
  }

  /** The alert is stored, or never will be. */
  settle(alert: string): void {
    const sequences = this.#byAlert.get(alert);
    this.#byAlert.delete(alert);
    for (const sequence of sequences ?? []) {
      const held = this.#held.get(sequence);
      held?.alerts.delete(alert);
      if (held?.alerts.size !== 0) continue;
      this.#held.delete(sequence);
      held.delivery.ack();
    }
  }
}
