import type { ProcessFacts } from './process-facts.ts';

type Place = Pick<ProcessFacts, 'cgroup_path' | 'container_id'>;

/**
 * Path and container of cgroups by their id, so that a process whose files are gone already still gets its container: the kernel
 * gives the id with the event, and another process of the cgroup was read before, or is read later. Holds at most `maxPlaces`; the one
 * learnt first goes.
 */
export class CgroupPlaces {
  readonly #maxPlaces: number;
  readonly #places = new Map<string, Place>();

  constructor(maxPlaces = 4_096) {
    this.#maxPlaces = maxPlaces;
  }

  /** The facts, with path and container from the cgroup id where they lack them; remembers those of facts that have them. */
  complete(facts: ProcessFacts): ProcessFacts {
    const { cgroup_id: id, cgroup_path: path, container_id: container } = facts;
    // In the hybrid layout every container may be in the root of the unified hierarchy: its id then tells nothing.
    if (id === null) return facts;
    if (path !== null) {
      this.#learn(id, { cgroup_path: path, container_id: container });
      return facts;
    }
    const place = this.#places.get(id);
    return place === undefined ? facts : { ...facts, ...place };
  }

  #learn(id: string, place: Place): void {
    const known = this.#places.get(id);
    if (known !== undefined) {
      if (known.cgroup_path !== place.cgroup_path) this.#places.set(id, ambiguous);
      return;
    }
    const [first] = this.#places.keys();
    if (this.#places.size >= this.#maxPlaces && first !== undefined) this.#places.delete(first);
    this.#places.set(id, place);
  }
}

/** Two paths for one id: the id does not name the place. */
const ambiguous: Place = { cgroup_path: null, container_id: null };
