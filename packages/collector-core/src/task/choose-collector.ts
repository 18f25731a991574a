import type { CapabilityAnnouncement } from '../model/capability.ts';

/**
 * The collector to ask: of those given the one with the fewest outstanding tasks per analysis that it runs at once, the first of equals;
 * null when none is given.
 */
export function chooseCollector(
  serving: readonly CapabilityAnnouncement[],
  analysis: string,
  outstanding: (announcement: CapabilityAnnouncement) => number,
): CapabilityAnnouncement | null {
  const load = (one: CapabilityAnnouncement): number => {
    const offer = one.analyses.find((candidate) => candidate.analysis === analysis);
    return outstanding(one) / (offer?.max_concurrent ?? 1);
  };
  return serving.reduce<CapabilityAnnouncement | null>(
    (best, one) => (best === null || load(one) < load(best) ? one : best),
    null,
  );
}
