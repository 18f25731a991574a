import type { ProcessFacts } from '@daemoneye/process-table';

const noImage = {
  name: null,
  executable_path: null,
  command_line: null,
  args: null,
  cwd: null,
  file_exists: null,
  is_memfd: null,
} as const satisfies Partial<ProcessFacts>;

/** What a process knows of itself after an exec that was not read in time: nothing of its program, the rest as before. */
export function unreadExec(former: ProcessFacts): ProcessFacts {
  const { raw: _, ...columns } = former;
  return { ...columns, ...noImage };
}

/** What was read after an exec, with what a process keeps over exec where it ended before that was read. */
export function readExec(present: ProcessFacts, former: ProcessFacts | null): ProcessFacts {
  if (former === null) return present;
  return {
    ...present,
    ppid: former.ppid ?? present.ppid,
    start_time: former.start_time,
    user_id: present.user_id ?? former.user_id,
    user_name: present.user_id === null ? former.user_name : present.user_name,
    group_id: present.group_id ?? former.group_id,
    group_name: present.group_id === null ? former.group_name : present.group_name,
    login_id: present.login_id ?? former.login_id,
    cgroup_path: present.cgroup_path ?? former.cgroup_path,
    cgroup_id: present.cgroup_path === null ? former.cgroup_id : present.cgroup_id,
    container_id: present.cgroup_path === null ? former.container_id : present.container_id,
  };
}

/** The facts after a change of ids that could not be read any more: which ids it has is not known. */
export function unreadIds(former: ProcessFacts): ProcessFacts {
  const noUser = { user_id: null, user_name: null, group_id: null, group_name: null };
  return { ...former, ...noUser, session_id: null, tty: null };
}
