/** A message that was given up; the payload of `deye.v1.dlq.<stream>`. */
export interface DeadLetter {
  readonly stream: string;
  readonly subject: string;
  readonly sequence: number;
  readonly deliveries: number;
  readonly reason: string;
  readonly time: bigint;
  /** The message as it was, at most its first 64 KiB; null on a bus that does not carry bytes. */
  readonly payload: Uint8Array | null;
}
