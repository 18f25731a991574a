import { escapeTerminal } from '@daemoneye/collector-core';
import { readRules } from '@daemoneye/trigger-service';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { paintFor } from '../output/style.ts';
import type { Paint } from '../output/style.ts';
import { lintLines } from '../rules/lint-lines.ts';
import type { LintLine } from '../rules/lint-lines.ts';

export interface LintOptions {
  /** Files and directories. */
  readonly paths: readonly string[];
  readonly json: boolean;
}

function lintText({ rule, file, line, ok, kind, errors }: LintLine, paint: Paint): string {
  if (ok)
    return `${paint('green', 'ok  ')} ${escapeTerminal(`${file}:${line}`)} ${rule ?? ''} (${kind})`;
  return errors.map(({ message }) => `${paint('red', 'bad ')} ${message}`).join('\n');
}

/** `deye rules lint`: a line per rule; findings when one is refused. Throws `RULES_DIRECTORY_UNREADABLE`. */
export async function runRulesLint({ paths, json }: LintOptions, io: Io): Promise<ExitCode> {
  const lines = lintLines(await readRules(paths));
  const paint = paintFor(io.stdout, io.environment);
  for (const line of lines)
    io.stdout.write(`${json ? JSON.stringify(line) : lintText(line, paint)}\n`);
  if (lines.length === 0) io.stderr.write('deye: there are no rules\n');
  return lines.every(({ ok }) => ok) ? ExitCode.done : ExitCode.findings;
}
