import type { TaskRecord } from '@daemoneye/linux-kernel';

/** A process as the kernel holds it at a moment: the sum of its threads. */
export interface TaskSum {
  readonly pid: number;
  readonly startBoottime: bigint;
  readonly execId: bigint;
  /** CPU time since its start, that of ended threads included. */
  runtimeNs: number;
  /** When its first thread was read, nanoseconds on CLOCK_BOOTTIME. */
  readonly boottime: bigint;
  /** Resident pages; null for threads of the kernel. */
  readonly pages: number | null;
}

/** The living processes by pid, from all their threads. Zombies are left out: they have ended. */
export class TaskSums {
  readonly #sums = new Map<number, TaskSum>();

  add(task: TaskRecord): void {
    if (!task.isAlive) return;
    const known = this.#sums.get(task.pid);
    if (known !== undefined) {
      known.runtimeNs += task.runtimeNs;
      return;
    }
    const { pid, startBoottime, execId, boottime, pages } = task;
    const runtimeNs = task.runtimeNs + task.runtimeOfDeadNs;
    this.#sums.set(pid, { pid, startBoottime, execId, runtimeNs, boottime, pages });
  }

  get(pid: number): TaskSum | undefined {
    return this.#sums.get(pid);
  }

  all(): readonly TaskSum[] {
    return [...this.#sums.values()];
  }
}

/** CPU time of a process at a moment of CLOCK_BOOTTIME. */
export interface RuntimeMark {
  readonly runtimeNs: number;
  readonly boottime: bigint;
}

/** Per cent of one core between two marks, two digits behind the point; null when no time has passed. */
export function runtimeUsage(from: RuntimeMark, to: RuntimeMark): number | null {
  const spanNs = Number(to.boottime - from.boottime);
  if (spanNs <= 0) return null;
  return Math.round((Math.max(0, to.runtimeNs - from.runtimeNs) / spanNs) * 10_000) / 100;
}
