import { KernelRefusal } from '@daemoneye/linux-kernel';
import { describe, expect, test } from '@jest/globals';

import { refusalReason } from '../../src/bpf/refusal-reason.ts';

const [ADMIN, PERFMON, BPF] = [1n << 21n, 1n << 38n, 1n << 39n];
const refused = new KernelRefusal('MAP_CREATE trace', 'EPERM');

describe('refusalReason', () => {
  test.each([
    [0n, 'without CAP_BPF and CAP_PERFMON', 'sudo npm start'],
    [BPF, 'without CAP_PERFMON', 'sudo npm start'],
    [PERFMON, 'without CAP_BPF', 'sudo npm start'],
    [BPF | PERFMON, 'by a lockdown, a seccomp filter or a security module', null],
    [ADMIN, 'by a lockdown, a seccomp filter or a security module', null],
  ])('names what is missing with capabilities %d', (caps, why, remedy) => {
    expect(refusalReason(refused, caps)).toEqual({
      reason: `MAP_CREATE trace: EPERM, ${why}`,
      remedy,
    });
  });
  test('has no remedy for a kernel without types or without the call', () => {
    const types = new KernelRefusal('BTF /sys/kernel/btf/vmlinux', 'BTF_MISSING');
    expect(refusalReason(types, ADMIN).reason).toContain('does not show its types');
    const call = new KernelRefusal(
      'system calls',
      'UNSUPPORTED',
      'no Linux system calls on darwin',
    );
    expect(refusalReason(call, 0n)).toEqual({
      reason: 'no Linux system calls on darwin',
      remedy: null,
    });
    const old = new KernelRefusal('MAP_CREATE trace', 'EINVAL');
    expect(refusalReason(old, ADMIN)).toEqual({ reason: 'MAP_CREATE trace: EINVAL', remedy: null });
  });
});
