import { CollectionEvent } from '../model/event.ts';
import type { EventDraft, ProcessEvent } from '../model/event.ts';

const START = 1_700_000_000_000_000_000n;

/** A draft of `process.started`, plausible; `given` replaces columns. */
export function aProcessDraft(given: Partial<ProcessEvent> = {}): EventDraft {
  const draft = CollectionEvent.process({
    type: 'process.started',
    time: START,
    pid: 4_242,
    ppid: 1,
    name: 'sleep',
    executable_path: '/usr/bin/sleep',
    command_line: 'sleep 3',
    args: ['sleep', '3'],
    cwd: '/',
    user_id: 1_000,
    user_name: 'someone',
    group_id: 1_000,
    session_id: 4_242,
    start_time: START,
    process_key: 'a1b2c3d4e5f60718',
    parent_name: 'systemd',
    parent_executable_path: '/usr/lib/systemd/systemd',
    ancestors: ['/usr/lib/systemd/systemd'],
    cgroup_path: '/user.slice',
    file_exists: true,
    is_memfd: false,
    source_tier: 'proc_scan',
  });
  return Object.assign(draft, given);
}

/** The same as a stamped, frozen event, as consumers see it. */
export function aProcessEvent(given: Partial<ProcessEvent> = {}): ProcessEvent {
  const draft = aProcessDraft({
    host: 'box-0a1b2c3d',
    host_name: 'box',
    collector: 'procmond',
    epoch: '0123456789abcdef',
    seq: 1,
    ...given,
  });
  return Object.freeze(draft) as unknown as ProcessEvent;
}
