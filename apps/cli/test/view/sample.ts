import { CollectionEvent } from '@daemoneye/collector-core';
import type {
  Alert,
  BusMessage,
  CapabilityAnnouncement,
  CollectionEvent as Event,
} from '@daemoneye/collector-core';

export function sampleEvent(executablePath: string): Event {
  const draft = CollectionEvent.process({
    type: 'process.started',
    time: 1_000_000_000n,
    pid: 42,
    name: 'x',
    executable_path: executablePath,
    source_tier: 'proc_scan',
  });
  return Object.assign(draft, {
    host: 'h-00000000',
    host_name: 'h',
    collector: 'procmond',
    epoch: 'e',
    seq: 1,
  });
}

export function sampleAlert(given: Partial<Alert>): Alert {
  return {
    alert: 'a1',
    revision: 1,
    rule: 'exec-from-tmp',
    title: 'Executable from a temporary directory',
    description: null,
    severity: 'high',
    tags: [],
    time: 1_700_000_000_123_456_789n,
    host: 'h-00000000',
    host_name: 'h',
    fingerprint: 'f',
    count: 1,
    first_time: 1n,
    last_time: 1n,
    event: sampleEvent('/tmp/x'),
    results: [],
    pending: [],
    ...given,
  };
}

export function alertMessage(given: Partial<Alert>): BusMessage {
  return {
    subject: 'deye.v1.alerts.high.exec-from-tmp.a1',
    payload: { kind: 'alert', body: sampleAlert(given) },
  };
}

export function batchMessage(verb: string, count: number): BusMessage {
  const events = Array.from({ length: count }, () => sampleEvent('/bin/true'));
  const body = {
    host: 'h',
    collector: 'procmond',
    epoch: 'e',
    domain: 'process',
    verb,
    first_seq: 1,
    last_seq: count,
    events,
  } as const;
  return {
    subject: `deye.v1.events.process.${verb}.h.procmond`,
    payload: { kind: 'events', body },
  };
}

export const sampleCollector: CapabilityAnnouncement = {
  host: 'h-00000000',
  host_name: 'h',
  collector: 'procmond',
  epoch: 'e',
  pid: 1,
  version: '0.1.0',
  schema: { min: 1, max: 1 },
  caps: 1,
  sources: [
    {
      name: 'proc-scan',
      caps: 1,
      state: 'healthy',
      detail: null,
      tier: {
        tier: 'proc_scan',
        rank: 3,
        lossy: true,
        reason: 'not root',
        remedy: 'sudo npm start',
      },
      restarts: 0,
      emitted: 7,
    },
  ],
  analyses: [],
  columns: {},
  health: 'healthy',
  durability: 'process',
  ledger: { last_seq: 7, stored: 4, shed: 2, pending: 1, lost_before_emit: 3 },
  started_time: 1n,
};
