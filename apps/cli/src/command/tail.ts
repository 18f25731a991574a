import { DeyeError, SystemClock, readHistory } from '@daemoneye/collector-core';
import { compileCondition, formatConditionError } from '@daemoneye/detection';
import type { Condition } from '@daemoneye/detection';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import type { SuiteChoice } from '../suite/load-suite.ts';
import { withBus } from '../suite/open-bus.ts';
import type { OpenBus } from '../suite/open-bus.ts';
import { startSuite } from '../suite/start-suite.ts';
import { defaultSubjects, tailFeed } from '../suite/tail-feed.ts';
import type { TailLine, TailWords } from '../suite/tail-feed.ts';
import { askRunning } from './attach.ts';
import { printLines } from './print-lines.ts';
import type { PrintOptions } from './print-lines.ts';
import { findBus } from './which-bus.ts';
import type { BusOptions } from './which-bus.ts';

export interface TailOptions extends SuiteChoice, BusOptions, PrintOptions {
  /** Empty: all events and alerts. */
  readonly subjects: readonly string[];
  readonly where: string | null;
  /** How far back to begin, in milliseconds; null: with what comes. */
  readonly sinceMs: number | null;
}

/** Compiles what `--where` says; throws `CLI_CONDITION_INVALID` with every error of it. */
export function parseWhere(text: string | null): Condition | null {
  if (text === null) return null;
  const result = compileCondition(text, 'process_events');
  if (result.ok && result.condition.window !== null)
    throw new DeyeError('CLI_CONDITION_INVALID', '--where takes no window: put it into a rule');
  if (result.ok) return result.condition;
  throw new DeyeError(
    'CLI_CONDITION_INVALID',
    `--where ${result.errors.map(formatConditionError).join('; ')}`,
  );
}

/** What `deye tail` shows of a bus on NATS: what is stored since then, and what comes. */
function natsLines(
  { bus, link }: OpenBus,
  words: TailWords,
  sinceMs: number | null,
  signal: AbortSignal,
): AsyncIterable<TailLine> {
  if (sinceMs === null) return tailFeed(bus, words, signal);
  const since = new SystemClock().now() - BigInt(sinceMs) * 1_000_000n;
  const { subjects } = words;
  return tailFeed(bus, { ...words, history: readHistory(link, { subjects, since }) }, signal);
}

/** Lines from a suite that is started here, and drained at the end. */
async function tailOwnSuite(options: TailOptions, words: TailWords, io: Io): Promise<void> {
  const end = new AbortController();
  const signal = AbortSignal.any([io.signal, end.signal]);
  const suite = await startSuite(options, io, signal, (bus) => tailFeed(bus, words, signal));
  // A part that fails ends the tail, too.
  const finished = suite.finished.finally(() => end.abort());
  finished.catch(() => undefined);
  await printLines(suite.prepared, options, io);
  end.abort();
  await finished;
}

/** `deye tail`: lines from a bus on NATS, from a running `deye up`, else from a suite started here. Throws `BUS_NO_HISTORY`. */
export async function runTail(options: TailOptions, io: Io): Promise<ExitCode> {
  const where = parseWhere(options.where);
  const subjects = options.subjects.length > 0 ? options.subjects : [...defaultSubjects];
  const words = { subjects, where };
  const found = await findBus(options, io);
  if (found?.kind === 'servers') {
    await withBus(found.servers, io, (open) =>
      printLines(natsLines(open, words, options.sinceMs, io.signal), options, io),
    );
    return ExitCode.done;
  }
  if (options.sinceMs !== null) throw new DeyeError('BUS_NO_HISTORY', '--since');
  if (found === null) {
    await tailOwnSuite(options, words, io);
    return ExitCode.done;
  }
  const request = { verb: 'tail', subjects, where: options.where } as const;
  await printLines(askRunning(request, io, io.signal) as AsyncGenerator<TailLine>, options, io);
  return ExitCode.done;
}
