import type { Severity } from '../model/alert.ts';
import type { AnalysisRequest } from '../model/analysis.ts';
import type { EventBatch } from '../model/batch.ts';
import type { Domain } from '../model/event.ts';
import { checkToken } from './subject-pattern.ts';

function join(...tokens: readonly string[]): string {
  return ['deye.v1', ...tokens.map(checkToken)].join('.');
}

/** `deye.v1.events.<domain>.<verb>.<host>.<collector>`. Like all of these, throws `BUS_SUBJECT_INVALID` for a part that is no token. */
export function eventsSubject(
  batch: Pick<EventBatch, 'domain' | 'verb' | 'host' | 'collector'>,
): string {
  return join('events', batch.domain, batch.verb, batch.host, batch.collector);
}

/** Pattern of the events of a domain, of a verb, or of all. */
export function eventsPattern(domain?: Domain, verb?: string): string {
  if (domain === undefined) return 'deye.v1.events.>';
  return verb === undefined ? `${join('events', domain)}.>` : `${join('events', domain, verb)}.>`;
}

/** `deye.v1.tasks.<host>.<collector>.<analysis>`. */
export function taskSubject(
  task: Pick<AnalysisRequest, 'host' | 'collector' | 'analysis'>,
): string {
  return join('tasks', task.host, task.collector, task.analysis);
}

/** Pattern of all tasks of one collector. */
export function tasksPattern(host: string, collector: string): string {
  return `${join('tasks', host, collector)}.*`;
}

/** `deye.v1.results.<host>.<collector>.<analysis>.<task>`: one subject for a task, so that it holds one result. */
export function resultSubject(
  task: Pick<AnalysisRequest, 'host' | 'collector' | 'analysis' | 'task'>,
): string {
  return join('results', task.host, task.collector, task.analysis, task.task);
}

/** `deye.v1.alerts.<severity>.<rule>.<alert>`. */
export function alertSubject(severity: Severity, rule: string, alert: string): string {
  return join('alerts', severity, rule, alert);
}

/** `deye.v1.dlq.<stream>`. */
export function dlqSubject(stream: string): string {
  return join('dlq', stream);
}

/** What a collector can be asked on the bus. */
export type RpcVerb = 'health' | 'config.get';

/** `deye.v1.rpc.<host>.<collector>.<verb>`. */
export function rpcSubject(host: string, collector: string, verb: RpcVerb): string {
  return join('rpc', host, collector, ...verb.split('.'));
}

/** Key of a collector in `deye_capabilities`: `<host>.<collector>`. */
export function capabilityKey(host: string, collector: string): string {
  return `${checkToken(host)}.${checkToken(collector)}`;
}

/** What a subject says, by kind. */
export type SubjectParts =
  | { kind: 'events'; domain: string; verb: string; host: string; collector: string }
  | { kind: 'task'; host: string; collector: string; analysis: string }
  | { kind: 'result'; host: string; collector: string; analysis: string; task: string }
  | { kind: 'alert'; severity: string; rule: string; alert: string }
  | { kind: 'dead_letter'; stream: string };

/** The parts of a subject of this suite; null for any other. */
export function parseSubject(subject: string): SubjectParts | null {
  const [root, version, area, ...rest] = subject.split('.');
  if (root !== 'deye' || version !== 'v1' || rest.includes('')) return null;
  const [a, b, c, d] = rest;
  if (a === undefined) return null;
  if (area === 'dlq') return rest.length === 1 ? { kind: 'dead_letter', stream: a } : null;
  if (b === undefined || c === undefined) return null;
  if (area === 'tasks')
    return rest.length === 3 ? { kind: 'task', host: a, collector: b, analysis: c } : null;
  if (area === 'alerts')
    return rest.length === 3 ? { kind: 'alert', severity: a, rule: b, alert: c } : null;
  if (d === undefined || rest.length !== 4) return null;
  if (area === 'events') return { kind: 'events', domain: a, verb: b, host: c, collector: d };
  if (area === 'results') return { kind: 'result', host: a, collector: b, analysis: c, task: d };
  return null;
}
