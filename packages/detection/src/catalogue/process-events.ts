import { nullable, required } from './column.ts';
import { envelope } from './envelope.ts';

const GONE = 'the process ended before it could be read';
const DENIED = 'the process ended before it could be read, or the collector may not read it';
const NO_PARENT = 'the parent is not known';
const NOT_EXITED = 'the process has not exited, or its end was not observed';
const NO_CONTAINER = 'the process is in no container';
const NOT_HASHED = 'no hash was computed';

/**
 * `process_events`: what processes did. Types: `process.started`, `process.exited`, `process.snapshot`, `process.forked`,
 * `process.modified`, `process.suspicious`.
 */
export const processEvents = {
  ...envelope,
  pid: required('integer', 'Process id (thread group id) as the collector sees it.'),
  ppid: nullable('integer', 'Process id of the parent.', NO_PARENT),
  name: nullable('text', 'Command name (comm), at most 15 bytes on Linux.', GONE),
  executable_path: nullable(
    'text',
    'Path of the executable, without the kernel’s " (deleted)".',
    `${DENIED}; kernel threads have none`,
  ),
  command_line: nullable(
    'text',
    'Arguments joined by blanks, secrets replaced.',
    `${GONE}; kernel threads have none`,
  ),
  args: nullable(
    'list',
    'Arguments one by one, secrets replaced.',
    `${GONE}; kernel threads have none`,
  ),
  cwd: nullable('text', 'Working directory.', DENIED),
  user_id: nullable('integer', 'Effective user id.', GONE),
  user_name: nullable('text', 'Name of the effective user.', 'the host has no name for the id'),
  group_id: nullable('integer', 'Effective group id.', GONE),
  group_name: nullable('text', 'Name of the effective group.', 'the host has no name for the id'),
  login_id: nullable(
    'integer',
    'User id of the login session (loginuid).',
    'the process belongs to no login',
  ),
  tty: nullable('text', 'Controlling terminal, e.g. `pts/3`.', 'the process has none'),
  session_id: nullable('integer', 'Session id (sid).', GONE),
  start_time: nullable('time', 'When the process started.', GONE, 'ns'),
  exit_code: nullable('integer', 'Exit code.', `${NOT_EXITED}, or a signal ended it`),
  exit_signal: nullable(
    'integer',
    'Number of the signal that ended it.',
    `${NOT_EXITED}, or it exited by itself`,
  ),
  run_time_ms: nullable('integer', 'From start to exit.', NOT_EXITED, 'ms'),
  process_key: nullable(
    'text',
    'Identity of the process, stable over pid reuse and collector restarts.',
    'its start time is not known',
  ),
  parent_process_key: nullable('text', 'Identity of the parent.', NO_PARENT),
  parent_name: nullable('text', 'Command name of the parent.', NO_PARENT),
  parent_executable_path: nullable(
    'text',
    'Executable of the parent.',
    `${NO_PARENT}, or may not be read`,
  ),
  parent_command_line: nullable('text', 'Arguments of the parent, secrets replaced.', NO_PARENT),
  ancestors: nullable(
    'list',
    'Executable path (else name) of parent, grandparent and so on, at most 8.',
    NO_PARENT,
  ),
  container_id: nullable('text', 'Id of the container, as its runtime names it.', NO_CONTAINER),
  cgroup_id: nullable(
    'text',
    'Id of the cgroup (inode of its directory).',
    'the cgroup directory cannot be read',
  ),
  cgroup_path: nullable('text', 'Path of the cgroup.', GONE),
  executable_hash: nullable('text', 'Hash of the executable, lower-case hex.', NOT_HASHED),
  hash_algorithm: nullable('text', 'Algorithm of the hash, `sha256`.', NOT_HASHED),
  file_exists: nullable('boolean', 'Whether the executable still is at its path.', DENIED),
  is_memfd: nullable('boolean', 'Whether the executable is an anonymous memory file.', DENIED),
  cpu_usage: nullable(
    'real',
    'CPU time used since the last look.',
    'there was no earlier look',
    '% of one core',
  ),
  memory_usage: nullable('integer', 'Resident set size.', GONE, 'bytes'),
  source_tier: required(
    'text',
    'Tier of the source: `bpf`, `proc_connector`, `proc_scan`, `ps_list`.',
  ),
  changed: nullable(
    'list',
    'Names of the columns whose value is another one than before.',
    'the type is not `process.modified`',
  ),
  suspicion: nullable(
    'text',
    'What is odd: `pid_reused`, `start_in_future`, `executable_deleted`, `executable_replaced`, `memfd`.',
    'the type is not `process.suspicious`',
  ),
} as const;
