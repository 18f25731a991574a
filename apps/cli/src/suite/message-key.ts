import type { BusMessage } from '@daemoneye/collector-core';

/** What makes two messages the same one, live and read back from a stream. */
export function messageKey({ payload, subject }: BusMessage): string {
  switch (payload.kind) {
    case 'events':
      return `${subject} ${payload.body.epoch} ${payload.body.first_seq}`;
    case 'alert':
      return `${subject} ${payload.body.revision}`;
    case 'task':
    case 'result':
      return `${subject} ${payload.body.task} ${payload.body.attempt}`;
    case 'dead_letter':
      return `${subject} ${payload.body.stream} ${payload.body.sequence} ${payload.body.reason}`;
  }
}
