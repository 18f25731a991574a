export type {
  BucketName,
  Buckets,
  BusMessage,
  BusPayload,
  BusState,
  ConsumeOptions,
  Consumer,
  ConsumerStats,
  Delivery,
  EventBus,
  KeyValue,
  KeyValueChange,
  KeyValueEntry,
  KeyValueWatch,
  PublishAck,
  PublishOptions,
  StoredMessage,
  SubscribeOptions,
  Subscription,
  SubscriptionStats,
} from './bus/event-bus.ts';
export { buckets, streams } from './bus/streams.ts';
export type { BucketDefinition, StreamDefinition, StreamName } from './bus/streams.ts';
export { checkToken, isToken, matchesSubject } from './bus/subject-pattern.ts';
export {
  alertSubject,
  capabilityKey,
  dlqSubject,
  eventsPattern,
  eventsSubject,
  parseSubject,
  resultSubject,
  taskSubject,
  tasksPattern,
} from './bus/subjects.ts';
export type { SubjectParts } from './bus/subjects.ts';
export { CapabilityAnnouncer } from './capability/capability-announcer.ts';
export type { CapabilityAnnouncerOptions } from './capability/capability-announcer.ts';
export { CapabilityRegistry } from './capability/capability-registry.ts';
export type { Clock } from './clock/clock.ts';
export { SystemClock } from './clock/system-clock.ts';
export type {
  AppDefinition,
  CollectorDefinition,
  ServiceContext,
  ServiceDefinition,
} from './compose/app-definition.ts';
export type { AppModule, SharedSettings } from './compose/app-module.ts';
export { Collector } from './compose/collector.ts';
export { loadApps } from './compose/load-apps.ts';
export type { ConfigWords, LoadedApps } from './compose/load-apps.ts';
export { runApp } from './compose/run-app.ts';
export type { AppProcess, RunAppOptions } from './compose/run-app.ts';
export { runPart } from './compose/run-part.ts';
export type { PartOptions } from './compose/run-part.ts';
export { version } from './compose/version.ts';
export { chooseBus } from './config/bus-choice.ts';
export type { BusChoice, BusWords } from './config/bus-choice.ts';
export { CollectorConfig } from './config/collector-config.ts';
export { runCollector } from './compose/run-collector.ts';
export type { CollectorRunDeps } from './compose/run-collector.ts';
export { runSuite } from './compose/run-suite.ts';
export type { SuiteDeps } from './compose/run-suite.ts';
export type { CollectorSettings } from './config/collector-config.ts';
export { collectorSettingsSchema } from './config/collector-settings-schema.ts';
export type { ConfigSection } from './config/config-section.ts';
export { analysisSection, busSection, hostSection, rulesSection } from './config/core-sections.ts';
export type { HostSettings } from './config/core-sections.ts';
export { defaultConfigFiles } from './config/default-config-files.ts';
export { loadConfig } from './config/load-config.ts';
export type { ConfigSources, LoadedConfig } from './config/load-config.ts';
export type { AnalysisSettings, RulesSettings } from './config/shared-sections.ts';
export { DeyeError } from './error/deye-error.ts';
export { errors } from './error/error-table.ts';
export type { ErrorCode, ErrorRow } from './error/error-table.ts';
export type { HostIdentity } from './host/host-identity.ts';
export { readHostIdentity } from './host/read-host-identity.ts';
export type { HostIdentityOptions, ReadHostIdentity } from './host/read-host-identity.ts';
export { createLogger } from './log/create-logger.ts';
export type { LoggerOptions, LogLevel } from './log/create-logger.ts';
export type { EventBusConfig, ReplayWindow } from './local-bus/event-bus-config.ts';
export { LocalEventBus } from './local-bus/local-event-bus.ts';
export type { Logger } from './log/logger.ts';
export { createMetricRegistry } from './metric/create-metric-registry.ts';
export type { Counter, Gauge, Histogram, MetricRegistry } from './metric/metric-registry.ts';
export { metrics } from './metric/metric-table.ts';
export type { MetricName, MetricRow } from './metric/metric-table.ts';
export type { Alert, Severity } from './model/alert.ts';
export type {
  AnalysisRequest,
  AnalysisResult,
  AnalysisStatus,
  AnalysisTarget,
  Correlation,
  Value,
} from './model/analysis.ts';
export type { EventBatch } from './model/batch.ts';
export type {
  AnalysisOffer,
  CapabilityAnnouncement,
  Durability,
  HealthState,
  LedgerTotals,
  SourceStatus,
  TierReport,
} from './model/capability.ts';
export type { DeadLetter } from './model/dead-letter.ts';
export {
  CollectionEvent,
  identityOf,
  isBookkeeping,
  isProcessEvent,
  tableOf,
  verbOf,
} from './model/event.ts';
export type {
  BookkeepingEvent,
  BookkeepingType,
  CustomEvent,
  Domain,
  EventDraft,
  ProcessEvent,
  ProcessEventType,
} from './model/event.ts';
export type { GapReason, Loss } from './model/gap.ts';
export type { ProcessRef } from './model/process-ref.ts';
export { SourceCaps } from './model/source-caps.ts';
export type { CapName } from './model/source-caps.ts';
export { busLayout } from './nats-bus/bus-layout.ts';
export type { BusLayout } from './nats-bus/bus-layout.ts';
export { collectorService } from './nats-bus/collector-service.ts';
export type { CollectorAnswers } from './nats-bus/collector-service.ts';
export { compareBus } from './nats-bus/compare-bus.ts';
export type { BusReport, CompareOptions } from './nats-bus/compare-bus.ts';
export { initBus } from './nats-bus/init-bus.ts';
export type { InitOptions, InitReport } from './nats-bus/init-bus.ts';
export { NatsEventBus } from './nats-bus/nats-event-bus.ts';
export { NatsLink } from './nats-bus/nats-link.ts';
export type { NatsLinkOptions } from './nats-bus/nats-link.ts';
export { readHistory } from './nats-bus/read-history.ts';
export type { HistoryOptions } from './nats-bus/read-history.ts';
export { serveMicro } from './nats-bus/serve-micro.ts';
export type { MicroEndpoint, MicroService } from './nats-bus/serve-micro.ts';
export { redactArguments } from './redact/redact-arguments.ts';
export { escapeTerminal } from './render/escape-terminal.ts';
export type { CollectorDeps } from './runtime/collector-runtime.ts';
export type { DrainReport, PipelineTotals } from './runtime/drain-report.ts';
export type { EventSource, SourceContext } from './source/event-source.ts';
export { pollingSource } from './source/polling-source.ts';
export type { PollingSourceOptions } from './source/polling-source.ts';
export type { Analyser, AnalysisOutcome } from './task/analyser.ts';
export { TaskClient } from './task/task-client.ts';
export type { AnalysisAsk, CapabilityDirectory, TaskClientOptions } from './task/task-client.ts';
export { TaskServer } from './task/task-server.ts';
export type { TaskServerOptions } from './task/task-server.ts';
export { encodePayload, decodePayload } from './wire/payload-codec.ts';
export type { DecodedPayload } from './wire/payload-codec.ts';
