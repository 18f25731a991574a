import type { ProcessFacts } from '../src/process-facts.ts';
import { processIdentity } from '../src/process-key.ts';

/** Facts of a process that started `startTicks` after boot. */
export function someFacts(
  pid: number,
  startTicks: number,
  given: Partial<ProcessFacts> = {},
): ProcessFacts {
  return {
    ref: processIdentity('b32d1fb1', pid, BigInt(startTicks) * 10_000_000n),
    ppid: null,
    name: `p${pid}`,
    executable_path: null,
    command_line: null,
    args: null,
    cwd: null,
    user_id: 0,
    user_name: null,
    group_id: 0,
    group_name: null,
    login_id: null,
    tty: null,
    session_id: null,
    start_time: null,
    container_id: null,
    cgroup_id: null,
    cgroup_path: null,
    file_exists: null,
    is_memfd: null,
    ...given,
  };
}
