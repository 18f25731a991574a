export { FakeClock } from './fake-clock.ts';
export { RecordingLogger } from './recording-logger.ts';
export type { LogRecord } from './recording-logger.ts';
