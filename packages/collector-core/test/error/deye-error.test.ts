import { describe, expect, test } from '@jest/globals';
import { DeyeError } from '../../src/index.ts';

describe('DeyeError', () => {
  test('says in one sentence what is wrong, where and what to do', () => {
    const cause = new Error('EACCES');
    const error = new DeyeError('CONFIG_FILE_UNREADABLE', '/etc/x.yaml: EACCES', { cause });
    expect(error.message).toBe(
      'a configuration file cannot be read: /etc/x.yaml: EACCES; name a file that exists, is readable and has at most 1 MiB',
    );
    expect([error.name, error.code, error.permanent, error.detail, error.cause]).toEqual([
      'DeyeError',
      'CONFIG_FILE_UNREADABLE',
      true,
      '/etc/x.yaml: EACCES',
      cause,
    ]);
  });

  test('leaves out the place when there is none', () => {
    expect(new DeyeError('METRIC_UNKNOWN').message).toMatch(
      /^a metric is not in the metric table; report/,
    );
  });
});
