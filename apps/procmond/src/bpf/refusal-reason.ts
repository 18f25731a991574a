import { CAP_BPF, CAP_PERFMON, CAP_SYS_ADMIN } from '@daemoneye/linux-kernel';
import type { KernelRefusal } from '@daemoneye/linux-kernel';

/** Why the tier cannot run, and the command that would let it; null when none would. */
export interface Refusal {
  readonly reason: string;
  readonly remedy: string | null;
}

const needed = [
  ['CAP_BPF', CAP_BPF],
  ['CAP_PERFMON', CAP_PERFMON],
] as const;

/** The capabilities that are missing; CAP_SYS_ADMIN stands for both. */
function missingCapabilities(effectiveCaps: bigint): readonly string[] {
  if ((effectiveCaps & (1n << CAP_SYS_ADMIN)) !== 0n) return [];
  return needed.flatMap(([name, bit]) => ((effectiveCaps & (1n << bit)) === 0n ? [name] : []));
}

/** Words for what the kernel refused to a process with these effective capabilities. */
export function refusalReason(refusal: KernelRefusal, effectiveCaps: bigint): Refusal {
  const { step, code, detail } = refusal;
  const said = `${step}: ${code}`;
  if (code === 'UNSUPPORTED') return { reason: detail, remedy: null };
  if (code === 'BTF_MISSING')
    return { reason: `${said}, the kernel does not show its types`, remedy: null };
  if (code !== 'EPERM' && code !== 'EACCES') return { reason: said, remedy: null };
  const missing = missingCapabilities(effectiveCaps);
  if (missing.length > 0)
    return { reason: `${said}, without ${missing.join(' and ')}`, remedy: 'sudo npm start' };
  return { reason: `${said}, by a lockdown, a seccomp filter or a security module`, remedy: null };
}
