import type { BusMessage } from '../bus/event-bus.ts';
import type { BufferedSubscription } from '../bus/buffered-subscription.ts';

const maxRoutes = 4_096;

interface QueueGroup {
  readonly members: BufferedSubscription[];
  turn: number;
}

interface Route {
  readonly each: readonly BufferedSubscription[];
  readonly groups: readonly QueueGroup[];
}

/** Who gets which live message: every subscriber that wants it, and of each queue group one in turn. */
export class SubscriptionRouter {
  readonly #subscriptions = new Set<BufferedSubscription>();
  /** By subject; emptied when it is full or the subscribers change. */
  readonly #routes = new Map<string, Route>();

  add(subscription: BufferedSubscription): void {
    this.#subscriptions.add(subscription);
    this.#routes.clear();
  }

  remove(subscription: BufferedSubscription): void {
    this.#subscriptions.delete(subscription);
    this.#routes.clear();
  }

  route(message: BusMessage): void {
    if (this.#subscriptions.size === 0) return;
    const route = this.#routeOf(message.subject);
    for (const subscription of route.each) subscription.push(message);
    for (const group of route.groups) {
      group.turn = (group.turn + 1) % group.members.length;
      group.members[group.turn]?.push(message);
    }
  }

  /** Closes every subscription; what they hold is still given. */
  close(): void {
    for (const subscription of this.#subscriptions) subscription.close();
  }

  #routeOf(subject: string): Route {
    const known = this.#routes.get(subject);
    if (known !== undefined) return known;
    if (this.#routes.size >= maxRoutes) this.#routes.clear();
    const wanting = [...this.#subscriptions].filter((subscription) => subscription.wants(subject));
    const groups = new Map<string, QueueGroup>();
    for (const subscription of wanting) {
      if (subscription.queue === null) continue;
      const group = groups.get(subscription.queue) ?? { members: [], turn: -1 };
      group.members.push(subscription);
      groups.set(subscription.queue, group);
    }
    const each = wanting.filter((subscription) => subscription.queue === null);
    const route = { each, groups: [...groups.values()] };
    this.#routes.set(subject, route);
    return route;
  }
}
