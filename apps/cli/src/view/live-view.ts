import { Writable } from 'node:stream';
import type { BusMessage, CapabilityAnnouncement, Clock } from '@daemoneye/collector-core';
import type { Io } from '../output/io.ts';
import type { Paint } from '../output/style.ts';
import { renderView } from './render-view.ts';
import { countMessage, emptyView, logLine, tickView } from './view-state.ts';
import type { ViewState } from './view-state.ts';

const HOME_AND_CLEAR = '\u001b[H\u001b[J';
const REFRESH_MS = 1_000;

/** Redraws the terminal once a second until `stop`. */
export class LiveView {
  readonly #io: Io;
  readonly #paint: Paint;
  readonly #cancel: () => void;
  #collectors: () => readonly CapabilityAnnouncement[] = () => [];
  #state: ViewState = emptyView;

  constructor(io: Io, paint: Paint, clock: Clock) {
    this.#io = io;
    this.#paint = paint;
    this.#cancel = clock.every(REFRESH_MS, () => this.#draw());
    this.#io.stdout.write('\u001b[2J');
    this.#draw();
  }

  /** Where to look for the collectors at every redraw. */
  watch(collectors: () => readonly CapabilityAnnouncement[]): void {
    this.#collectors = collectors;
  }

  count(message: BusMessage): void {
    this.#state = countMessage(this.#state, message);
  }

  /** Takes lines of the log, which would otherwise be written across the view. */
  logTo(): Writable {
    return new Writable({
      decodeStrings: false,
      write: (chunk: string | Buffer, _encoding, done) => {
        for (const line of chunk.toString().split('\n').filter(Boolean))
          this.#state = logLine(this.#state, line);
        done();
      },
    });
  }

  #draw(): void {
    this.#state = tickView(this.#state, this.#collectors());
    const { columns = 80, rows = 24 } = this.#io.stdout;
    this.#io.stdout.write(
      `${HOME_AND_CLEAR}${renderView(this.#state, this.#paint, columns, rows).join('\n')}\n`,
    );
  }

  stop(): void {
    this.#cancel();
  }
}
