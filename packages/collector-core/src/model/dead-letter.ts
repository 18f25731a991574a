/** A message that was given up; the payload of `deye.v1.dlq.<stream>`. */
export interface DeadLetter {
  readonly stream: string;
  readonly subject: string;
  readonly sequence: number;
  readonly deliveries: number;
  readonly reason: string;
  readonly time: bigint;
}
