import type { Domain } from '../model/event.ts';
import { SourceCaps } from '../model/source-caps.ts';

const capOfDomain = {
  process: SourceCaps.PROCESS,
  custom: SourceCaps.NONE,
} as const satisfies Record<Domain, SourceCaps>;

/** The domain that losses and ledgers of such a source or collector belong to: the first that its bits name, else `custom`. */
export function domainOf(caps: SourceCaps): Domain {
  const domains = Object.keys(capOfDomain) as Domain[];
  return domains.find((domain) => SourceCaps.contains(caps, capOfDomain[domain])) ?? 'custom';
}
