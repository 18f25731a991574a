import { expect } from '@jest/globals';
import { take } from './bus-under-test.ts';
import type { ContractCases } from './bus-under-test.ts';
import { sampleAnnouncement } from './sample-messages.ts';

const key = 'web_1.procmond';
const value = sampleAnnouncement();
const changed = sampleAnnouncement({ health: 'degraded' });

/** The bucket `deye_capabilities`. */
export const keyValueCases: ContractCases = {
  'gives back what was put, at a higher revision each time': async ({ bus }) => {
    const keys = await bus.keyValue('deye_capabilities');
    expect(await keys.get(key)).toBeNull();
    const first = await keys.put(key, value);
    const second = await keys.put(key, changed);
    expect(second).toBeGreaterThan(first);
    expect(await keys.get(key)).toEqual({ key, value: changed, revision: second });
    expect(await keys.entries()).toEqual([{ key, value: changed, revision: second }]);
  },

  'creates a key once, and again after it was deleted': async ({ bus }) => {
    const keys = await bus.keyValue('deye_capabilities');
    await keys.create(key, value);
    await expect(keys.create(key, changed)).rejects.toMatchObject({ code: 'BUS_KEY_EXISTS' });
    await keys.delete(key);
    expect(await keys.get(key)).toBeNull();
    expect(await keys.entries()).toEqual([]);
    await keys.create(key, changed);
    expect((await keys.get(key))?.value).toEqual(changed);
  },

  'updates the revision that is named alone': async ({ bus }) => {
    const keys = await bus.keyValue('deye_capabilities');
    const first = await keys.put(key, value);
    const second = await keys.update(key, changed, first);
    const wrong = { code: 'BUS_WRONG_REVISION' };
    await expect(keys.update(key, value, first)).rejects.toMatchObject(wrong);
    expect((await keys.get(key))?.revision).toBe(second);
  },

  'refuses a key that is no subject': async ({ bus }) => {
    const keys = await bus.keyValue('deye_capabilities');
    await expect(keys.put('web_1.*', value)).rejects.toMatchObject({
      code: 'BUS_SUBJECT_INVALID',
    });
  },

  'watches: present values first, then puts and deletes, until it is closed': async ({ bus }) => {
    const keys = await bus.keyValue('deye_capabilities');
    const first = await keys.put(key, value);
    const watch = keys.watch();
    const changes = watch[Symbol.asyncIterator]();
    expect((await changes.next()).value).toEqual({
      operation: 'put',
      key,
      value,
      revision: first,
    });
    const second = await keys.put(key, changed);
    expect((await changes.next()).value).toMatchObject({ value: changed, revision: second });
    await keys.delete(key);
    expect((await changes.next()).value).toEqual({ operation: 'delete', key });
    watch.close();
    expect((await changes.next()).done).toBe(true);
  },

  'expires a key that is not put again, and says so': async ({ bus, advance, keyTtlMs }) => {
    const keys = await bus.keyValue('deye_capabilities');
    const other = 'web_1.netmond';
    await keys.put(other, value);
    await keys.put(key, value);
    await advance(keyTtlMs * 0.7);
    await keys.put(other, changed);
    const watch = keys.watch();
    expect((await take(watch, 2)).map((change) => change.key)).toEqual([key, other]);
    await advance(keyTtlMs * 0.5);
    expect(await take(watch, 1)).toEqual([{ operation: 'expired', key }]);
    expect((await keys.entries()).map((entry) => entry.key)).toEqual([other]);
    await keys.create(key, value);
  },
};
