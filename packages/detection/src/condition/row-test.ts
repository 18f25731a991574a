/** A row by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** A decision about rows: fixed when the condition is compiled, or a function of the row. */
export type RowTest = boolean | ((row: Row) => boolean);

/** True when all tests are; `true` for none. Fixed tests vanish. */
export function allOf(tests: readonly RowTest[]): RowTest {
  if (tests.includes(false)) return false;
  const open = tests.filter((test) => typeof test === 'function');
  const [a, b] = open;
  if (a === undefined) return true;
  if (b === undefined) return a;
  if (open.length === 2) return (row) => a(row) && b(row);
  return (row) => {
    for (const test of open) if (!test(row)) return false;
    return true;
  };
}

/** True when one of the tests is; `false` for none. Fixed tests vanish. */
export function anyOf(tests: readonly RowTest[]): RowTest {
  if (tests.includes(true)) return true;
  const open = tests.filter((test) => typeof test === 'function');
  const [a, b] = open;
  if (a === undefined) return false;
  if (b === undefined) return a;
  if (open.length === 2) return (row) => a(row) || b(row);
  return (row) => {
    for (const test of open) if (test(row)) return true;
    return false;
  };
}
