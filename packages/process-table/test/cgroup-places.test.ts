import { describe, expect, test } from '@jest/globals';

import { CgroupPlaces } from '../src/cgroup-places.ts';
import { someFacts } from './some-facts.ts';

const container = 'a1'.repeat(32);
const inside = { cgroup_id: '77', cgroup_path: `/docker/${container}`, container_id: container };

describe('CgroupPlaces', () => {
  test('gives a process whose cgroup could not be read the container of its cgroup id', () => {
    const places = new CgroupPlaces();
    expect(places.complete(someFacts(1, 1, inside))).toMatchObject(inside);
    expect(places.complete(someFacts(2, 2, { cgroup_id: '77' }))).toMatchObject(inside);
  });

  test('leaves alone what it does not know', () => {
    const places = new CgroupPlaces();
    for (const facts of [someFacts(1, 1), someFacts(2, 2, { cgroup_id: '78' })])
      expect(places.complete(facts)).toBe(facts);
  });

  test('names no container by an id that stands for several paths', () => {
    const places = new CgroupPlaces();
    places.complete(someFacts(1, 1, inside));
    places.complete(someFacts(2, 2, { ...inside, cgroup_path: '/other', container_id: null }));
    const unread = places.complete(someFacts(3, 3, { cgroup_id: '77' }));
    expect([unread.cgroup_path, unread.container_id]).toEqual([null, null]);
  });

  test('forgets the cgroup learnt first when it is full', () => {
    const places = new CgroupPlaces(1);
    for (const id of ['1', '2']) places.complete(someFacts(1, 1, { ...inside, cgroup_id: id }));
    expect(places.complete(someFacts(2, 2, { cgroup_id: '1' })).container_id).toBeNull();
    expect(places.complete(someFacts(2, 2, { cgroup_id: '2' })).container_id).toBe(container);
  });
});
