import { CollectionEvent } from '@daemoneye/collector-core';
import { describe, expect, test } from '@jest/globals';

import { procmond } from '../src/index.ts';

const shared = {
  host: { token: 'box-0a1b2c3d', name: 'box', bootId: 'b32d1fb1' },
  hostRoot: '',
  analysis: { roots: [], maxFileBytes: 1_000, timeoutMs: 1_000 },
  rules: { directory: '/rules' },
};

function define(given: object) {
  const definition = procmond.define(procmond.section.schema.parse(given), shared);
  if (definition.kind !== 'collector') throw new Error('not a collector');
  return definition;
}

describe('procmond', () => {
  test('has defaults for every setting', () => {
    expect(procmond.section.schema.parse({})).toMatchObject({
      enabled: true,
      scanIntervalMs: 1_000,
      snapshotIntervalMs: 30_000,
      procRoot: '/proc',
      collector: { eventBufferSize: 1_000 },
    });
  });

  test.each([{ scanIntervalMs: 0 }, { procRoot: 'proc' }, { enabled: 'yes' }, { unknown: 1 }])(
    'refuses %j',
    (given) => {
      expect(procmond.section.schema.safeParse(given).success).toBe(false);
    },
  );

  test('is a collector with one source and the hash of executables', () => {
    const { name, sources, analysers } = define({});
    expect(name).toBe('procmond');
    expect(sources.map((source) => source.name)).toEqual(['process']);
    expect(analysers.map((analyser) => analyser.analysis)).toEqual(['binary_hash']);
  });

  test('has no source when it is switched off', () => {
    expect(define({ enabled: false }).sources).toEqual([]);
  });

  test('announces columns of the table alone, more for /proc than for ps', () => {
    const event = CollectionEvent.process({
      type: 'process.started',
      time: 0n,
      pid: 1,
      source_tier: 'x',
    });
    const { columns } = define({});
    const [scan = [], list = []] = ['proc_scan', 'ps_list'].map(
      (t) => columns(t)['process_events'],
    );
    for (const column of [...scan, ...list]) expect(event).toHaveProperty(column);
    expect(scan).toEqual(expect.arrayContaining([...list, 'container_id', 'cpu_usage']));
    expect(new Set(scan).size).toBe(scan.length);
    expect(scan).not.toContain('exit_code');
    expect(columns('other')).toEqual({ process_events: [] });
  });
});
