import { identityOf, isProcessEvent } from '@daemoneye/collector-core';
import type { AnalysisTarget, CollectionEvent } from '@daemoneye/collector-core';
import { processRefOf } from './process-ref.ts';

/** What an analysis of the event is about: the event, its process and its executable, as far as they are known. */
export function targetOf(event: CollectionEvent): AnalysisTarget {
  const identity = identityOf(event);
  if (!isProcessEvent(event)) return { event: identity, process: null, path: null };
  return {
    event: identity,
    process: processRefOf(event.process_key),
    path: event.executable_path,
  };
}
