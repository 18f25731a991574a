import { globSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Benchmark, Row } from './benchmark.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en');

function cells({ what, value, unit, better, peer }: Row): readonly string[] {
  if (peer === undefined) return [what, whole(value), unit, '', '', ''];
  const ratio = better === 'more' ? value / peer.value : peer.value / value;
  return [what, whole(value), unit, whole(peer.value), `${ratio.toFixed(2)}x`, peer.name];
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

const part = process.argv[2] ?? '';
const rows = [
  ['measured', 'ours', 'unit', 'peer', 'ours is better by', 'peer is'],
] as (readonly string[])[];
for (const file of globSync('*.bench.ts', { cwd: import.meta.dirname }).toSorted()) {
  const benchmark = (await import(
    pathToFileURL(path.join(import.meta.dirname, file)).href
  )) as Benchmark;
  if (!benchmark.name.includes(part)) continue;
  for (const row of await benchmark.run())
    rows.push(cells({ ...row, what: `${benchmark.name}: ${row.what}` }));
}
console.log(
  `node ${process.version}, ${os.cpus().length} CPUs, ${os.cpus()[0]?.model ?? 'unknown CPU'}`,
);
print(rows);
