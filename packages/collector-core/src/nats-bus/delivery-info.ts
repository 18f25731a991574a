/** Where a delivered message stands. */
export interface DeliveryInfo {
  readonly stream: string;
  readonly durable: string;
  /** From 1. */
  readonly deliveries: number;
  readonly streamSequence: number;
  /** Number of this delivery among all of the durable. */
  readonly consumerSequence: number;
  /** Matching messages that come after it. */
  readonly pending: number;
}

/**
 * Reads the reply subject of a delivery: `$JS.ACK.<stream>.<durable>.<deliveries>.<stream sequence>.<consumer sequence>.<time>.<pending>`,
 * in newer servers with `<domain>.<account>` before the stream (ADR-15 of NATS). Null for anything else.
 */
export function parseDeliveryInfo(reply: string): DeliveryInfo | null {
  const tokens = reply.split('.');
  if (tokens[0] !== '$JS' || tokens[1] !== 'ACK') return null;
  const rest = tokens.slice(tokens.length === 9 ? 2 : 4);
  const [stream, durable, ...numbers] = rest;
  const [deliveries, streamSequence, consumerSequence, , pending] = numbers.map(Number);
  if (stream === undefined || durable === undefined || pending === undefined) return null;
  if (deliveries === undefined || streamSequence === undefined || consumerSequence === undefined)
    return null;
  if (!numbers.slice(0, 3).every((text) => /^\d+$/.test(text))) return null;
  return { stream, durable, deliveries, streamSequence, consumerSequence, pending };
}
