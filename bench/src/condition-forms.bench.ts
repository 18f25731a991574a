import { compileCondition } from '@daemoneye/detection';
import type { Condition } from '@daemoneye/detection';
import type { Row } from './benchmark.ts';
import { eventRow } from './event-rows.ts';
import { median } from './median.ts';

export const name = 'condition, by form';

const rows = Array.from({ length: 512 }, (_, index) => eventRow(index + 1));
const rounds = 9;

/** One condition per form; each is true for some of the rows. */
const forms = new Map([
  ['text = text', "executable_path = '/tmp/sh'"],
  ['number < number', 'pid < 1100'],
  ['BETWEEN', 'pid BETWEEN 1010 AND 1100'],
  ['arithmetic', 'pid * 2 + 1 > 2200'],
  ['LIKE', "command_line LIKE '%true%'"],
  ['GLOB', "executable_path GLOB '/tmp/[a-z]*'"],
  ['REGEXP', "executable_path REGEXP '^/tmp/.*sh$'"],
  ['CASE', 'CASE WHEN user_id = 0 THEN pid > 1 ELSE pid > 1100 END'],
  ['functions', "LOWER(SUBSTR(executable_path, 2, 3)) || '/' = 'tmp/'"],
  ['120 × OR', Array.from({ length: 120 }, (_, index) => `pid = ${index * 9}`).join(' OR ')],
]);

function compiled(text: string): Condition {
  const result = compileCondition(text, 'process_events');
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join('; '));
  return result.condition;
}

/** Median of nanoseconds per call over `rounds` passes; the first half of them only warms up. */
function nanoseconds(pass: () => number): number {
  const times: number[] = [];
  for (let round = 0; round < rounds * 2; round += 1) {
    const since = process.hrtime.bigint();
    const calls = pass();
    if (round >= rounds) times.push(Number(process.hrtime.bigint() - since) / calls);
  }
  return median(times);
}

function evaluation(condition: Condition): number {
  return nanoseconds(() => {
    const passes = 40;
    let hits = 0;
    for (let pass = 0; pass < passes; pass += 1)
      for (const row of rows) if (condition.matches(row)) hits += 1;
    if (hits === 0) throw new Error(`matches nothing: ${condition.text}`);
    return passes * rows.length;
  });
}

function compilation(text: string): number {
  return nanoseconds(() => {
    const calls = 200;
    for (let call = 0; call < calls; call += 1) compiled(text);
    return calls;
  });
}

export async function run(): Promise<readonly Row[]> {
  const measured = Array.from(forms, ([form, text]): readonly Row[] => [
    { what: `${form}, text to test`, value: compilation(text), unit: 'ns', better: 'less' },
    { what: `${form}, one row`, value: evaluation(compiled(text)), unit: 'ns', better: 'less' },
  ]);
  return await Promise.resolve(measured.flat());
}
