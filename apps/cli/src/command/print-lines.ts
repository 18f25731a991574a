import type { Io } from '../output/io.ts';
import { LineWriter } from '../output/line-writer.ts';
import { paintFor } from '../output/style.ts';
import { tailText } from '../output/tail-text.ts';
import type { TailLine } from '../suite/tail-feed.ts';

export interface PrintOptions {
  /** JSON also on a terminal. */
  readonly json: boolean;
  /** End after so many lines; null: when there are no more. */
  readonly count: number | null;
}

/** Writes the lines of a tail: for people on a terminal, NDJSON when piped. What was dropped is said on stderr. */
export async function printLines(
  lines: AsyncIterable<TailLine>,
  options: PrintOptions,
  io: Io,
): Promise<void> {
  const json = options.json || io.stdout.isTTY !== true;
  const paint = paintFor(io.stdout, io.environment);
  const writer = new LineWriter(io.stdout, io.signal);
  let left = options.count ?? Number.POSITIVE_INFINITY;
  for await (const line of lines) {
    if ('dropped' in line) {
      io.stderr.write(`deye: ${line.dropped} messages were not shown, the reader is too slow\n`);
      continue;
    }
    await writer.write(
      json ? JSON.stringify(line.row) : tailText(line.row as Record<string, unknown>, paint),
    );
    left -= 1;
    if (left <= 0 || io.signal.aborted) return;
  }
}
