import type { CollectionEvent, Domain } from './event.ts';

/** Events of one collector run, domain and verb, in `seq` order. The payload of `deye.v1.events.…`. */
export interface EventBatch {
  readonly host: string;
  readonly collector: string;
  readonly epoch: string;
  readonly domain: Domain;
  readonly verb: string;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly events: readonly CollectionEvent[];
}
