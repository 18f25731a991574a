import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { LineWriter } from '../../src/output/line-writer.ts';

const settled = async (promise: Promise<void>): Promise<boolean> => {
  const soon = new Promise<boolean>((resolve) => {
    setImmediate(() => resolve(false));
  });
  return await Promise.race([promise.then(() => true), soon]);
};

describe('LineWriter', () => {
  test('waits while the reader is slow', async () => {
    const stream = new PassThrough({ highWaterMark: 4 });
    const writer = new LineWriter(stream, new AbortController().signal);
    const write = writer.write('a long line');
    expect(await settled(write)).toBe(false);
    stream.resume();
    await write;
    expect(await settled(write)).toBe(true);
  });

  test('writes on after the end was asked for, so that the last lines are seen', async () => {
    const stream = new PassThrough();
    const end = new AbortController();
    const writer = new LineWriter(stream, end.signal);
    end.abort();
    await writer.write('last');
    expect(String(stream.read())).toBe('last\n');
  });

  test('ends its wait when the stream closes', async () => {
    const stream = new PassThrough({ highWaterMark: 1 });
    const writer = new LineWriter(stream, new AbortController().signal);
    const write = writer.write('x');
    stream.destroy();
    await write;
    await writer.write('y');
    expect(stream.destroyed).toBe(true);
  });

  test('leaves a reader that takes nothing once the end was asked for', async () => {
    const stream = new PassThrough({ highWaterMark: 1 });
    const end = new AbortController();
    const writer = new LineWriter(stream, end.signal);
    const write = writer.write('stuck');
    end.abort();
    const begin = performance.now();
    await write;
    expect(performance.now() - begin).toBeGreaterThan(1_500);
    await writer.write('dropped');
    expect(String(stream.read())).toBe('stuck\n');
  });
});
