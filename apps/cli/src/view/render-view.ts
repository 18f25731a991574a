import { escapeTerminal } from '@daemoneye/collector-core';
import type { Alert, CapabilityAnnouncement, Severity } from '@daemoneye/collector-core';
import type { Paint } from '../output/style.ts';
import { formatTable } from '../output/table.ts';
import { rateOf } from './view-state.ts';
import type { ViewState } from './view-state.ts';

const colourOf = {
  informational: 'dim',
  low: 'cyan',
  medium: 'yellow',
  high: 'red',
  critical: 'red',
} as const satisfies Record<Severity, 'dim' | 'cyan' | 'yellow' | 'red'>;

function clock(time: bigint): string {
  return new Date(Number(time / 1_000_000n)).toISOString().slice(11, 19);
}

/** One alert as a line for people: time, severity, rule, count, what, outcome of its analyses. */
export function alertLine(alert: Alert, paint: Paint): string {
  const event = alert.event.type.startsWith('process.') ? alert.event : null;
  const what =
    event !== null && 'executable_path' in event
      ? `${event.executable_path ?? event.name ?? '?'} (pid ${event.pid})`
      : alert.event.type;
  const hash = alert.results.find((result) => typeof result.values['executable_hash'] === 'string');
  const results = hash
    ? `sha256 ${String(hash.values['executable_hash'])}`
    : alert.results.map((result) => `${result.analysis}: ${result.outcome}`).join(', ');
  return [
    clock(alert.time),
    paint(colourOf[alert.severity], alert.severity),
    paint('bold', alert.rule),
    alert.count > 1 ? `x${alert.count}` : '',
    escapeTerminal(what),
    paint('dim', results),
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function collectorRows(collectors: readonly CapabilityAnnouncement[]): string[][] {
  return collectors.flatMap((collector) =>
    collector.sources.map((source) => [
      collector.collector,
      source.tier === null ? '-' : `${source.tier.tier} (tier ${source.tier.rank})`,
      source.state,
      `${collector.ledger.last_seq} emitted`,
      `${collector.ledger.shed + collector.ledger.lost_before_emit} lost`,
    ]),
  );
}

/** The live view as lines, none longer than `columns` cells of plain text, at most `rows` of them. */
export function renderView(
  state: ViewState,
  paint: Paint,
  columns: number,
  rows: number,
): string[] {
  const rates = [...state.kinds]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([kind, count]) => [kind, `${rateOf(count).toFixed(1)}/s`, `${count.total}`]);
  const notes = state.collectors.flatMap((collector) =>
    collector.sources.flatMap((source) =>
      source.tier?.reason
        ? [
            `${collector.collector}: ${source.tier.reason}${source.tier.remedy ? `; try: ${source.tier.remedy}` : ''}`,
          ]
        : [],
    ),
  );
  const lines = [
    paint('bold', 'Collectors'),
    ...formatTable(collectorRows(state.collectors)).split('\n'),
    ...notes.map((note) => paint('dim', escapeTerminal(note).slice(0, columns))),
    '',
    paint('bold', 'Events'),
    ...formatTable(rates).split('\n'),
    '',
    paint('bold', `Alerts (${state.alertCount})`),
    ...(state.alerts.length === 0
      ? [paint('dim', 'none')]
      : state.alerts.map((alert) => alertLine(alert, paint))),
    '',
    paint('dim', 'Ctrl-C drains and ends'),
  ];
  return lines.slice(0, Math.max(1, rows - 1));
}
