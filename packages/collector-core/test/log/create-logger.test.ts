import { describe, expect, test } from '@jest/globals';
import { createLogger } from '../../src/index.ts';
import type { Logger, LogLevel } from '../../src/index.ts';

function capture(level: LogLevel = 'debug'): {
  log: Logger;
  lines: () => Record<string, unknown>[];
} {
  let text = '';
  const destination = {
    write(chunk: string): void {
      text += chunk;
    },
  };
  const lines = (): Record<string, unknown>[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log: createLogger({ name: 'deye', level, destination }), lines };
}

describe('createLogger', () => {
  test('writes one JSON object per line with time, level, pid and name', () => {
    const { log, lines } = capture();
    log.child({ collector: 'procmond' }).warn({ depth: 3 }, 'full\nqueue');
    const { time, ...rest } = lines()[0] ?? {};
    expect(rest).toEqual({
      level: 'warn',
      pid: process.pid,
      name: 'deye',
      collector: 'procmond',
      depth: 3,
      msg: 'full\nqueue',
    });
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('leaves out what is below its level', () => {
    const { log, lines } = capture('warn');
    log.debug({}, 'a');
    log.info({}, 'b');
    log.warn({}, 'c');
    log.error({}, 'd');
    expect(lines().map(({ msg }) => msg)).toEqual(['c', 'd']);
  });

  test.each([
    ['args'],
    ['command_line'],
    ['parent_command_line'],
    ['password'],
    ['token'],
    ['authorization'],
    ['secret'],
    ['credentials'],
  ])('masks %s at three depths and in bindings', (field) => {
    const { log, lines } = capture();
    const hidden = { [field]: ['mysql', '-phunter2'] };
    log.child(hidden).info({}, 'a');
    log.info({ ...hidden, event: { ...hidden, process: hidden } }, 'b');
    expect(JSON.stringify(lines())).not.toContain('hunter2');
    expect(lines()[1]).toMatchObject({
      [field]: '***',
      event: { [field]: '***', process: { [field]: '***' } },
    });
    expect(hidden[field]).toEqual(['mysql', '-phunter2']);
  });
});
