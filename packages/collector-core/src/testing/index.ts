export { describeBusContract } from './bus-contract.ts';
export type { BusUnderTest, MakeBus } from './bus-contract/bus-under-test.ts';
export {
  eventsMessage,
  resultMessage,
  sampleAnnouncement,
  sampleResult,
  sampleTask,
  taskMessage,
} from './bus-contract/sample-messages.ts';
export { draftFaults } from './draft-faults.ts';
export { aProcessDraft, aProcessEvent } from './event-builders.ts';
export { FakeClock } from './fake-clock.ts';
export { NatsTestServer, natsServerTitle, skipsNatsServer } from './nats-server.ts';
export { recordingContext } from './recording-context.ts';
export type { RecordingContext } from './recording-context.ts';
export { RecordingLogger } from './recording-logger.ts';
export type { LogRecord } from './recording-logger.ts';
export { describeSourceContract } from './source-contract.ts';
export type { SourceContractOptions } from './source-contract.ts';
