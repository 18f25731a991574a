import { PF_FORKNOEXEC, PF_KTHREAD } from '@daemoneye/linux-kernel';
import type { ProcStat } from '@daemoneye/linux-kernel';

/** `perhaps`: executable and arguments must be read again to know. */
export type ImageChange = 'same' | 'perhaps' | 'replaced';

/** Whether the addresses were shown: a living process has a stack, and 0 stands for it without ptrace permission. */
function showsAddresses(stat: ProcStat): boolean {
  return stat.startStack !== 0;
}

function movedInMemory(a: ProcStat, b: ProcStat): boolean {
  return (
    a.startCode !== b.startCode ||
    a.endCode !== b.endCode ||
    a.startStack !== b.startStack ||
    a.startData !== b.startData ||
    a.endData !== b.endData ||
    a.startBrk !== b.startBrk
  );
}

/**
 * Whether a process called exec between two readings of its stat, from the stat alone.
 *
 * Sure signs: PF_FORKNOEXEC went (the first exec after a fork), or code, data, heap or stack begin elsewhere: exec lays out memory
 * anew at random addresses and nothing else moves these. Addresses are hidden without ptrace permission; then a new name or a
 * new virtual size is only a hint. A new name with equal addresses is a hint as well: address randomisation may be off. What stays unseen: an exec with randomisation off, of a
 * program of the same layout and name; and without permission, one that gives exactly the same virtual size and name.
 */
export function imageChange(former: ProcStat, present: ProcStat): ImageChange {
  if ((present.flags & PF_KTHREAD) !== 0 || hasEnded(present)) return 'same';
  if ((former.flags & PF_FORKNOEXEC) !== 0 && (present.flags & PF_FORKNOEXEC) === 0) {
    return 'replaced';
  }
  if (showsAddresses(former) && showsAddresses(present)) {
    if (movedInMemory(former, present)) return 'replaced';
    return former.comm === present.comm ? 'same' : 'perhaps';
  }
  const hint = former.comm !== present.comm || former.vsizeBytes !== present.vsizeBytes;
  return hint ? 'perhaps' : 'same';
}

/**
 * Whether the process has ended and only waits for its parent (zombie) or is being removed. A zombie with other threads goes on:
 * its first thread alone has ended.
 */
export function hasEnded(stat: ProcStat): boolean {
  return stat.state === 'X' || (stat.state === 'Z' && stat.threads <= 1);
}
