import { describe, expect, test } from '@jest/globals';

import { containerOf } from '../src/container-of.ts';

const A = 'a1'.repeat(32);
const B = 'b2'.repeat(32);
const POD = '0f3c2d1e-9a8b-4c7d-8e6f-5a4b3c2d1e0f';
const POD_UNIT = POD.replaceAll('-', '_');

const containers: readonly (readonly [string, string])[] = [
  ['docker, v1 cgroupfs', `/docker/${A}`],
  ['docker, v2 systemd', `/system.slice/docker-${A}.scope`],
  ['docker, cgroup namespace of the host', `/../../system.slice/docker-${A}.scope`],
  ['docker, processes in a sub-group', `/docker/${A}/init`],
  ['docker, systemd inside', `/system.slice/docker-${A}.scope/system.slice/cron.service`],
  ['docker rootless', `/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${A}.scope`],
  ['kubepods v1, containerd', `/kubepods/burstable/pod${POD}/${A}`],
  ['kubepods v1, guaranteed', `/kubepods/pod${POD}/${A}`],
  [
    'kubepods v2 systemd, containerd',
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${POD_UNIT}.slice/cri-containerd-${A}.scope`,
  ],
  [
    'kubepods v2 systemd, cri-o',
    `/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod${POD_UNIT}.slice/crio-${A}.scope`,
  ],
  ['cri-o, cgroupfs', `/kubepods/besteffort/pod${POD}/crio-${A}`],
  [
    'containerd, systemd path with the plain driver',
    `/system.slice/containerd.service/kubepods-burstable-pod${POD_UNIT}.slice:cri-containerd:${A}`,
  ],
  ['containerd, namespace', `/default/${A}`],
  ['nerdctl', `/system.slice/nerdctl-${A}.scope`],
  ['podman', `/machine.slice/libpod-${A}.scope/container`],
  ['podman, pod', `/machine.slice/machine-libpod_pod_${B}.slice/libpod-${A}.scope`],
  [
    'podman rootless',
    `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${A}.scope/container`,
  ],
  ['podman, cgroupfs', `/libpod_parent/libpod-${A}`],
  ['nested: kubernetes in docker', `/docker/${B}/kubelet/kubepods/burstable/pod${POD}/${A}`],
  ['nested: docker in docker', `/docker/${B}/docker/${A}`],
  ['ecs', `/ecs/0123456789abcdef0123456789abcdef/${A}`],
];

const others: readonly (readonly [string, string])[] = [
  ['the root', '/'],
  ['a service', '/system.slice/nginx.service'],
  ['the engine itself', '/system.slice/docker.service'],
  ['a login', '/user.slice/user-1000.slice/session-3.scope'],
  ['a user service', '/user.slice/user-1000.slice/user@1000.service/app.slice/app-x-1234.scope'],
  ['init', '/init.scope'],
  ['a pod without container', `/kubepods/burstable/pod${POD}`],
  ['the pod slice of podman', `/machine.slice/machine-libpod_pod_${B}.slice`],
  ['the monitor of podman', `/machine.slice/libpod-conmon-${A}.scope`],
  ['the monitor of cri-o', `/system.slice/crio-conmon-${A}.scope`],
  ['a service named like a container', `/system.slice/docker-${A}.service`],
  ['a shorter number', '/memory/1aed53e36b0c6c53bf54913c81af96a8'],
  ['nothing', ''],
];

describe('containerOf', () => {
  test.each(containers)('finds the id: %s', (_, path) => {
    expect(containerOf(path)).toBe(A);
  });
  test.each(others)('finds none: %s', (_, path) => {
    expect(containerOf(path)).toBeNull();
  });
});
