/** Filesystems whose files the kernel makes up on reading, by `f_type`. Source: <linux/magic.h>. */
const pseudoFilesystems: ReadonlySet<bigint> = new Set([
  0x9fa0n, // proc
  0x62656572n, // sysfs
  0x64626720n, // debugfs
  0x74726163n, // tracefs
  0x73636673n, // securityfs
  0x27e0ebn, // cgroup
  0x63677270n, // cgroup2
  0xcafe4a11n, // bpf
  0x1cd1n, // devpts
  0x62656570n, // configfs
  0x6165676cn, // pstore
  0xde5e81e4n, // efivarfs
  0xf97cff8cn, // selinux
  0x43415d53n, // smack
  0x6e736673n, // nsfs
  0x42494e4dn, // binfmt_misc
  0x19800202n, // mqueue
  0x65735543n, // fusectl
]);

/** Whether a filesystem type holds no stored files: their sizes mean nothing and reading one can act or never end. */
export function isPseudoFilesystem(type: bigint): boolean {
  return pseudoFilesystems.has(BigInt.asUintN(32, type));
}
