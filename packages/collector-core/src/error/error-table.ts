import { busErrors } from './bus-errors.ts';
import { commandErrors } from './command-errors.ts';
import { ruleErrors } from './rule-errors.ts';
import { runtimeErrors } from './runtime-errors.ts';
import { serviceErrors } from './service-errors.ts';
import { wireErrors } from './wire-errors.ts';

/** What one error code means. */
export interface ErrorRow {
  /** What is wrong, without a full stop; the detail of an error follows it. */
  readonly message: string;
  /** False when the same call may succeed later without anybody changing anything. */
  readonly permanent: boolean;
  /** What the operator does, as an imperative without a full stop. */
  readonly action: string;
}

/** Every error code of the suite; `docs/errors.md` is its printed form. */
export const errors = {
  ANALYSIS_FILE_UNAVAILABLE: {
    message: 'a file cannot be opened at the moment',
    permanent: false,
    action: 'ask again; if it goes on, look for a shortage of open files on the host',
  },
  ANALYSIS_PATH_REFUSED: {
    message: 'the path of an analysis is not below analysis.roots',
    permanent: true,
    action: 'name a process, or let the operator of the host add a directory to analysis.roots',
  },
  ANALYSIS_TARGET_INVALID: {
    message: 'the target of an analysis is not one',
    permanent: true,
    action: 'give the process reference of an event as it is, or an absolute path',
  },
  ANALYSIS_UNSUPPORTED: {
    message: 'the host offers no safe way to do the analysis',
    permanent: true,
    action: 'ask a collector on a Linux host',
  },
  ...busErrors,
  ...commandErrors,
  ...ruleErrors,
  ...runtimeErrors,
  ...serviceErrors,
  ...wireErrors,
  BUS_CLOSED: {
    message: 'the bus is closed',
    permanent: true,
    action: 'open a new connection; after a shutdown nothing is to be done',
  },
  BUS_CONSUMER_DIFFERS: {
    message: 'a durable consumer exists with other settings',
    permanent: true,
    action: 'use the settings that it has, or another name',
  },
  BUS_CONSUMER_REFUSED: {
    message: 'a stream does not accept the consumer',
    permanent: true,
    action: 'ask for subjects that the stream has and that no other consumer of a work queue takes',
  },
  BUS_KEY_EXISTS: {
    message: 'a key that was to be created exists',
    permanent: true,
    action: 'delete the key, or wait until it expires',
  },
  BUS_NO_STREAM: {
    message: 'no stream keeps the subject',
    permanent: true,
    action: 'publish on a subject of the stream table, or create the streams',
  },
  BUS_STREAM_FULL: {
    message: 'a stream or bucket that discards new messages is full',
    permanent: false,
    action: 'start the consumers that empty it, or raise its limits',
  },
  BUS_STREAM_UNKNOWN: {
    message: 'the bus has no stream of that name',
    permanent: true,
    action: 'name a stream of the stream table, or create the streams',
  },
  BUS_SUBJECT_INVALID: {
    message: 'a subject or key is not valid',
    permanent: true,
    action: 'use tokens of letters, digits, _ and - separated by single dots',
  },
  BUS_WRONG_LAST_SEQUENCE: {
    message: 'the last message on the subject is not the expected one',
    permanent: true,
    action: 'nothing when the message says the same; else read the last message and decide again',
  },
  BUS_WRONG_REVISION: {
    message: 'the key was changed by somebody else',
    permanent: true,
    action: 'read the key and decide again',
  },
  COLLECTOR_ALREADY_RUNNING: {
    message: 'a collector of this name runs on this host',
    permanent: true,
    action: 'stop the other instance, or wait 30 s when it was killed',
  },
  CONFIG_FILE_UNREADABLE: {
    message: 'a configuration file cannot be read',
    permanent: true,
    action: 'name a file that exists, is readable and has at most 1 MiB',
  },
  CONFIG_INVALID: {
    message: 'the configuration has faults of several kinds',
    permanent: true,
    action: 'correct every fault that is listed',
  },
  CONFIG_INVALID_VALUE: {
    message: 'a configuration value is not allowed',
    permanent: true,
    action: 'give a value that is allowed',
  },
  CONFIG_SYNTAX: {
    message: 'configuration cannot be parsed',
    permanent: true,
    action: 'correct the text at the place that is named',
  },
  CONFIG_UNKNOWN_KEY: {
    message: 'the configuration has a key that nothing reads',
    permanent: true,
    action: 'remove the key or correct its name',
  },
  METRIC_UNKNOWN: {
    message: 'a metric is not in the metric table',
    permanent: true,
    action: 'report the fault: it is one of the program, not of the machine',
  },
  TASK_ABANDONED: {
    message: 'the one who asked for the analysis stopped waiting',
    permanent: true,
    action: 'ask again once the service has restarted',
  },
  TASK_ANALYSER_FAILED: {
    message: 'an analyser failed in a way it does not account for',
    permanent: false,
    action: 'read the log of the collector that ran it',
  },
  TASK_LIMIT: {
    message: 'as many analyses as may be outstanding are',
    permanent: false,
    action: 'ask again when some have been answered, or raise the limit',
  },
  TASK_NO_COLLECTOR: {
    message: 'no collector offers the analysis',
    permanent: false,
    action: 'start a collector that offers it on the host in question',
  },
  TASK_TIMED_OUT: {
    message: 'an analysis was not answered in time',
    permanent: false,
    action: 'look at the health of the collector, or give the analysis more time',
  },
  TASK_UNKNOWN_ANALYSIS: {
    message: 'the collector does not offer the analysis',
    permanent: true,
    action: 'ask a collector whose announcement lists it',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errors;
