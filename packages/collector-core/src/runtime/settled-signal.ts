/** Conditions that somebody waits for, looked at whenever something was settled. */
export class SettledSignal {
  readonly #waits = new Set<{ readonly isMet: () => boolean; readonly resolve: () => void }>();

  /** To be called after every change. */
  notify(): void {
    for (const wait of this.#waits)
      if (wait.isMet()) {
        this.#waits.delete(wait);
        wait.resolve();
      }
  }

  /** Resolves when `isMet` holds or `orElse` resolves. */
  async until(isMet: () => boolean, orElse: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (isMet()) return;
    const over = new AbortController();
    let wait: { readonly isMet: () => boolean; readonly resolve: () => void } | undefined;
    const met = new Promise<void>((resolve) => {
      wait = { isMet, resolve };
      this.#waits.add(wait);
    });
    await Promise.race([met, orElse(over.signal)]);
    over.abort();
    if (wait !== undefined) this.#waits.delete(wait);
  }
}
