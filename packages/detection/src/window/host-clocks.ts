/** How far events of one host may be out of order, and how far ahead of the reader its clock may be. */
const LATENESS_MS = 5_000;
/** Hosts whose clocks are kept; beyond it the one that was silent longest is forgotten. */
const MAX_HOSTS = 4_096;

/** When an event happened, for the windows; `null` when it comes too late to be used. */
export interface SettledTime {
  readonly timeMs: number | null;
  /** Whether its host's clock was ahead, and the time of reading was taken instead. */
  readonly clamped: boolean;
}

/**
 * The newest time of each host: one host's clock says nothing of another's. A time more than `LATENESS_MS` ahead of the reader is taken
 * as the time of reading, so that one host with a wrong clock ends nobody's window.
 */
export class HostClocks {
  readonly #newest = new Map<string, number>();

  /** Takes an event of `host` at `timeMs`, read at `nowMs`; both in milliseconds of the wall clock. */
  settle(host: string, timeMs: number, nowMs: number): SettledTime {
    const clamped = timeMs > nowMs + LATENESS_MS;
    const settled = clamped ? nowMs : timeMs;
    const newest = this.#newest.get(host);
    if (newest !== undefined && settled < newest - LATENESS_MS) return { timeMs: null, clamped };
    if (newest === undefined || settled > newest) this.#remember(host, settled);
    return { timeMs: settled, clamped };
  }

  #remember(host: string, timeMs: number): void {
    // Deleting first moves the host to the end: the front of the map is the host that was silent longest.
    this.#newest.delete(host);
    this.#newest.set(host, timeMs);
    if (this.#newest.size <= MAX_HOSTS) return;
    const [oldest] = this.#newest.keys();
    if (oldest !== undefined) this.#newest.delete(oldest);
  }
}
