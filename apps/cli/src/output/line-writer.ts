import type { Writable } from 'node:stream';

/**
 * Writes lines and waits for the reader: `write` resolves when the stream takes more, or at once when `signal` aborts.
 */
export class LineWriter {
  readonly #stream: Writable;
  readonly #signal: AbortSignal;

  constructor(stream: Writable, signal: AbortSignal) {
    this.#stream = stream;
    this.#signal = signal;
  }

  async write(line: string): Promise<void> {
    if (this.#signal.aborted || this.#stream.write(`${line}\n`)) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#stream.off('drain', done);
        this.#stream.off('close', done);
        this.#signal.removeEventListener('abort', done);
        resolve();
      };
      this.#stream.once('drain', done);
      this.#stream.once('close', done);
      this.#signal.addEventListener('abort', done, { once: true });
    });
  }
}
