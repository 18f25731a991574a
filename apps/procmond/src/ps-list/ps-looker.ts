import { processIdentity } from '@daemoneye/process-table';
import type { ProcessFacts } from '@daemoneye/process-table';

import type { Look, ProcessLooker, Seen } from '../event/look.ts';

/** A row of the list, as ps gives it. */
export interface PsRow {
  readonly pid: number;
  readonly ppid: number;
  readonly name: string;
  readonly cmd?: string;
  readonly path?: string;
  readonly uid?: number;
  readonly startTime?: Date;
}

export interface PsLookerOptions {
  readonly list: () => Promise<readonly PsRow[]>;
  readonly bootId: string;
  readonly redact: (args: readonly string[]) => readonly string[];
}

const NS_PER_MS = 1_000_000n;
const MAX_PROCESSES = 65_536;
/** ps says CPU since the start and memory in per cent of the machine: neither is what the columns mean. */
const unknownUsage = { cpu_usage: null, memory_usage: null };

const notInList = {
  args: null,
  cwd: null,
  user_name: null,
  group_id: null,
  group_name: null,
  login_id: null,
  tty: null,
  session_id: null,
  container_id: null,
  cgroup_id: null,
  cgroup_path: null,
  file_exists: null,
  is_memfd: null,
};

/** The secrets in a command line that was joined by blanks. */
function redactLine(line: string, redact: PsLookerOptions['redact']): string {
  return redact(line.toWellFormed().split(' ')).join(' ');
}

/**
 * Facts from one row. There is no clock since boot here: the start in the identity counts from the Unix epoch, in whole seconds as
 * ps gives it; 0 when ps does not say.
 */
function factsOfRow(row: PsRow, options: Omit<PsLookerOptions, 'list'>): ProcessFacts {
  const start = row.startTime === undefined ? null : BigInt(row.startTime.getTime()) * NS_PER_MS;
  return {
    ...notInList,
    ref: processIdentity(options.bootId, row.pid, start ?? 0n),
    ppid: row.ppid === 0 ? null : row.ppid,
    name: row.name.toWellFormed(),
    executable_path: row.path === undefined || row.path === '' ? null : row.path.toWellFormed(),
    command_line: row.cmd === undefined ? null : redactLine(row.cmd, options.redact),
    user_id: row.uid ?? null,
    start_time: start,
  };
}

function isAnother(former: ProcessFacts, present: ProcessFacts): boolean {
  return (
    former.executable_path !== present.executable_path ||
    former.command_line !== present.command_line
  );
}

/** Looks through a list of processes that a program of the system prints. At most 65 536 processes are followed. */
export class PsLooker implements ProcessLooker {
  readonly #options: PsLookerOptions;
  #followed = new Map<number, ProcessFacts>();
  #formerNs: bigint | null = null;

  constructor(options: PsLookerOptions) {
    this.#options = options;
  }

  async look(timeNs: bigint): Promise<Look> {
    const rows = await this.#options.list();
    const former = this.#followed;
    const present = new Map<number, ProcessFacts>();
    const [appeared, replaced, ended]: [Seen[], Seen[], Seen[]] = [[], [], []];
    for (const row of rows.slice(0, MAX_PROCESSES)) {
      const facts = factsOfRow(row, this.#options);
      const known = former.get(row.pid);
      const seen = { facts, usage: unknownUsage };
      if (known?.ref.key !== facts.ref.key) appeared.push(seen);
      else if (isAnother(known, facts)) replaced.push(seen);
      present.set(row.pid, facts);
    }
    for (const [pid, facts] of former) {
      if (present.get(pid)?.ref.key !== facts.ref.key) ended.push({ facts, usage: unknownUsage });
    }
    this.#followed = present;
    const overlooked = Math.max(0, rows.length - MAX_PROCESSES);
    const look = { timeNs, formerNs: this.#formerNs, appeared, replaced, ended, overlooked };
    this.#formerNs = timeNs;
    return look;
  }

  snapshot(): Promise<readonly Seen[]> {
    const all = [...this.#followed.values()].map((facts) => ({ facts, usage: unknownUsage }));
    return Promise.resolve(all);
  }

  close(): void {
    this.#followed.clear();
  }
}
