/** Errors of a bus behind a network. */
export const busErrors = {
  BUS_FORBIDDEN: {
    message: 'the bus does not permit it',
    permanent: true,
    action: 'grant the user of this process the subject that is named',
  },
  BUS_PUBLISH_REJECTED: {
    message: 'the bus refuses the message as it is',
    permanent: true,
    action: 'read the reason; when it is the size, make batches smaller or raise max_payload',
  },
  BUS_SERVER_TOO_OLD: {
    message: 'the bus server lacks what the suite needs',
    permanent: true,
    action: 'use nats-server 2.11 or newer, or accept what is missing with --allow-degraded',
  },
  BUS_STREAM_DIFFERS: {
    message: 'a stream, bucket or durable of the bus is not as it should be',
    permanent: true,
    action: 'create or correct it, as administrator: `deye bus init` creates what is missing',
  },
  BUS_UNAVAILABLE: {
    message: 'the bus does not answer, or cannot store at the moment',
    permanent: false,
    action: 'nothing: it is tried again; look at the bus server when it goes on',
  },
} as const;
