import { DatabaseSync } from 'node:sqlite';
import { compileCondition, processEvents } from '@daemoneye/detection';
import type { Row } from './benchmark.ts';
import { eventRow } from './event-rows.ts';
import { median } from './median.ts';

export const name = 'condition, one row';

const text =
  "executable_path LIKE '/tmp/%' AND user_id >= 1000 AND name IN ('sh', 'bash', 'dash') AND container_id IS NULL";
const rows = Array.from({ length: 1_024 }, (_, index) => eventRow(index + 1));
const columns = Object.keys(processEvents);
const rounds = 15;

/** Median of nanoseconds per row over `rounds` passes; the first half of them only warms up. */
function nanosecondsPerRow(matches: (row: object) => boolean, passes: number): number {
  const times: number[] = [];
  for (let round = 0; round < rounds * 2; round += 1) {
    let hits = 0;
    const since = process.hrtime.bigint();
    for (let pass = 0; pass < passes; pass += 1)
      for (const row of rows) if (matches(row)) hits += 1;
    const took = Number(process.hrtime.bigint() - since) / (passes * rows.length);
    if (hits === 0) throw new Error('the condition matches nothing');
    if (round >= rounds) times.push(took);
  }
  return median(times);
}

/** The same condition in SQLite: one prepared SELECT per row, only the columns that it reads bound. */
function inSqlite(): (row: object) => boolean {
  const database = new DatabaseSync(':memory:');
  const read = columns.filter((column) => new RegExp(`\\b${column}\\b`).test(text));
  const bound = read.map((column) => `? AS ${column}`).join(', ');
  const statement = database.prepare(`SELECT 1 FROM (SELECT ${bound}) WHERE ${text}`);
  return (row) => {
    const record = row as Readonly<Record<string, string | number | null>>;
    return statement.get(...read.map((column) => record[column] ?? null)) !== undefined;
  };
}

export async function run(): Promise<readonly Row[]> {
  const compiled = compileCondition(text, 'process_events');
  if (!compiled.ok) throw new Error(compiled.errors.map((error) => error.message).join('; '));
  const { condition } = compiled;
  return await Promise.resolve([
    {
      what: 'LIKE, >=, IN and IS NULL',
      value: nanosecondsPerRow((row) => condition.matches(row), 50),
      unit: 'ns',
      better: 'less',
      peer: { name: 'node:sqlite, prepared', value: nanosecondsPerRow(inSqlite(), 2) },
    },
  ]);
}
