/** Errors of the collector runtime and of sources. */
export const runtimeErrors = {
  COLLECTOR_DUPLICATE_SOURCE: {
    message: 'the collector has a source of that name',
    permanent: true,
    action: 'give the source a name of its own',
  },
  COLLECTOR_SOURCE_LIMIT: {
    message: 'the collector has as many sources as it takes',
    permanent: true,
    action: 'raise maxEventSources, or start a second collector',
  },
  COLLECTOR_STARTED: {
    message: 'the collector was started before',
    permanent: true,
    action: 'register sources before run, and run a collector once',
  },
  SOURCE_CHECK_TIMED_OUT: {
    message: 'a health check did not answer within its interval',
    permanent: false,
    action: 'look at what the source waits for, or raise healthCheckIntervalMs',
  },
  SOURCE_ENDED: {
    message: 'a source returned without being told to stop',
    permanent: false,
    action: 'nothing: it is restarted; report it when the restarts go on',
  },
  SOURCE_TIER_UNAVAILABLE: {
    message: 'the source cannot run on a tier that it may take',
    permanent: false,
    action: 'grant what the reason names, or set the tier of the source to auto',
  },
} as const;
