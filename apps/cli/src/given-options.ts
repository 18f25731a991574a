import type { Command } from 'commander';
import { DeyeError } from '@daemoneye/collector-core';
import type { BusOptions } from './command/which-bus.ts';
import type { SuiteChoice } from './suite/load-suite.ts';

/** Options of several commands as commander gives them. */
export interface GivenOptions {
  readonly bus?: string;
  readonly only?: string;
  readonly set: readonly string[];
  readonly config?: string;
  readonly allowDegraded?: boolean;
  readonly json?: boolean;
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Adds `--bus`, `--set` and `--config`. */
export function withBusOptions(command: Command): Command {
  return command
    .option('--bus <bus>', 'local, nats, or addresses of NATS servers, separated by commas')
    .option(
      '--set <key=value>',
      'set one config value, e.g. procmond.scanIntervalMs=500',
      collect,
      [],
    )
    .option('--config <file>', 'read this config file instead of the default ones');
}

/** Adds `--only` to those. */
export function withSuiteOptions(command: Command): Command {
  return withBusOptions(command).option('--only <parts>', 'run only these parts, comma-separated');
}

export function busOptionsOf({ bus, config, set }: GivenOptions): BusOptions {
  return { bus, sets: set, configFile: config ?? null };
}

export function choiceOf(given: GivenOptions): SuiteChoice & BusOptions {
  const only = given.only?.split(',').map((part) => part.trim()) ?? null;
  return { ...busOptionsOf(given), only };
}

/** A whole number from 1; throws `CLI_USAGE` that names the option. */
export function parseCount(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new DeyeError('CLI_USAGE', `${option} is ${text}; allowed is a whole number from 1`);
  }
  return count;
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `5m`, `2h` or `1d` in milliseconds; throws `CLI_USAGE` that names the option. */
export function parseDuration(option: string, text: string): number {
  const [, digits, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (digits === undefined || unit === undefined)
    throw new DeyeError('CLI_USAGE', `${option} is ${text}; allowed is e.g. 90s, 5m, 2h or 1d`);
  return Number(digits) * unitMs[unit as keyof typeof unitMs];
}
