import type { Writable } from 'node:stream';

/** After the end was asked for, a reader that takes nothing for so long is left. */
const PATIENCE_MS = 2_000;

/**
 * Writes lines and waits for the reader: `write` resolves when the stream takes more, or has closed. After `signal` has aborted it waits
 * two seconds at most, then drops what it is given.
 */
export class LineWriter {
  readonly #stream: Writable;
  readonly #signal: AbortSignal;
  #left = false;

  constructor(stream: Writable, signal: AbortSignal) {
    this.#stream = stream;
    this.#signal = signal;
  }

  async write(line: string): Promise<void> {
    if (this.#left || this.#stream.destroyed || this.#stream.write(`${line}\n`)) return;
    await new Promise<void>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const done = (): void => {
        clearTimeout(timer);
        this.#stream.off('drain', done).off('close', done);
        this.#signal.removeEventListener('abort', hurry);
        resolve();
      };
      const hurry = (): void => {
        timer = setTimeout(() => {
          this.#left = true;
          done();
        }, PATIENCE_MS);
      };
      this.#stream.once('drain', done).once('close', done);
      if (this.#signal.aborted) hurry();
      else this.#signal.addEventListener('abort', hurry, { once: true });
    });
  }
}
