import {
  isExeReplaced,
  PF_KTHREAD,
  readCgroup,
  readCmdline,
  readCwd,
  readExeLink,
  readLoginuid,
  readStatus,
  readableOrNull,
  ticksToNs,
  ttyName,
} from '@daemoneye/linux-kernel';
import type { AccountNames, CgroupIds, Cmdline, ProcStat } from '@daemoneye/linux-kernel';
import { cgroupOf, processIdentity } from '@daemoneye/process-table';
import type { ProcessFacts } from '@daemoneye/process-table';

/** What a reader needs to know of the host. */
export interface ReaderHost {
  readonly procRoot: string;
  /** Prefix to strip from paths, '' for none. */
  readonly hostRoot: string;
  readonly bootId: string;
  readonly users: AccountNames;
  readonly groups: AccountNames;
  readonly cgroupIds: CgroupIds;
  /** Replaces secrets in arguments. */
  readonly redact: (args: readonly string[]) => readonly string[];
}

/** The part of the facts that exec replaces. */
export type Image = Pick<
  ProcessFacts,
  'name' | 'executable_path' | 'command_line' | 'args' | 'file_exists' | 'is_memfd' | 'raw'
>;

/** Bytes of the columns that are not UTF-8. None of arguments: secrets are replaced in their text alone. */
export function rawOf(
  columns: Readonly<Record<string, Uint8Array | undefined>>,
): Pick<ProcessFacts, 'raw'> {
  const odd = Object.entries(columns).flatMap(([name, bytes]) =>
    bytes === undefined ? [] : [[name, bytes] as const],
  );
  return odd.length === 0 ? {} : { raw: Object.fromEntries(odd) };
}

/** The facts of a process that gave itself another name. */
export function renamed(facts: ProcessFacts, { comm, commBytes }: ProcStat): ProcessFacts {
  const { raw, ...columns } = facts;
  return { ...columns, name: comm, ...rawOf({ ...raw, name: commBytes }) };
}

/** Bytes of a path that are not UTF-8, without the prefix. */
export function strippedBytes(
  link: { readonly path: string; readonly pathBytes?: Uint8Array } | null,
  prefix: string,
): Uint8Array | undefined {
  if (link === null || strip(link.path, prefix) === link.path) return link?.pathBytes;
  return link.pathBytes?.subarray(Buffer.byteLength(prefix));
}

/** The path without the prefix, '' for none. */
export function strip(path: string, prefix: string): string {
  return prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}

/** Arguments as read, the cut last one marked with an ellipsis. */
function wholeArgs({ args, truncated }: Cmdline): readonly string[] {
  return truncated ? [...args.slice(0, -1), `${args.at(-1) ?? ''}…`] : args;
}

/** Reads what `stat` does not say of one process; a field that cannot be read is null, and costs no other. */
export class ProcessReader {
  readonly #host: ReaderHost;

  constructor(host: ReaderHost) {
    this.#host = host;
  }

  /** The program that the process runs. Kernel threads have a name alone. */
  image(pid: number, stat: ProcStat): Image {
    const { procRoot, hostRoot, redact } = this.#host;
    const kernel = (stat.flags & PF_KTHREAD) !== 0;
    const exe = kernel ? null : readableOrNull(() => readExeLink(procRoot, pid));
    const cmdline = kernel ? null : readableOrNull(() => readCmdline(procRoot, pid));
    const args = cmdline === null ? null : redact(wholeArgs(cmdline));
    return {
      name: stat.comm,
      executable_path: exe === null ? null : strip(exe.path, hostRoot),
      command_line: args === null ? null : args.join(' '),
      args,
      file_exists: exe?.exists ?? null,
      is_memfd: exe?.memfd ?? null,
      ...rawOf({ name: stat.commBytes, executable_path: strippedBytes(exe, hostRoot) }),
    };
  }

  /** Whether another file has taken the path of the executable of the process. */
  isReplaced(pid: number): boolean {
    return isExeReplaced(this.#host.procRoot, pid);
  }

  /** Everything; `bootNs` is the wall-clock time of boot, null when unknown. */
  facts(pid: number, stat: ProcStat, bootNs: bigint | null): ProcessFacts {
    const { procRoot, hostRoot, bootId, users, groups, cgroupIds } = this.#host;
    const startNs = ticksToNs(stat.startTicks);
    // First what is lost as soon as the process ends; a zombie still has its status and its cgroup.
    const image = this.image(pid, stat);
    const cwd = readableOrNull(() => readCwd(procRoot, pid));
    const status = readableOrNull(() => readStatus(procRoot, pid));
    const cgroup = cgroupOf(readableOrNull(() => readCgroup(procRoot, pid)) ?? []);
    return {
      ref: processIdentity(bootId, pid, startNs),
      ppid: stat.ppid === 0 ? null : stat.ppid,
      ...image,
      cwd: cwd === null ? null : strip(cwd.path, hostRoot),
      user_id: status?.euid ?? null,
      user_name: users.nameOf(status?.euid ?? null),
      group_id: status?.egid ?? null,
      group_name: groups.nameOf(status?.egid ?? null),
      login_id: readableOrNull(() => readLoginuid(procRoot, pid)),
      tty: ttyName(stat.ttyNr),
      session_id: stat.session,
      start_time: bootNs === null ? null : bootNs + startNs,
      container_id: cgroup.containerId,
      cgroup_id: cgroup.unifiedPath === null ? null : cgroupIds.idOf(cgroup.unifiedPath),
      cgroup_path: cgroup.path,
      ...rawOf({ ...image.raw, cwd: strippedBytes(cwd, hostRoot) }),
    };
  }
}
