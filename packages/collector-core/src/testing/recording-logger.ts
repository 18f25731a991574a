import type { Logger } from '../log/logger.ts';

export interface LogRecord {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A logger that keeps what it is told; children write to the same list, with their bindings among the fields. */
export class RecordingLogger implements Logger {
  readonly records: LogRecord[];
  readonly #bindings: object;

  constructor(records: LogRecord[] = [], bindings: object = {}) {
    this.records = records;
    this.#bindings = bindings;
  }

  /** Messages of one level, in order. */
  messages(level: LogRecord['level']): string[] {
    return this.records.filter((record) => record.level === level).map((record) => record.message);
  }

  debug(fields: object, message: string): void {
    this.#record('debug', fields, message);
  }

  info(fields: object, message: string): void {
    this.#record('info', fields, message);
  }

  warn(fields: object, message: string): void {
    this.#record('warn', fields, message);
  }

  error(fields: object, message: string): void {
    this.#record('error', fields, message);
  }

  child(bindings: object): RecordingLogger {
    return new RecordingLogger(this.records, { ...this.#bindings, ...bindings });
  }

  #record(level: LogRecord['level'], fields: object, message: string): void {
    this.records.push({ level, fields: { ...this.#bindings, ...fields }, message });
  }
}
