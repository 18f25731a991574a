import type { ProcessFacts, ProcessTable } from '@daemoneye/process-table';

import type { Look, Seen } from '../event/look.ts';

/** What a look at /proc shows that no event has told. */
export interface MissedChanges {
  /** New processes, and processes that run another program. */
  readonly started: readonly Seen[];
  readonly ended: readonly ProcessFacts[];
}

/** A process this young may have started after /proc was listed: starts are told in steps of 10 ms. */
const YOUNG_NS = 20_000_000n;

function runsAnother(former: ProcessFacts, present: ProcessFacts): boolean {
  return (
    former.executable_path !== present.executable_path ||
    former.command_line !== present.command_line
  );
}

/**
 * Compares a look with the table, which holds what events have told up to a moment after the look. `running` are all processes
 * that the look found; `lookBootNs` is its begin on CLOCK_BOOTTIME. Execs are looked for only after a loss: a process that
 * rewrites its title looks like one.
 */
export function missedChanges(
  table: ProcessTable,
  look: Look,
  running: readonly Seen[],
  lookBootNs: bigint,
  hasLost: boolean,
): MissedChanges {
  const present = new Set(running.map(({ facts }) => facts.ref.key));
  const candidates = hasLost ? [...look.replaced, ...look.appeared] : [];
  const execs = candidates.filter(({ facts }) => {
    const known = table.byKey(facts.ref.key);
    return known !== null && runsAnother(known, facts);
  });
  const unknown = running.filter(({ facts }) => table.byKey(facts.ref.key) === null);
  const isOld = ({ ref }: ProcessFacts): boolean => ref.start_boottime < lookBootNs - YOUNG_NS;
  const gone = [...table.live()].filter((facts) => !present.has(facts.ref.key) && isOld(facts));
  // A look that passes over processes does not show who has ended.
  return { started: [...unknown, ...execs], ended: look.overlooked > 0 ? [] : gone };
}
