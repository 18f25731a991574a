import { formatTime } from '@daemoneye/detection';
import { rpcSubject } from '../bus/subjects.ts';
import type { CapabilityAnnouncement } from '../model/capability.ts';
import type { MicroService } from './serve-micro.ts';

/** What a collector can be asked. */
export interface CollectorAnswers {
  /** What it would announce now. */
  announcement(): CapabilityAnnouncement;
  /** Its settings as plain data, without secrets. */
  settings(): object;
}

/**
 * A collector on the services protocol: service `deye-<collector>`, id `<host>-<collector>`, with the verbs `health` and `config.get`.
 * Answers are JSON; times in it are RFC 3339.
 */
export function collectorService(answers: CollectorAnswers): MicroService {
  const { host, host_name: hostName, collector, epoch, schema, version } = answers.announcement();
  return {
    name: `deye-${collector}`,
    id: `${host}-${collector}`,
    version,
    description: `DaemonEye collector ${collector}`,
    metadata: { host, host_name: hostName, epoch, schema: `${schema.min}-${schema.max}` },
    endpoints: [
      {
        name: 'health',
        subject: rpcSubject(host, collector, 'health'),
        answer: () => announcementText(answers.announcement()),
      },
      {
        name: 'config-get',
        subject: rpcSubject(host, collector, 'config.get'),
        answer: () => JSON.stringify(answers.settings()),
      },
    ],
  };
}

function announcementText(announcement: CapabilityAnnouncement): string {
  return JSON.stringify(announcement, (_, value: unknown) =>
    typeof value === 'bigint' ? formatTime(value) : value,
  );
}
