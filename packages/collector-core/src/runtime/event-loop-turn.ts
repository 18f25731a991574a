/** Emits that may follow each other before the event loop gets a turn. */
const EMITS_PER_TURN = 256;

/** Resolves in the next turn of the event loop, so that a source which does nothing but emit stops nobody else. */
export function nextTurn<T>(value: T): Promise<T> {
  return new Promise((resolve) => {
    setImmediate(resolve, value);
  });
}

const YES = Promise.resolve(true);

/**
 * Promises of true for emits that found room: resolved already, except that after some number in a row they resolve in the next turn of
 * the event loop. Without that, a source that floods a bus which answers at once would never let a timer or a signal in.
 */
export class TurnTaker {
  #sinceTurn = 0;
  #turn: Promise<true> | null = null;

  next(): Promise<boolean> {
    if (this.#turn !== null) return this.#turn;
    this.#sinceTurn += 1;
    if (this.#sinceTurn < EMITS_PER_TURN) return YES;
    this.#turn = new Promise((resolve) => {
      setImmediate(() => {
        this.#turn = null;
        this.#sinceTurn = 0;
        resolve(true);
      });
    });
    return this.#turn;
  }
}
