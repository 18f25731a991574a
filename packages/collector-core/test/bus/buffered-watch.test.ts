import { describe, expect, test } from '@jest/globals';
import { BufferedWatch } from '../../src/bus/buffered-watch.ts';

function put(key: string, revision: number) {
  return { operation: 'put', key, value: revision, revision } as const;
}

describe('BufferedWatch', () => {
  test('gives a slow watcher the latest change of each key', async () => {
    const watch = new BufferedWatch<number>(() => undefined);
    for (const change of [put('a', 1), put('b', 2), put('a', 3)]) watch.push(change);
    const changes = watch[Symbol.asyncIterator]();
    expect([(await changes.next()).value, (await changes.next()).value]).toEqual([
      put('b', 2),
      put('a', 3),
    ]);
  });

  test('holds a bounded number of removals that the watcher cannot miss', async () => {
    const watch = new BufferedWatch<number>(() => undefined);
    watch.push(put('known', 1));
    const changes = watch[Symbol.asyncIterator]();
    await changes.next();
    for (let n = 0; n < 20_000; n += 1) watch.push({ operation: 'delete', key: `k${n}` });
    watch.push({ operation: 'delete', key: 'known' });
    let seen = 0;
    for (;;) {
      seen += 1;
      const { value } = await changes.next();
      if (value?.key === 'known') break;
    }
    expect(seen).toBe(16_385);
  });
});
