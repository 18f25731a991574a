import { describe, expect, test } from '@jest/globals';
import { judgeReply } from '../../src/nats-bus/publish-reply.ts';

function refusal(code: number): string {
  return JSON.stringify({ error: { code: 400, err_code: code, description: 'why' } });
}

describe('judgeReply', () => {
  test('takes an acknowledgement, also of a duplicate', () => {
    const ack = { stream: 'S', seq: 7, duplicate: true };
    expect(judgeReply(0, JSON.stringify(ack), true)).toEqual({
      kind: 'stored',
      ack: { stream: 'S', sequence: 7, duplicate: true },
    });
    expect(judgeReply(0, '{"stream":"S","seq":8}', true)).toMatchObject({
      ack: { sequence: 8, duplicate: false },
    });
  });

  test.each([
    [10_158, 'a copy that is being stored'],
    [10_008, 'a system that is not ready'],
    [10_164, 'another write on the subject'],
    [99_999, 'a refusal that is not known'],
  ])('repeats after %i, %s', (code) => {
    expect(judgeReply(0, refusal(code), true)).toEqual({ kind: 'retry', reason: `${code} why` });
  });

  test.each([
    [10_071, 'BUS_WRONG_LAST_SEQUENCE', true],
    [10_077, 'BUS_STREAM_FULL', false],
    [10_023, 'BUS_STREAM_FULL', false],
    [10_054, 'BUS_PUBLISH_REJECTED', true],
    [10_060, 'BUS_PUBLISH_REJECTED', true],
  ])('refuses %i as %s', (code, name, permanent) => {
    expect(judgeReply(0, refusal(code), true)).toMatchObject({
      kind: 'refused',
      error: { code: name, permanent, detail: `${code} why` },
    });
  });

  test('takes silence for a fault of the subject only when no stream of the table keeps it', () => {
    expect(judgeReply(503, '', true)).toMatchObject({ kind: 'retry' });
    expect(judgeReply(503, '', false)).toMatchObject({ error: { code: 'BUS_NO_STREAM' } });
  });

  test.each(['', 'null', '"x"', '{', '{"stream":"S"}'])('does not take %j for an ack', (text) => {
    expect(judgeReply(0, text, true)).toMatchObject({ kind: 'retry' });
  });
});
