import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const index = join(import.meta.dirname, '../../src/index.ts');

/** The first example of a program that embeds a collector: a source, a default config, a signal. */
const program = `
import { Collector, CollectorConfig, CollectionEvent, SourceCaps } from ${JSON.stringify(index)};
const collector = Collector.new(CollectorConfig.new());
collector.register({
  name: 'my-source',
  caps: SourceCaps.PROCESS | SourceCaps.REALTIME,
  async run({ signal, clock, ready, emit }) {
    ready({ tier: 'mine', rank: 1, lossy: false, reason: null, remedy: null });
    for (let i = 1; !signal.aborted; i += 1) {
      await emit(CollectionEvent.process({ type: 'process.snapshot', time: clock.now(), pid: i, source_tier: 'mine' }));
      if (i === 5) process.kill(process.pid, 'SIGTERM');
      await clock.sleep(10, signal);
    }
  },
});
const report = await collector.run();
console.log(JSON.stringify(report));
`;

describe('Collector', () => {
  test('starts on a default config, emits, and ends with 0 at SIGTERM', () => {
    const options = ['--conditions=@daemoneye/source', '--input-type=module', '--eval', program];
    const { status, stdout } = spawnSync(process.execPath, options, {
      timeout: 10_000,
      killSignal: 'SIGKILL',
      encoding: 'utf8',
    });
    const report = JSON.parse(stdout) as { lastSeq: number };
    expect({ status, report }).toEqual({
      status: 0,
      report: {
        epoch: expect.stringMatching(/^[0-9a-f]{16}$/),
        lastSeq: report.lastSeq,
        delivered: report.lastSeq,
        shed: 0,
        abandonedEvents: 0,
        abandonedSources: [],
      },
    });
    expect(report.lastSeq).toBeGreaterThanOrEqual(6);
  });
});
