import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  analysisSection,
  collectorSettingsSchema,
  DeyeError,
  defaultConfigFiles,
  hostSection,
  loadConfig,
} from '../../src/index.ts';
import type { ConfigSources } from '../../src/index.ts';

const procmond = {
  key: 'procmond',
  schema: z.strictObject({
    enabled: z.boolean().default(true),
    mode: z.enum(['scan', 'listen']).default('scan'),
    password: z.string().max(8).default('').meta({ secret: true }),
    collector: collectorSettingsSchema,
  }),
};
const sections = [hostSection, analysisSection, procmond];
const sizeVariable = 'PROCMOND_COLLECTOR_EVENT_BUFFER_SIZE';
const sizeKey = 'procmond.collector.eventBufferSize';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deye-config-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function load(part: Partial<ConfigSources>) {
  return loadConfig({ sections, files: [], environment: {}, sets: [], ...part });
}

function errorOf(part: Partial<ConfigSources>): { code: string; detail: string; message: string } {
  try {
    load(part);
  } catch (error) {
    if (error instanceof DeyeError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

function faultOf(text: string): { code: string; detail: string } {
  const { code, detail } = errorOf({ files: [file('f.yaml', text)] });
  return { code, detail: detail.replaceAll(`${folder}/`, '') };
}

describe('loadConfig', () => {
  test('leaves sections of other apps alone when asked to, and no unknown key of its own', () => {
    const text = 'netmond:\n  enabled: true\nhost:\n  name: box\n';
    const files = [file('shared.yaml', text)];
    expect(load({ files, ignoreOtherSections: true }).get(hostSection).name).toBe('box');
    expect(errorOf({ files }).code).toBe('CONFIG_UNKNOWN_KEY');
    const odd = { files: [file('odd.yaml', 'host:\n  nmae: box\n')], ignoreOtherSections: true };
    expect(errorOf(odd).code).toBe('CONFIG_UNKNOWN_KEY');
    expect(errorOf({ sets: ['netmond.enabled=true'], ignoreOtherSections: true }).code).toBe(
      'CONFIG_UNKNOWN_KEY',
    );
  });

  test('fills in defaults when nothing is given', () => {
    const config = load({});
    expect(config.get(hostSection)).toEqual({ root: '' });
    expect(config.get(analysisSection)).toEqual({
      roots: [],
      maxFileBytes: 536_870_912,
      timeoutMs: 10_000,
    });
    expect(config.origin(sizeKey)).toBe('default');
  });

  test('lets flags win over environment, user file, system file and defaults, and tells the origin', () => {
    const system = file(
      'system.yaml',
      'procmond:\n  collector:\n    eventBufferSize: 11\n    batchMaxEvents: 5\n',
    );
    const user = file('user.yaml', 'procmond:\n  collector:\n    eventBufferSize: 12\n');
    const environment = { [sizeVariable]: '13' };
    const layers: Partial<ConfigSources>[] = [
      { files: [system] },
      { files: [system, user] },
      { files: [system, user], environment },
      { files: [system, user], environment, sets: [`${sizeKey}=1`, `${sizeKey}=14`] },
    ];
    const seen = layers.map((layer) => {
      const config = load(layer);
      const { eventBufferSize, batchMaxEvents } = config.get(procmond).collector;
      return [eventBufferSize, batchMaxEvents, config.origin(sizeKey)];
    });
    expect(seen).toEqual([
      [11, 5, `${system} line 3`],
      [12, 5, `${user} line 3`],
      [13, 5, `environment variable ${sizeVariable}`],
      [14, 5, `--set ${sizeKey}`],
    ]);
  });

  test('reads lists, truth, words and texts from flags and environment', () => {
    const config = load({
      environment: { ANALYSIS_ROOTS: '/a,/b', HOST_NAME: '007' },
      sets: ['procmond.enabled=false', 'procmond.mode=listen', 'host.root=/a=b'],
    });
    expect(config.get(analysisSection).roots).toEqual(['/a', '/b']);
    expect(config.get(hostSection)).toEqual({ name: '007', root: '/a=b' });
    expect([config.get(procmond).enabled, config.get(procmond).mode]).toEqual([false, 'listen']);
  });

  test.each(['', '1e3', '0x10', '12k', ' 5', '-1', '0', '1.5', '9'.repeat(20)])(
    'refuses %j for a number in the environment, naming variable, key, value and what is allowed',
    (text) => {
      const { code, detail } = errorOf({ environment: { [sizeVariable]: text } });
      expect(code).toBe('CONFIG_INVALID_VALUE');
      expect(detail).toBe(
        `${sizeKey} is ${/^-?[\d.]{1,4}$/.test(text) ? Number(text) : JSON.stringify(text)} in environment variable ${sizeVariable}, ` +
          'allowed is a whole number from 2 to 1000000',
      );
    },
  );

  test.each([
    ['procmon: {}\n', 'CONFIG_UNKNOWN_KEY', 'procmon in f.yaml line 1, allowed is procmond'],
    [
      'procmond:\n  collector:\n    eventBuferSize: 1\n',
      'CONFIG_UNKNOWN_KEY',
      'procmond.collector.eventBuferSize in f.yaml line 3, allowed is eventBufferSize',
    ],
    [
      '__proto__:\n  a: 1\n',
      'CONFIG_UNKNOWN_KEY',
      '__proto__ in f.yaml line 1, allowed is analysis, host, procmond',
    ],
    [
      'procmond:\n  enabled: yes\n',
      'CONFIG_INVALID_VALUE',
      'procmond.enabled is "yes" in f.yaml line 2, allowed is true or false',
    ],
    [
      'procmond:\n  mode: fast\n',
      'CONFIG_INVALID_VALUE',
      'procmond.mode is "fast" in f.yaml line 2, allowed is one of scan, listen',
    ],
    [
      'analysis:\n  roots: [1]\n',
      'CONFIG_INVALID_VALUE',
      'analysis.roots is [1] in f.yaml line 2, allowed is a list of texts',
    ],
    [
      'host: 7\n',
      'CONFIG_INVALID_VALUE',
      'host is 7 in f.yaml line 1, allowed is a map of name, root',
    ],
    [
      '- host\n',
      'CONFIG_INVALID_VALUE',
      'the top level is no map in f.yaml, allowed is a map of host, analysis, procmond',
    ],
    ['host:\n  name: a\n  name: b\n', 'CONFIG_SYNTAX', 'f.yaml line 3: host.name is given twice'],
    ['host: !!js/function x\n', 'CONFIG_SYNTAX', 'f.yaml line 1: Unresolved tag'],
    ['host: {}\n---\nhost: {}\n', 'CONFIG_SYNTAX', 'f.yaml line 2: more than one document'],
    [
      'analysis:\n  roots: &r [*r]\n',
      'CONFIG_INVALID_VALUE',
      'analysis.roots is a list in f.yaml line 2, allowed is a list of texts',
    ],
    ['['.repeat(200_000), 'CONFIG_SYNTAX', 'f.yaml line 1: nested too deep'],
  ])(
    'refuses a file with a fault, naming file, line, key, value and what is allowed (%#)',
    (text, code, detail) => {
      expect(faultOf(text)).toEqual({ code, detail });
    },
  );

  test('refuses aliases that unfold without end', () => {
    const row = (of: string): string => `[${Array(10).fill(of).join(',')}]`;
    const text = `host:\n  name: &a ${row('1')}\n  root: &b ${row('*a')}\nanalysis:\n  roots: &c ${row('*b')}\n  timeoutMs: ${row('*c')}\n`;
    expect(faultOf(text).code).toBe('CONFIG_SYNTAX');
  });

  test('stops at a hundred faults of a file', () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(faultOf(text).detail).toMatch(/and 80 more$/);
  });

  test('tells all faults at once', () => {
    const error = errorOf({
      files: [file('g.yaml', 'hots: 1\nhost:\n  root: 5\n')],
      environment: { [sizeVariable]: 'x' },
      sets: ['nonsense', 'analysis.timeoutMS=1'],
    });
    expect(error.code).toBe('CONFIG_INVALID');
    for (const part of [
      'hots in',
      'line 3',
      sizeVariable,
      '--set number 1',
      'analysis.timeoutMs',
    ]) {
      expect(error.detail).toContain(part);
    }
  });

  test.each([
    [{ environment: { PROCMOND_PASSWORD: 'hunter2-and-more' } }],
    [{ sets: ['procmond.password=hunter2-and-more'] }],
    [{ sets: ['hunter2-and-more'] }],
  ])('never repeats a secret: %j', (part) => {
    expect(errorOf(part).message).not.toContain('hunter2');
  });

  test.each(['*hunter2', '!hunter2 x', '"\\hunter2"', '@hunter2', '[hunter2', '{hunter2: 1}'])(
    'never repeats a secret that breaks the text: %s',
    (text) => {
      const error = errorOf({ files: [file('s.yaml', `procmond:\n  password: ${text}\n`)] });
      expect(error.message).not.toContain('hunter2');
    },
  );

  test('passes over a file that does not exist unless it was named', () => {
    const files = [join(folder, 'absent.yaml'), join(file('plain', ''), 'config.yaml')];
    expect(load({ files }).get(hostSection)).toEqual({ root: '' });
    const { code, detail } = errorOf({ files: [files[0] ?? ''], requireFiles: true });
    expect([code, detail]).toEqual(['CONFIG_FILE_UNREADABLE', `${files[0]}: ENOENT`]);
  });

  test('refuses a directory, a file that is too big and one that is not UTF-8', () => {
    const big = file('big.yaml', `#${'x'.repeat(1_048_576)}`);
    const latin = file('latin.yaml', Buffer.from([0x68, 0xe4]));
    expect(errorOf({ files: [folder] }).detail).toBe(`${folder}: EISDIR`);
    expect(errorOf({ files: [big] }).detail).toBe(`${big}: more than 1 MiB`);
    expect(errorOf({ files: [latin] })).toMatchObject({
      code: 'CONFIG_SYNTAX',
      detail: `${latin}: not UTF-8`,
    });
    expect(
      load({ files: [file('edge.yaml', `#${'x'.repeat(1_048_575)}`)] }).get(hostSection),
    ).toEqual({ root: '' });
  });

  const root = process.getuid?.() === 0;
  test(`refuses a file that may not be read${root ? ' (as root all may: accepts it)' : ''}`, () => {
    const closed = file('closed.yaml', 'host: {}');
    chmodSync(closed, 0);
    if (root) expect(load({ files: [closed] }).get(hostSection)).toEqual({ root: '' });
    else expect(errorOf({ files: [closed] }).detail).toBe(`${closed}: EACCES`);
  });
});

describe('defaultConfigFiles', () => {
  test.each([
    [{ HOME: '/h', XDG_CONFIG_HOME: '/x' }, '/x/daemoneye/config.yaml'],
    [{ HOME: '/h' }, '/h/.config/daemoneye/config.yaml'],
    [{ HOME: '/h', XDG_CONFIG_HOME: 'relative' }, '/h/.config/daemoneye/config.yaml'],
    [{}, undefined],
  ])('names the file of the system, then the one of the user, for %j', (environment, user) => {
    const files = ['/etc/daemoneye/config.yaml', user].filter((path) => path !== undefined);
    expect(defaultConfigFiles(environment)).toEqual(files);
  });
});
