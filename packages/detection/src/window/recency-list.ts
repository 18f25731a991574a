/** What a list links: each node is in at most one list. */
export interface RecencyNode<N> {
  newer: N | null;
  older: N | null;
}

/**
 * Nodes in the order in which they were touched. A `Map` whose entries are deleted and set again would do, too, but reading its first entry
 * passes over every hole that they left.
 */
export class RecencyList<N extends RecencyNode<N>> {
  #oldest: N | null = null;
  #newest: N | null = null;

  get oldest(): N | null {
    return this.#oldest;
  }

  /** Makes a node of the list the newest. */
  touch(node: N): void {
    if (node === this.#newest) return;
    this.remove(node);
    this.add(node);
  }

  /** Adds a node that is in no list, as the newest. */
  add(node: N): void {
    node.older = this.#newest;
    if (this.#newest !== null) this.#newest.newer = node;
    this.#newest = node;
    this.#oldest ??= node;
  }

  remove(node: N): void {
    if (node.newer === null) this.#newest = node.older;
    else node.newer.older = node.older;
    if (node.older === null) this.#oldest = node.newer;
    else node.older.newer = node.newer;
    node.newer = null;
    node.older = null;
  }
}
