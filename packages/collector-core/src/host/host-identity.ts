/** Which host this is. `token` stands in subjects, ids and keys; `name` is a field. */
export interface HostIdentity {
  readonly token: string;
  readonly name: string;
  /** /proc/sys/kernel/random/boot_id, or a random one where there is none. */
  readonly bootId: string;
}
