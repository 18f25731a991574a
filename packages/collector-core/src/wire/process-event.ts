import type { daemoneye } from '#gen/daemoneye.js';
import { DeyeError } from '../error/deye-error.ts';
import type { ProcessEvent } from '../model/event.ts';
import { int32, int64, toBigInt, toNumber, uint32, uint64 } from './integers.ts';
import type { Wire64 } from './integers.ts';
import { wellFormed } from './value.ts';

type WireProcess = daemoneye.v1.ProcessEvent.$Properties;

/** The columns of an event that its envelope and its batch hold. */
export type ProcessStamp = Pick<
  ProcessEvent,
  'domain' | 'time' | 'host' | 'host_name' | 'collector' | 'epoch' | 'seq' | 'type'
>;

const text = (value: string | null): string | null => value?.toWellFormed() ?? null;
const id = (value: number | null, field: string): number | null =>
  value === null ? null : uint32(value, field);
const count = (value: number | null, field: string): number | null =>
  value === null ? null : uint64(value, field);
const list = (values: readonly string[] | null): { values: string[] } | null =>
  values === null ? null : { values: wellFormed(values) };

const number = (value: Wire64 | null | undefined, field: string): number | null =>
  value === null || value === undefined ? null : toNumber(value, field);
const strings = (value: { values?: string[] | null } | null | undefined): string[] | null =>
  value === null || value === undefined ? null : (value.values ?? []);

/** The body of a process event. Throws `WIRE_VALUE` for a number that its field cannot hold and for a hash without its algorithm. */
export function processToWire(event: ProcessEvent): WireProcess {
  if (event.executable_hash !== null && event.hash_algorithm === null)
    throw new DeyeError('WIRE_VALUE', 'executable_hash without hash_algorithm');
  return {
    pid: uint32(event.pid, 'pid'),
    ppid: id(event.ppid, 'ppid'),
    name: text(event.name),
    executable_path: text(event.executable_path),
    command_line: text(event.command_line),
    args: list(event.args),
    cwd: text(event.cwd),
    user_id: id(event.user_id, 'user_id'),
    user_name: text(event.user_name),
    group_id: id(event.group_id, 'group_id'),
    group_name: text(event.group_name),
    login_id: id(event.login_id, 'login_id'),
    tty: text(event.tty),
    session_id: id(event.session_id, 'session_id'),
    start_time: event.start_time === null ? null : int64(event.start_time, 'start_time'),
    exit_code: event.exit_code === null ? null : int32(event.exit_code, 'exit_code'),
    exit_signal: id(event.exit_signal, 'exit_signal'),
    run_time_ms: count(event.run_time_ms, 'run_time_ms'),
    process_key: text(event.process_key),
    parent_process_key: text(event.parent_process_key),
    parent_name: text(event.parent_name),
    parent_executable_path: text(event.parent_executable_path),
    parent_command_line: text(event.parent_command_line),
    ancestors: list(event.ancestors),
    container_id: text(event.container_id),
    cgroup_id: text(event.cgroup_id),
    cgroup_path: text(event.cgroup_path),
    executable_hash: text(event.executable_hash),
    hash_algorithm: text(event.hash_algorithm),
    file_exists: event.file_exists,
    is_memfd: event.is_memfd,
    cpu_usage: event.cpu_usage,
    memory_usage: count(event.memory_usage, 'memory_usage'),
    source_tier: event.source_tier.toWellFormed(),
    changed: list(event.changed),
    suspicion: text(event.suspicion),
  };
}

/** The inverse, in the order of the catalogue. Throws `WIRE_MALFORMED` for a hash without its algorithm and for a number beyond 2^53. */
export function processFromWire(
  body: daemoneye.v1.ProcessEvent,
  stamp: ProcessStamp,
): ProcessEvent {
  if (body.executable_hash !== null && body.hash_algorithm === null)
    throw new DeyeError('WIRE_MALFORMED', 'executable_hash without hash_algorithm');
  return {
    domain: stamp.domain,
    time: stamp.time,
    host: stamp.host,
    host_name: stamp.host_name,
    collector: stamp.collector,
    epoch: stamp.epoch,
    seq: stamp.seq,
    type: stamp.type,
    pid: body.pid,
    ppid: body.ppid,
    name: body.name,
    executable_path: body.executable_path,
    command_line: body.command_line,
    args: strings(body.args),
    cwd: body.cwd,
    user_id: body.user_id,
    user_name: body.user_name,
    group_id: body.group_id,
    group_name: body.group_name,
    login_id: body.login_id,
    tty: body.tty,
    session_id: body.session_id,
    start_time: body.start_time === null ? null : toBigInt(body.start_time),
    exit_code: body.exit_code,
    exit_signal: body.exit_signal,
    run_time_ms: number(body.run_time_ms, 'run_time_ms'),
    process_key: body.process_key,
    parent_process_key: body.parent_process_key,
    parent_name: body.parent_name,
    parent_executable_path: body.parent_executable_path,
    parent_command_line: body.parent_command_line,
    ancestors: strings(body.ancestors),
    container_id: body.container_id,
    cgroup_id: body.cgroup_id,
    cgroup_path: body.cgroup_path,
    executable_hash: body.executable_hash,
    hash_algorithm: body.hash_algorithm,
    file_exists: body.file_exists,
    is_memfd: body.is_memfd,
    cpu_usage: body.cpu_usage,
    memory_usage: number(body.memory_usage, 'memory_usage'),
    source_tier: body.source_tier,
    changed: strings(body.changed),
    suspicion: body.suspicion,
  };
}
