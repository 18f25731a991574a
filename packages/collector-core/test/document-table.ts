import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../docs');

function between(name: string): RegExp {
  return new RegExp(`(<!-- begin ${name} -->\n)[\\s\\S]*?(<!-- end ${name} -->)`);
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |\n`;
}

/** Writes the rows, the first being the head, into the marked part of a document when `UPDATE_DOCS=1`. */
function update(file: string, name: string, rows: readonly (readonly string[])[]): void {
  const [head = [], ...body] = rows;
  const table = [head, head.map(() => '---'), ...body].map(line).join('');
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(between(name), (_all, begin: string, end: string) => `${begin}\n${table}\n${end}`),
  );
}

/** Rows of the table in the marked part of a document, the head first; brought up to date before when `UPDATE_DOCS=1`. */
export function documentTable(
  file: string,
  name: string,
  rows: readonly (readonly string[])[],
): string[][] {
  if (process.env['UPDATE_DOCS'] === '1') update(file, name, rows);
  const part = between(name).exec(readFileSync(join(folder, file), 'utf8'))?.[0] ?? '';
  return part
    .split('\n')
    .filter((text) => text.startsWith('|') && !/^\|[\s|:-]+$/.test(text))
    .map((text) =>
      text
        .slice(1, text.lastIndexOf('|'))
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|')),
    );
}
