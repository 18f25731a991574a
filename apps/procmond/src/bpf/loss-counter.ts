import type { Loss } from '@daemoneye/collector-core';
import type { ProcessTrace } from '@daemoneye/linux-kernel';

type Counts = ReturnType<ProcessTrace['counts']>;

/** Makes losses of the counters of the kernel, which grow from the opening of the trace on. */
export class LossCounter {
  #events = 0;
  #forks = 0;
  #formerNs: bigint | null = null;

  /**
   * What was dropped since the look before, at the time of this one: exactly as many execs and exits as were not recorded. `isNew`
   * also when forks alone were lost, which are no events: then something that runs may not be known.
   */
  look(
    { exec, exit, fork }: Counts,
    timeNs: bigint,
  ): { readonly loss: Loss | null; readonly isNew: boolean } {
    const events = exec.dropped + exit.dropped;
    const count = events - this.#events;
    const isNew = count > 0 || fork.dropped > this.#forks;
    const from = this.#formerNs ?? timeNs;
    this.#events = events;
    this.#forks = fork.dropped;
    this.#formerNs = timeNs;
    const span = { from, until: timeNs };
    const loss = { reason: 'kernel_overflow', count, lowerBound: false, ...span } as const;
    return { loss: count > 0 ? loss : null, isNew };
  }
}
