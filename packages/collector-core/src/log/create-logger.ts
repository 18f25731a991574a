import pino from 'pino';
import type { DestinationStream } from 'pino';
import type { Logger } from './logger.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LoggerOptions {
  /** Component that speaks, field `name`. */
  readonly name: string;
  readonly level: LogLevel;
  /** Where lines go; default standard error, written at once. */
  readonly destination?: DestinationStream;
}

/** Fields whose values never reach a log: credentials, and what users typed. */
const hiddenFields = [
  'args',
  'authorization',
  'command_line',
  'commandLine',
  'parent_command_line',
  'credential',
  'credentials',
  'password',
  'passwd',
  'secret',
  'seed',
  'token',
];

/** The field itself, and one and two levels below; pino matches a depth per path. */
const hiddenPaths = hiddenFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/**
 * A logger that writes one JSON object per line: `time` in RFC 3339, `level` as a word, `pid`, `name`, the fields, `msg`. Values of
 * credentials and captured arguments are `***`. Standard output is left to data.
 */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  return pino(
    {
      name,
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: hiddenPaths, censor: '***' },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}
