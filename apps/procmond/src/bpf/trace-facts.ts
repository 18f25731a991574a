import { readableOrNull, readCgroup, readCwd, readExeLink, ttyName } from '@daemoneye/linux-kernel';
import type { ExecRecord, StatDescriptors, TraceRecord } from '@daemoneye/linux-kernel';
import { cgroupOf, processIdentity } from '@daemoneye/process-table';
import type { ProcessFacts } from '@daemoneye/process-table';

import { rawOf, strip, strippedBytes } from '../proc-scan/process-reader.ts';
import type { ReaderHost } from '../proc-scan/process-reader.ts';

type OfRecord = Pick<
  ProcessFacts,
  | 'ref'
  | 'name'
  | 'user_id'
  | 'user_name'
  | 'group_id'
  | 'group_name'
  | 'login_id'
  | 'session_id'
  | 'start_time'
  | 'cgroup_id'
>;

/** What /proc says of a program that still runs. */
type Enriched = Pick<
  ProcessFacts,
  | 'executable_path'
  | 'file_exists'
  | 'is_memfd'
  | 'cwd'
  | 'tty'
  | 'cgroup_path'
  | 'container_id'
  | 'raw'
>;

/** The path that was named, where it stands for the file: not relative to a directory that is not known, not a descriptor. */
export function namedPath(path: string): string | null {
  return path.startsWith('/') && !/^\/(?:dev\/fd|proc\/self\/fd)\//.test(path) ? path : null;
}

/** Makes facts of the records of the kernel, and of /proc as long as the program is there. */
export class TraceFacts {
  readonly #host: ReaderHost;
  readonly #stats: StatDescriptors;

  /** `stats` holds no descriptors: each process is read once. */
  constructor(host: ReaderHost, stats: StatDescriptors) {
    this.#host = host;
    this.#stats = stats;
  }

  /** What the record itself says; `bootNs` is the wall-clock time of boot, null when unknown. */
  ofRecord(record: TraceRecord, bootNs: bigint | null): OfRecord {
    const { bootId, users, groups } = this.#host;
    return {
      ref: processIdentity(bootId, record.pid, record.startBoottime),
      name: record.comm,
      user_id: record.euid,
      user_name: users.nameOf(record.euid),
      group_id: record.egid,
      group_name: groups.nameOf(record.egid),
      login_id: record.loginuid,
      session_id: record.session,
      start_time: bootNs === null ? null : bootNs + record.startBoottime,
      cgroup_id: record.cgroup === 0n ? null : String(record.cgroup),
    };
  }

  /** Everything of a program that has just begun; `former` is what was known of its process. */
  ofExec(record: ExecRecord, bootNs: bigint | null, former: ProcessFacts | null): ProcessFacts {
    const args = record.args === null ? null : this.#args(record.args, record.cut);
    return {
      ...this.ofRecord(record, bootNs),
      ppid: former?.ppid ?? (record.parent === 0 ? null : record.parent),
      args,
      command_line: args === null ? null : args.join(' '),
      ...(this.#enriched(record) ?? this.#gone(record, former)),
    };
  }

  #args(args: readonly string[], cut: boolean): readonly string[] {
    return this.#host.redact(cut ? [...args.slice(0, -1), `${args.at(-1) ?? ''}…`] : args);
  }

  /** A terminal stays with a process, a directory only as long as it does not move: after the end it is not known. */
  #gone(record: ExecRecord, former: ProcessFacts | null): Enriched {
    return {
      executable_path: namedPath(record.path),
      file_exists: null,
      is_memfd: null,
      cwd: null,
      tty: former?.tty ?? null,
      cgroup_path: null,
      container_id: null,
    };
  }

  #enriched(record: ExecRecord): Enriched | null {
    const { procRoot, hostRoot } = this.#host;
    const { pid } = record;
    const exe = readableOrNull(() => readExeLink(procRoot, pid));
    if (exe === null) return null;
    const cwd = readableOrNull(() => readCwd(procRoot, pid));
    const place = cgroupOf(readableOrNull(() => readCgroup(procRoot, pid)) ?? []);
    // Read last: when the same program still runs now, it ran while the others were read.
    const stat = this.#stats.read(pid);
    if (stat === null || stat.startStack !== record.startStack) return null;
    return {
      executable_path: strip(exe.path, hostRoot),
      file_exists: exe.exists,
      is_memfd: exe.memfd,
      cwd: cwd === null ? null : strip(cwd.path, hostRoot),
      tty: ttyName(stat.ttyNr),
      cgroup_path: place.path,
      container_id: place.containerId,
      ...rawOf({
        name: stat.comm === record.comm ? stat.commBytes : undefined,
        executable_path: strippedBytes(exe, hostRoot),
        cwd: strippedBytes(cwd, hostRoot),
      }),
    };
  }
}
