import type { SourceContext } from '@daemoneye/collector-core';
import { describeSourceContract, recordingContext } from '@daemoneye/collector-core/testing';
import { describe, expect, test } from '@jest/globals';

import { ProcScanSource } from '../../src/proc-scan/proc-scan-source.ts';
import { PsListSource } from '../../src/ps-list/ps-list-source.ts';
import { ProcessSource } from '../../src/tier/process-source.ts';
import type { ProcessTier } from '../../src/tier/process-tier.ts';

function tier(name: string, why: string | null, reason: string | null): ProcessTier {
  const report = { tier: name, rank: 1, lossy: false, reason, remedy: null };
  return {
    name,
    unavailable: () => why,
    report: () => report,
    run: (context: SourceContext) => Promise.resolve(context.ready(report)),
  };
}

async function reportOf(first: ProcessTier, ...others: ProcessTier[]) {
  const context = recordingContext();
  await new ProcessSource([first, ...others]).run(context);
  return context.tiers.map(({ tier: name, reason }) => [name, reason]);
}

describe('ProcessSource', () => {
  test('runs on the best tier that can run', async () => {
    const tiers = [tier('a', null, null), tier('b', null, 'b is slow')] as const;
    expect(await reportOf(...tiers)).toEqual([['a', null]]);
  });
  test('says why the better ones do not run', async () => {
    const tiers = [tier('a', 'no permission', null), tier('b', null, 'b is slow')] as const;
    expect(await reportOf(...tiers)).toEqual([['b', 'a: no permission; b is slow']]);
  });
});

const shared = {
  scanIntervalMs: 100,
  snapshotIntervalMs: 30_000,
  redact: (args: readonly string[]) => args,
};

describeSourceContract(
  'ProcessSource on /proc',
  () => new ProcessSource([new ProcScanSource({ ...shared, procRoot: '/proc', hostRoot: '' })]),
);

describeSourceContract(
  'ProcessSource on ps-list',
  () => new ProcessSource([new PsListSource({ ...shared, bootId: 'b32d1fb1' })]),
);
