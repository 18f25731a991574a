import type { Columns } from './column.ts';
import { protoPaths } from './proto-paths.ts';
import { tables } from './tables.ts';
import type { TableName } from './tables.ts';

const documented = {
  process_events: {
    doc: 'What processes did. Types: `process.started`, `process.exited`, `process.snapshot`, `process.forked`, `process.modified`, `process.suspicious`.',
    columns: tables.process_events,
  },
  custom_events: {
    doc: 'What collectors of third parties tell, under event types of their own.',
    columns: tables.custom_events,
  },
  gaps: {
    doc: 'What was lost, and the running account. Types: `gap`, `gap_closed`, `ledger`.',
    columns: tables.gaps,
  },
} satisfies Record<TableName, { doc: string; columns: Columns }>;

const inJsonAndSql = [
  ['type', 'in JSON', 'in SQL and in conditions'],
  ['`integer`', 'number; text beyond 2^53', 'INTEGER'],
  ['`real`', 'number', 'REAL'],
  ['`text`', 'text', 'TEXT'],
  ['`boolean`', '`true`, `false`', 'INTEGER, 1 or 0'],
  [
    '`time`',
    'RFC 3339 in UTC, nine digits behind the point',
    'INTEGER, nanoseconds since 1970-01-01',
  ],
  ['`list`', 'array of text', 'TEXT, the array as JSON'],
];

const intro = `# Catalogue

The columns of every table. Conditions name them, events in JSON have them as keys in this order, SQL has them as columns.
This page is made from \`packages/detection/src/catalogue\`; the test of \`catalogueMarkdown\` with \`UPDATE_DOCS=1\` writes it.
`;

/** A table whose columns are padded to one width, as Prettier leaves it. */
function markdownTable(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((text) => text.replaceAll('|', '\\|')));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[], fill: string): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head, ' '), line([], '-'), ...body.map((row) => line(row, ' '))].join('\n');
}

function section(name: TableName, doc: string, columns: Columns): string {
  const rows = Object.entries(columns).map(([column, { type, unit, doc: words, nullWhen }]) => [
    `\`${column}\``,
    type,
    unit ?? '',
    words,
    nullWhen ?? 'never',
    protoPaths(name, column)
      .map((path) => `\`${path}\``)
      .join(', '),
  ]);
  const table = markdownTable([
    ['column', 'type', 'unit', 'what', 'NULL when', 'proto path'],
    ...rows,
  ]);
  return `## \`${name}\`\n\n${doc}\n\n${table}\n`;
}

/** The text of docs/catalogue.md: every table with its columns, in the order of the catalogue. */
export function catalogueMarkdown(): string {
  const names = Object.keys(documented) as TableName[];
  const sections = names.map((name) =>
    section(name, documented[name].doc, documented[name].columns),
  );
  return [intro, `${markdownTable(inJsonAndSql)}\n`, ...sections].join('\n');
}
