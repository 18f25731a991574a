import { describe, expect, test } from '@jest/globals';
import { differencesOf } from '../../src/nats-bus/stream-settings.ts';

const wanted = { subjects: ['a', 'b'], deny_delete: false, max_age: 5 };

describe('differencesOf', () => {
  test('finds none when the server leaves out a default or orders subjects otherwise', () => {
    expect(differencesOf(wanted, { subjects: ['b', 'a'], max_age: 5, more: 1 })).toEqual([]);
  });

  test('names the field with what is wanted and what was found', () => {
    const found = { subjects: ['a'], deny_delete: false };
    expect(differencesOf(wanted, found)).toEqual([
      { field: 'subjects', wanted: ['a', 'b'], found: ['a'] },
      { field: 'max_age', wanted: 5, found: undefined },
    ]);
    expect(differencesOf(wanted, found, new Set(['max_age', 'subjects']))).toEqual([]);
  });
});
