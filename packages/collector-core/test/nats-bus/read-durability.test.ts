import { describe, expect, test } from '@jest/globals';
import { StorageType } from '@nats-io/jetstream';
import { classOf } from '../../src/nats-bus/read-durability.ts';

describe('classOf', () => {
  test.each([
    [StorageType.Memory, 3, 'memory'],
    [StorageType.File, 1, 'async-R1'],
    [StorageType.File, 3, 'async-R3'],
  ])('a stream on %s with %i copies is %s', (storage, replicas, wanted) => {
    expect(classOf({ storage, num_replicas: replicas })).toBe(wanted);
  });
});
