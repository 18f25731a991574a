import { tables } from '@daemoneye/detection';
import type { ColumnType, Columns, TableName } from '@daemoneye/detection';

type Row = Readonly<Record<string, unknown>>;

const typical = {
  integer: 1_000,
  real: 0.5,
  text: '/usr/bin/sample',
  boolean: false,
  time: 1_700_000_000_000_000_000n,
  list: ['/usr/bin/bash', '/usr/lib/systemd/systemd'],
} as const satisfies Record<ColumnType, unknown>;

const processes: readonly Row[] = [
  { name: 'bash', executable_path: '/usr/bin/bash', command_line: 'bash -l', user_id: 1_000 },
  {
    name: 'python3',
    executable_path: '/usr/bin/python3.12',
    command_line: 'python3 -m http.server --directory /srv/files --bind 127.0.0.1 8000',
    user_id: 0,
  },
  { name: 'kworker/0:1', executable_path: null, command_line: null, args: null, tty: null },
];

/** Rows with a value in every column, and for processes some of the usual ones. */
export function sampleRows(table: TableName): readonly Row[] {
  const columns: Columns = tables[table];
  const givens = table === 'process_events' ? processes : [{}];
  return givens.map((given) => typicalRow(columns, given));
}

function typicalRow(columns: Columns, given: Row): Row {
  return Object.fromEntries(
    Object.entries(columns).map(([name, { type }]) => [
      name,
      Object.hasOwn(given, name) ? given[name] : typical[type],
    ]),
  );
}
