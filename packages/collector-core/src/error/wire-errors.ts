/** Errors of the wire schema. */
export const wireErrors = {
  WIRE_LIMIT: {
    message: 'a message is larger, or has more parts, than the wire schema allows',
    permanent: true,
    action: 'send less in one message; docs/wire.md has the limits',
  },
  WIRE_MALFORMED: {
    message: 'a message is not one of the wire schema',
    permanent: true,
    action: 'look at its sender; the message itself stands in the dead letters',
  },
  WIRE_VALUE: {
    message: 'a value does not fit the field that the wire schema has for it',
    permanent: true,
    action: 'report the fault: it is one of the program, not of the machine',
  },
} as const;
