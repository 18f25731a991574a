import type { CapabilityAnnouncement } from '@daemoneye/collector-core';

/** One finding of `deye doctor`. */
export interface Check {
  readonly check: string;
  /** False when something could be better, or is wrong. */
  readonly ok: boolean;
  readonly found: string;
  /** What to do; null when nothing needs doing. */
  readonly advice: string | null;
}

/** What an announcement says about tier, health and losses. */
export function checksOf(collector: CapabilityAnnouncement): readonly Check[] {
  const name = collector.collector;
  const tiers = collector.sources.map((source) => ({
    check: `${name}.tier`,
    ok: source.tier !== null && source.tier.remedy === null,
    found:
      source.tier === null
        ? `${source.name} has not said its tier: ${source.detail ?? source.state}`
        : [
            `${source.tier.tier} (tier ${source.tier.rank}${source.tier.lossy ? ', lossy' : ''})`,
            source.tier.reason,
          ]
            .filter((part) => part !== null)
            .join(': '),
    advice: source.tier?.remedy ?? null,
  }));
  const unhealthy = collector.sources.find((source) => source.detail !== null);
  const { shed, lost_before_emit } = collector.ledger;
  const lost = shed + lost_before_emit;
  return [
    ...tiers,
    {
      check: `${name}.health`,
      ok: collector.health === 'healthy',
      found:
        unhealthy === undefined ? collector.health : `${collector.health}: ${unhealthy.detail}`,
      advice:
        collector.health === 'healthy'
          ? null
          : 'read its log: it says why and how often it was restarted',
    },
    {
      check: `${name}.loss`,
      ok: lost === 0,
      found: `${lost} of ${collector.ledger.last_seq + lost_before_emit} events lost, durability ${collector.durability}`,
      advice: lost === 0 ? null : 'look at the gap events: `deye tail "deye.v1.events.*.gap.>"`',
    },
  ];
}

/** What the rules directory holds. */
export function checkRules(directory: string, loaded: number, refused: readonly string[]): Check {
  return {
    check: 'rules',
    ok: refused.length === 0 && loaded > 0,
    found: `${loaded} rules in ${directory}${refused.length === 0 ? '' : `, refused: ${refused.join('; ')}`}`,
    advice:
      refused.length === 0
        ? loaded > 0
          ? null
          : 'put rules there: docs/rules.md'
        : 'correct the rules that are refused',
  };
}
