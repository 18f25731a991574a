import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describeSourceContract } from '@daemoneye/collector-core/testing';
import { describe, expect, test } from '@jest/globals';

import { BpfSource } from '../../src/bpf/bpf-source.ts';
import { ProcessSource } from '../../src/tier/process-source.ts';
import { hasBpf, testWithBpf } from './privilege.ts';
import { traceOptions } from './running-trace.ts';

const script = fileURLToPath(new URL('print-tier.ts', import.meta.url));
const node = [process.execPath, '--conditions=@daemoneye/source', script];

/** The tier that a wrapper such as setpriv(1) leaves; null, and the reason printed, when that cannot be tried here. */
function tierUnder(...wrapper: readonly string[]): unknown {
  const [command = '', ...args] = [...wrapper, ...node];
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: '/', encoding: 'utf8' });
  if (status === 0) return JSON.parse(stdout);
  console.log(`not run: ${wrapper.join(' ')}: ${stderr.trim().split('\n')[0] ?? ''}`);
  return null;
}

const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const granting = (caps: string) => [...nobody, `--inh-caps=${caps}`, `--ambient-caps=${caps}`];

describe('BpfSource without the privilege', () => {
  testWithBpf('says to nobody what is missing, and what would help', () => {
    const tier = tierUnder(...nobody);
    if (tier === null) return Promise.resolve();
    expect(tier).toMatchObject({
      tier: 'proc_scan',
      reason: expect.stringMatching(/^bpf: .*: EPERM, without CAP_BPF and CAP_PERFMON; /),
      remedy: 'sudo npm start',
    });
    return Promise.resolve();
  });

  testWithBpf('runs with the two capabilities alone, and names the one that is missing', () => {
    const both = tierUnder(...granting('+bpf,+perfmon'));
    if (both === null) return Promise.resolve();
    expect(both).toMatchObject({ tier: 'bpf', rank: 1, lossy: false });
    expect(tierUnder(...granting('+bpf'))).toMatchObject({
      tier: 'proc_scan',
      reason: expect.stringMatching(/^bpf: PROG_LOAD .*: EPERM, without CAP_PERFMON; /),
    });
    expect(tierUnder(...granting('+perfmon'))).toMatchObject({
      tier: 'proc_scan',
      reason: expect.stringMatching(/^bpf: MAP_CREATE .*: EPERM, without CAP_BPF; /),
    });
    return Promise.resolve();
  });

  testWithBpf('leaves a pid namespace of its own to other tiers', () => {
    const tier = tierUnder('unshare', '--pid', '--fork', '--mount-proc');
    if (tier === null) return Promise.resolve();
    expect(tier).toMatchObject({
      tier: 'proc_scan',
      reason: expect.stringMatching(/^bpf: in a pid namespace of its own/),
    });
    return Promise.resolve();
  });

  test('refuses a procfs that is not of this machine', () => {
    const source = new BpfSource({ ...traceOptions, procRoot: '/nowhere' });
    expect(source.unavailable()).toBe('there is no procfs at /nowhere');
  });
});

if (hasBpf)
  describeSourceContract(
    'ProcessSource on BPF',
    () => new ProcessSource([new BpfSource(traceOptions)]),
  );
