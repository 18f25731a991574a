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
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errors;
