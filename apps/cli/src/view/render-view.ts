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

/** Hex digits of a hash that are shown: enough to look it up, and a line stays a line. */
const HASH_DIGITS = 16;

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`;
}

function resultText(alert: Alert): string {
  const hash = alert.results.find((result) => typeof result.values['executable_hash'] === 'string');
  if (hash !== undefined)
    return `sha256 ${String(hash.values['executable_hash']).slice(0, HASH_DIGITS)}…`;
  return alert.results.map((result) => `${result.analysis}: ${result.outcome}`).join(', ');
}

function subjectOf({ event }: Alert): string {
  if (!('executable_path' in event)) return event.type;
  return `${event.executable_path ?? event.name ?? '?'} (pid ${event.pid})`;
}

/** One alert as a line for people, at most `columns` long: time, severity, rule, count, what, outcome of its analyses. */
export function alertLine(alert: Alert, paint: Paint, columns: number): string {
  const before = [
    clock(alert.time),
    alert.severity,
    alert.rule,
    ...(alert.count > 1 ? [`x${alert.count}`] : []),
  ];
  const result = escapeTerminal(resultText(alert));
  const left = columns - before.join('  ').length - (result === '' ? 2 : result.length + 4);
  const what = clip(escapeTerminal(subjectOf(alert)), Math.max(12, left));
  const [time = '', severity = '', rule = '', ...count] = before;
  return [
    time,
    paint(colourOf[alert.severity], severity),
    paint('bold', rule),
    ...count,
    what,
    paint('dim', result),
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
      `${collector.ledger.shed + collector.ledger.lost_before_emit} lost`,
    ]),
  );
}

/** The live view as lines, none longer than `columns`, at most `rows` of them; the last lines of the log come before the last one. */
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
    ...notes.map((note) => paint('dim', clip(escapeTerminal(note), columns))),
    '',
    paint('bold', 'Events'),
    ...formatTable(rates).split('\n'),
    '',
    paint('bold', `Alerts (${state.alertCount})`),
    ...(state.alerts.length === 0
      ? [paint('dim', 'none')]
      : state.alerts.map((alert) => alertLine(alert, paint, columns))),
    '',
    ...state.log.map((line) => paint('dim', clip(escapeTerminal(line), columns))),
    paint('dim', 'Ctrl-C drains and ends'),
  ];
  return lines.slice(0, Math.max(1, rows - 1));
}
