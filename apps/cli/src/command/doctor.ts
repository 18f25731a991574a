import { Writable } from 'node:stream';
import { SystemClock } from '@daemoneye/collector-core';
import type { CapabilityAnnouncement } from '@daemoneye/collector-core';
import { loadRules } from '@daemoneye/trigger-service';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { paintFor } from '../output/style.ts';
import { loadSuite } from '../suite/load-suite.ts';
import type { SuiteChoice } from '../suite/load-suite.ts';
import { startSuite } from '../suite/start-suite.ts';
import { readCollectors } from './collectors.ts';
import { checkRules, checksOf } from './doctor-checks.ts';
import type { Check } from './doctor-checks.ts';
import { findBus } from './which-bus.ts';
import type { BusOptions } from './which-bus.ts';

type DoctorChoice = SuiteChoice & BusOptions;

/** How long collectors that are started for the check may take to say their tier. */
const START_MS = 5_000;
const LOOK_MS = 50;

const isSettled = (collector: CapabilityAnnouncement): boolean =>
  collector.health !== 'starting' && collector.sources.every((source) => source.tier !== null);

/** Starts the collectors, without services, until each has said its tier, and drains them. */
async function tryCollectors(
  choice: SuiteChoice,
  io: Io,
): Promise<readonly CapabilityAnnouncement[]> {
  const { definitions } = loadSuite(choice, io.environment);
  const only = definitions.flatMap((definition) =>
    definition.kind === 'collector' ? [definition.name] : [],
  );
  const end = new AbortController();
  const quiet = { ...io, stderr: new Writable({ write: (_chunk, _encoding, done) => done() }) };
  const suite = await startSuite(
    { ...choice, only },
    quiet,
    AbortSignal.any([io.signal, end.signal]),
    () => null,
  );
  const clock = new SystemClock();
  for (let waited = 0; waited < START_MS && !io.signal.aborted; waited += LOOK_MS) {
    const found = suite.collectors();
    if (found.length === only.length && found.every(isSettled)) break;
    await clock.sleep(LOOK_MS);
  }
  const found = suite.collectors();
  end.abort();
  await suite.finished;
  return found;
}

async function gatherChecks(choice: DoctorChoice, io: Io): Promise<readonly Check[]> {
  const { host, rulesDirectory } = loadSuite(choice, io.environment);
  const rules = await loadRules(rulesDirectory);
  const found = await findBus(choice, io);
  const collectors =
    found === null ? await tryCollectors(choice, io) : await readCollectors(choice, io);
  return [
    {
      check: 'node',
      ok: true,
      found: `${process.version} for ${process.arch}, uid ${io.uid}`,
      advice: null,
    },
    { check: 'host', ok: true, found: `${host.name}, token ${host.token}`, advice: null },
    {
      check: 'up',
      ok: true,
      found:
        found === null
          ? 'deye up does not run; collectors were started for this check'
          : found.kind === 'servers'
            ? `what is announced on ${found.servers.join(', ')} is looked at`
            : 'deye up runs; its collectors are asked',
      advice: null,
    },
    checkRules(
      rulesDirectory,
      rules.rules.length,
      rules.refused.map((refusal) => refusal.message),
    ),
    ...collectors.flatMap(checksOf),
  ];
}

/** `deye doctor`: what this host allows and what would give more; exit code 1 when anything could be better. */
export async function runDoctor(
  options: DoctorChoice & { readonly json: boolean },
  io: Io,
): Promise<ExitCode> {
  const checks = await gatherChecks(options, io);
  const paint = paintFor(io.stdout, io.environment);
  for (const check of checks) {
    if (options.json) {
      io.stdout.write(`${JSON.stringify(check)}\n`);
      continue;
    }
    const mark = check.ok ? paint('green', 'ok  ') : paint('yellow', 'look');
    io.stdout.write(`${mark} ${check.check}: ${check.found}\n`);
    if (check.advice !== null) io.stdout.write(`     ${paint('cyan', check.advice)}\n`);
  }
  return checks.every((check) => check.ok) ? ExitCode.done : ExitCode.findings;
}
