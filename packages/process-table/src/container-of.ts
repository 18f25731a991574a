const ID = '[0-9a-f]{64}';

/**
 * Forms of one directory of a cgroup path that stand for a container, id in the first group. systemd scopes: `docker-<id>.scope`,
 * `cri-containerd-<id>.scope`, `crio-<id>.scope`, `libpod-<id>.scope`, `nerdctl-<id>.scope`. Plain directories: `<id>` under
 * `/docker`, `/kubepods/…/pod<uid>`, `/ecs/<task>`; `crio-<id>` and `libpod-<id>`. Third, what containerd makes of a systemd path
 * with the plain driver: `….slice:cri-containerd:<id>`. The monitors of cri-o and podman (`crio-conmon-<id>.scope`,
 * `libpod-conmon-<id>.scope`) run beside the container, not in it, and match nothing.
 */
const forms = [
  new RegExp(`^(?:docker|cri-containerd|crio|libpod|nerdctl)-(${ID})(?:\\.scope)?$`),
  new RegExp(`^(${ID})$`),
  new RegExp(`:(?:cri-containerd|docker|crio|nerdctl):(${ID})$`),
];

function containerOfDirectory(directory: string): string | null {
  for (const form of forms) {
    const id = form.exec(directory)?.[1];
    if (id !== undefined) return id;
  }
  return null;
}

/**
 * Id of the container that a cgroup path belongs to, 64 hex digits; null when it is none: services, users' slices and pods are not
 * containers. Of containers within containers it is the innermost.
 */
export function containerOf(cgroupPath: string): string | null {
  for (const directory of cgroupPath.split('/').toReversed()) {
    const id = containerOfDirectory(directory);
    if (id !== null) return id;
  }
  return null;
}
