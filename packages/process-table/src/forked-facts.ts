import type { ProcessFacts } from './process-facts.ts';
import type { ProcessIdentity } from './process-key.ts';

const nothing = {
  name: null,
  executable_path: null,
  command_line: null,
  args: null,
  cwd: null,
  user_id: null,
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
} as const satisfies Partial<ProcessFacts>;

/**
 * What is known of a process at the moment of its fork: it is a copy of its parent, fork(2), with an identity and a start of its
 * own. A child that is put into another cgroup by clone3(2) is not told apart. NULL where nothing is known of the parent.
 */
export function forkedFacts(
  ref: ProcessIdentity,
  ppid: number | null,
  startTime: bigint | null,
  parent: ProcessFacts | null,
): ProcessFacts {
  return { ...(parent ?? nothing), ref, ppid, start_time: startTime };
}
