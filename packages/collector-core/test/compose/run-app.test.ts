import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { AppModule } from '../../src/compose/app-module.ts';
import { runApp } from '../../src/compose/run-app.ts';

const module: AppModule<{ readonly enabled: boolean }> = {
  name: 'watcher',
  section: { key: 'watcher', schema: z.strictObject({ enabled: z.boolean().default(true) }) },
  define: () => {
    throw new Error('not asked for');
  },
};

async function run(...args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await runApp(module, {
    process: {
      args,
      environment: { XDG_CONFIG_HOME: '/nowhere' },
      signal: new AbortController().signal,
      stdout: sink('stdout'),
      stderr: sink('stderr'),
    },
  });
  return { code, ...written };
}

describe('runApp', () => {
  test('prints its help and exits 0', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: watcher --bus URL/);
  });

  test('exits 3 with one sentence when no bus is named', async () => {
    const { code, stderr } = await run();
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^watcher: no bus answers: .*\n$/)]);
    expect((await run('--bus', 'nats')).code).toBe(3);
  });

  test.each([[['--buss', 'x']], [['--set', 'watcher.enabled=maybe']], [['--config', '/nowhere']]])(
    'exits 2 with one sentence for %j',
    async (args) => {
      const { code, stderr } = await run(...args);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^watcher: [^\n]*\n$/)]);
    },
  );
});
