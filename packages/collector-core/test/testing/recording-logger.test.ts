import { describe, expect, test } from '@jest/globals';
import { RecordingLogger } from '../../src/testing/index.ts';

describe('RecordingLogger', () => {
  test('keeps what its children say, with their bindings, in one list', () => {
    const log = new RecordingLogger();
    log.child({ source: 'a' }).child({ round: 1 }).warn({ count: 2 }, 'lost');
    log.info({}, 'done');
    log.debug({}, 'x');
    log.error({}, 'y');
    expect(log.records).toEqual([
      { level: 'warn', fields: { source: 'a', round: 1, count: 2 }, message: 'lost' },
      { level: 'info', fields: {}, message: 'done' },
      { level: 'debug', fields: {}, message: 'x' },
      { level: 'error', fields: {}, message: 'y' },
    ]);
    expect(log.messages('warn')).toEqual(['lost']);
  });
});
