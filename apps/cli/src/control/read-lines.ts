import type { Socket } from 'node:net';
import { MAX_LINE_BYTES } from './control-protocol.ts';

/** Lines of a socket until it ends; a line over the limit ends it. Reading slowly slows the sender. */
export async function* readLines(socket: Socket): AsyncGenerator<string> {
  let rest = '';
  socket.setEncoding('utf8');
  for await (const chunk of socket as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > MAX_LINE_BYTES) return;
  }
}
