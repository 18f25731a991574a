import { createHash } from 'node:crypto';
import { identityOf, isBookkeeping, isProcessEvent } from '@daemoneye/collector-core';
import type { CollectionEvent } from '@daemoneye/collector-core';
import type { GroupValue } from '@daemoneye/detection';
import type { Rule } from '../rule/rule.ts';

/** Identity of the alert that a rule raises for an event, 32 hex digits: the same again after a restart. */
export function alertIdOf(rule: Rule, event: CollectionEvent): string {
  return hash(['alert', rule.id, rule.version, identityOf(event)]);
}

/**
 * What makes two matches the same to a person, 32 hex digits: rule, host and process key, else the path of the executable; of a
 * bookkeeping event its collector and source. Of a rule with a window it is rule and group: that may be of several hosts.
 */
export function fingerprintOf(
  rule: Rule,
  event: CollectionEvent,
  group: readonly GroupValue[] | null,
): string {
  if (group !== null) return hash(['fingerprint', rule.id, 'group', ...group.map(String)]);
  return hash(['fingerprint', rule.id, event.host, ...aboutOf(event)]);
}

function aboutOf(event: CollectionEvent): readonly (string | null)[] {
  if (isBookkeeping(event)) return ['source', event.collector, event.source];
  if (!isProcessEvent(event)) return ['type', event.collector, event.type];
  return event.process_key === null
    ? ['path', event.executable_path]
    : ['process', event.process_key];
}

function hash(parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
