/** Errors of the command line and of the local control socket. */
export const commandErrors = {
  BUS_NO_HISTORY: {
    message: 'the bus keeps nothing that another process could read back',
    permanent: true,
    action: 'use a NATS server, e.g. the one of `deye up --bus nats`',
  },
  BUS_SERVER_FAILED: {
    message: 'a bus server cannot be started',
    permanent: true,
    action: 'name a nats-server with NATS_SERVER, or servers that run with --bus',
  },
  BUS_UNREACHABLE: {
    message: 'no bus answers',
    permanent: false,
    action: 'start one with `deye up`, as the same user, or name one with --bus',
  },
  CLI_CONDITION_INVALID: {
    message: 'the condition cannot be used',
    permanent: true,
    action: 'correct it; docs/conditions.md has the language',
  },
  CLI_EVENTS_INVALID: {
    message: 'the file of events cannot be used',
    permanent: true,
    action: 'give one event per line as `deye tail --json` prints them, or use --raw',
  },
  CLI_PART_REFUSED: {
    message: 'a part refuses to run',
    permanent: true,
    action: 'read the sentence that it ended with',
  },
  CLI_RULE_UNKNOWN: {
    message: 'there is no such rule',
    permanent: true,
    action: 'name a rule file, or the id of a rule that `deye rules list` shows',
  },
  CLI_UNKNOWN_PART: {
    message: 'there is no such part',
    permanent: true,
    action: 'name parts that exist, separated by commas',
  },
  CLI_USAGE: {
    message: 'the command line cannot be used',
    permanent: true,
    action: 'see `deye --help`',
  },
  CONTROL_BUSY: {
    message: 'too many clients are attached to the control socket',
    permanent: false,
    action: 'end one of them',
  },
  CONTROL_REFUSED: {
    message: 'the running `deye up` refused',
    permanent: true,
    action: 'change what was asked',
  },
  CONTROL_REQUEST_INVALID: {
    message: 'a request on the control socket cannot be read',
    permanent: true,
    action: 'use the `deye` of the same version',
  },
  CONTROL_UNAVAILABLE: {
    message: 'the control socket cannot be opened',
    permanent: true,
    action: 'set XDG_RUNTIME_DIR to a directory of your own with mode 0700',
  },
} as const;
