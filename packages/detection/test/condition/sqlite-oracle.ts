import { DatabaseSync } from 'node:sqlite';
import { RE2JS } from 're2js';
import type { Columns } from '../../src/catalogue/column.ts';
import { tables } from '../../src/catalogue/tables.ts';
import type { TableName } from '../../src/catalogue/tables.ts';
import { toSqlValue } from '../../src/row/to-sql-value.ts';

/** A row of a table; columns that are not given are NULL. */
export type TestRow = Readonly<Record<string, unknown>>;

const affinity = {
  integer: 'INTEGER',
  real: 'REAL',
  text: 'TEXT',
  boolean: 'INTEGER',
  time: 'INTEGER',
  list: 'TEXT',
} as const;

/** SQLite has no ILIKE: its LIKE is blind to case already. A list column is the JSON of its values. */
function inSqlite(expression: string): string {
  return expression
    .replaceAll(/\bILIKE\b/gi, 'LIKE')
    .replaceAll(/\bIN (args|ancestors)\b/gi, 'IN (SELECT value FROM json_each($1))');
}

/** REGEXP of SQLite is a function of the host: `x REGEXP y` asks for regexp(y, x). */
function regexp(pattern: unknown, value: unknown): number | null {
  const text = typeof value === 'number' ? value.toString() : value;
  if (typeof pattern !== 'string' || typeof text !== 'string') return null;
  return Number(RE2JS.compile(RE2JS.translateRegExp(pattern)).test(text));
}

/** SQLite's verdicts: 1, 0 or null for each row. */
export class SqliteOracle {
  readonly #database = new DatabaseSync(':memory:');
  readonly #table: TableName;
  readonly #columns: Columns;

  constructor(table: TableName, rows: readonly TestRow[]) {
    this.#table = table;
    this.#database.function('regexp', { deterministic: true }, regexp);
    this.#columns = tables[table];
    const columns = Object.entries(this.#columns);
    const definition = columns.map(([name, { type }]) => `"${name}" ${affinity[type]}`).join(', ');
    this.#database.exec(`CREATE TABLE ${table} (${definition})`);
    const marks = columns.map(() => '?').join(', ');
    const insert = this.#database.prepare(`INSERT INTO ${table} VALUES (${marks})`);
    for (const row of rows) {
      insert.run(...columns.map(([name, column]) => toSqlValue(column, row[name] ?? null)));
    }
  }

  verdicts(expression: string): readonly (0 | 1 | null)[] {
    const text = inSqlite(expression);
    const found = this.#database
      .prepare(
        `SELECT (${text}) IS TRUE AS yes, (${text}) IS FALSE AS no FROM ${this.#table} ORDER BY rowid`,
      )
      .all();
    return found.map((row) => {
      if (row['yes'] === 1) return 1;
      return row['no'] === 1 ? 0 : null;
    });
  }

  /** What SQLite would run to find the rows for which the expression is true. It has TRUE and FALSE as 1 and 0 in other code. */
  byteCode(expression: string): readonly unknown[] {
    const text = inSqlite(expression).replaceAll('TRUE', '1').replaceAll('FALSE', '0');
    return this.#database.prepare(`EXPLAIN SELECT 1 FROM ${this.#table} WHERE ${text}`).all();
  }

  close(): void {
    this.#database.close();
  }
}
