import { DeyeError } from '@daemoneye/collector-core';
import { compileCondition, formatConditionError } from '@daemoneye/detection';
import type { Condition } from '@daemoneye/detection';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { LineWriter } from '../output/line-writer.ts';
import { paintFor } from '../output/style.ts';
import { tailText } from '../output/tail-text.ts';
import type { SuiteChoice } from '../suite/load-suite.ts';
import { startSuite } from '../suite/start-suite.ts';
import { defaultSubjects, tailFeed } from '../suite/tail-feed.ts';
import type { TailLine } from '../suite/tail-feed.ts';
import { askRunning, isRunning } from './attach.ts';

export interface TailOptions extends SuiteChoice {
  /** Empty: all events and alerts. */
  readonly subjects: readonly string[];
  readonly where: string | null;
  readonly json: boolean;
  /** End after so many lines; null: until interrupted. */
  readonly count: number | null;
}

/** Compiles what `--where` says; throws `CLI_CONDITION_INVALID` with every error of it. */
export function parseWhere(text: string | null): Condition | null {
  if (text === null) return null;
  const result = compileCondition(text, 'process_events');
  if (result.ok) return result.condition;
  throw new DeyeError(
    'CLI_CONDITION_INVALID',
    `--where ${result.errors.map(formatConditionError).join('; ')}`,
  );
}

async function printLines(
  lines: AsyncIterable<TailLine>,
  options: TailOptions,
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

/** `deye tail`: lines from a running `deye up`, else from a suite started here and drained at the end. */
export async function runTail(options: TailOptions, io: Io): Promise<ExitCode> {
  const where = parseWhere(options.where);
  const subjects = options.subjects.length > 0 ? options.subjects : [...defaultSubjects];
  if (await isRunning(io)) {
    const request = { verb: 'tail', subjects, where: options.where } as const;
    await printLines(askRunning(request, io, io.signal) as AsyncGenerator<TailLine>, options, io);
    return ExitCode.done;
  }
  const end = new AbortController();
  const suite = await startSuite(options, io, AbortSignal.any([io.signal, end.signal]), (bus) =>
    tailFeed(bus, subjects, where, AbortSignal.any([io.signal, end.signal])),
  );
  // A part that fails ends the tail, too.
  const finished = suite.finished.finally(() => end.abort());
  finished.catch(() => undefined);
  await printLines(suite.prepared, options, io);
  end.abort();
  await finished;
  return ExitCode.done;
}
