import { escapeTerminal } from '@daemoneye/collector-core';
import { readRules } from '@daemoneye/trigger-service';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { LineWriter } from '../output/line-writer.ts';
import { paintFor } from '../output/style.ts';
import type { Paint } from '../output/style.ts';
import { readEventLines } from '../rules/read-event-lines.ts';
import { printedRow, rawRow } from '../rules/sample-event.ts';
import type { SampleEvent } from '../rules/sample-event.ts';
import { testRules } from '../rules/test-rules.ts';
import type { RuleMatch } from '../rules/test-rules.ts';

export interface RulesTestOptions {
  readonly path: string;
  /** NDJSON. */
  readonly events: string;
  /** Events are objects with the names that rules use, and every rule gets every one. */
  readonly raw: boolean;
  /** JSON also on a terminal. */
  readonly json: boolean;
  /** Null: whatever matches is fine. */
  readonly expect: 'match' | 'none' | null;
}

async function* samplesOf({ events, raw }: RulesTestOptions): AsyncGenerator<SampleEvent> {
  let index = 0;
  for await (const line of readEventLines(events)) {
    const event = raw ? rawRow(line, events) : printedRow(line, events);
    if (event !== null) yield { index, event };
    index += 1;
  }
}

function matchText({ event_index, level, rule_id, title }: RuleMatch, paint: Paint): string {
  return `event ${event_index} ${paint('red', level)} ${paint('bold', rule_id)} ${escapeTerminal(title)}`;
}

/**
 * `deye rules test`: a line per match; findings when it is not as expected, or when a rule is refused. Throws `CLI_EVENTS_INVALID` and
 * `RULES_DIRECTORY_UNREADABLE`.
 */
export async function runRulesTest(options: RulesTestOptions, io: Io): Promise<ExitCode> {
  const { rules, refused } = await readRules([options.path]);
  for (const { message } of refused) io.stderr.write(`deye: ${message}\n`);
  const json = options.json || io.stdout.isTTY !== true;
  const paint = paintFor(io.stdout, io.environment);
  const writer = new LineWriter(io.stdout, io.signal);
  let count = 0;
  for await (const match of testRules(rules, samplesOf(options))) {
    count += 1;
    await writer.write(json ? JSON.stringify(match) : matchText(match, paint));
    if (io.signal.aborted) break;
  }
  const isAsExpected = options.expect === null || (options.expect === 'match') === count > 0;
  if (!isAsExpected)
    io.stderr.write(`deye: ${count === 0 ? 'no event matches' : `${count} matches`}\n`);
  return isAsExpected && refused.length === 0 ? ExitCode.done : ExitCode.findings;
}
