import { escapeTerminal } from '@daemoneye/collector-core';
import type { Paint } from './style.ts';

type Row = Readonly<Record<string, unknown>>;

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function clockOf(row: Row): string {
  return text(row['time']).slice(11, 23);
}

function alertText(row: Row, paint: Paint): string {
  const event = (row['event'] ?? {}) as Row;
  const what = text(event['executable_path']) || text(event['name']);
  return `${paint('red', `alert ${text(row['severity'])}`)} ${paint('bold', text(row['rule']))} ${escapeTerminal(what)} (pid ${text(event['pid'])})`;
}

/** A printed row as a line for people, safe for a terminal. */
export function tailText(row: Row, paint: Paint): string {
  const clock = paint('dim', clockOf(row));
  if (row['type'] === 'alert') return `${clock} ${alertText(row, paint)}`;
  const type = text(row['type']);
  if (!type.startsWith('process.')) {
    const shown = Object.entries(row).filter(([key, value]) => value !== null && !hidden.has(key));
    return `${clock} ${paint('cyan', type)} ${shown.map(([key, value]) => `${key}=${escapeTerminal(text(value))}`).join(' ')}`;
  }
  const command = text(row['command_line']) || text(row['name']);
  const user = text(row['user_name']) || text(row['user_id']);
  return `${clock} ${paint('cyan', type)} ${text(row['pid'])} ${escapeTerminal(user)} ${escapeTerminal(command)}`;
}

const hidden = new Set(['time', 'host', 'host_name', 'epoch', 'type']);
