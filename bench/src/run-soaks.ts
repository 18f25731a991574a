import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Soak } from './soak.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error(`--minutes wants a number above 0, not '${values.minutes}'`);
  process.exit(2);
}
for (const file of globSync('*.soak.ts', { cwd: import.meta.dirname }).toSorted()) {
  const soak = (await import(pathToFileURL(path.join(import.meta.dirname, file)).href)) as Soak;
  console.log(`${soak.name}, ${minutes} min, node ${process.version}`);
  for (const line of await soak.run(minutes * 60_000)) console.log(`  ${line}`);
}
