import { DeyeError } from '@daemoneye/collector-core';
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

function refusedTier(name: string, why: string): ProcessTier {
  const refuse = () => Promise.reject(new DeyeError('SOURCE_TIER_UNAVAILABLE', why));
  return { ...tier(name, null, null), run: refuse };
}

function failsLive(context: SourceContext): Promise<void> {
  context.ready({ tier: 'a', rank: 1, lossy: false, reason: null, remedy: null });
  return Promise.reject(new DeyeError('SOURCE_TIER_UNAVAILABLE', 'torn down'));
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
  test('falls to the next tier when the kernel refuses one as it opens', async () => {
    const tiers = [refusedTier('a', 'EPERM'), tier('b', null, null)] as const;
    expect(await reportOf(...tiers)).toEqual([['b', 'a: EPERM']]);
  });
  test('passes on what would help the best tier that was refused', async () => {
    const helped = { ...refusedTier('a', 'EPERM'), remedy: () => 'sudo npm start' };
    const context = recordingContext();
    await new ProcessSource([refusedTier('x', 'no x'), helped, tier('b', null, null)]).run(context);
    expect(context.tiers[0]).toMatchObject({ tier: 'b', remedy: 'sudo npm start' });
  });
  test('fails, and does not fall, when a tier that was live throws', async () => {
    const live = { ...tier('a', null, null), run: failsLive };
    const running = new ProcessSource([live, tier('b', null, null)]).run(recordingContext());
    await expect(running).rejects.toMatchObject({ detail: 'torn down' });
  });
  test('takes a forced tier alone, and names why it cannot run', async () => {
    const tiers = [refusedTier('a', 'EPERM'), tier('b', 'no b', null), tier('c', null, null)];
    const forcedTo = (name: string) => new ProcessSource(tiers, name).run(recordingContext());
    await expect(forcedTo('c')).resolves.toBeUndefined();
    const code = 'SOURCE_TIER_UNAVAILABLE';
    await expect(forcedTo('a')).rejects.toMatchObject({ code, detail: 'a: EPERM' });
    await expect(forcedTo('b')).rejects.toMatchObject({ code, detail: 'b: no b' });
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
