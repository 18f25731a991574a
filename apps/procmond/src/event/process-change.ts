import type { ProcessFacts } from '@daemoneye/process-table';

/** Columns whose change is told: a process changes them without another program being started. */
const told = [
  'name',
  'executable_path',
  'user_id',
  'group_id',
  'login_id',
  'session_id',
  'file_exists',
] as const satisfies readonly (keyof ProcessFacts)[];

/** Whether it has no program: a thread of the kernel, which takes the name of what it works on. */
function hasNoProgram({ executable_path, command_line }: ProcessFacts): boolean {
  return executable_path === null && command_line === null;
}

/** Names of the columns that are known in both and differ: what `changed` holds. */
export function changedColumns(former: ProcessFacts, present: ProcessFacts): readonly string[] {
  if (hasNoProgram(present)) return [];
  return told.filter(
    (name) => former[name] !== null && present[name] !== null && former[name] !== present[name],
  );
}
