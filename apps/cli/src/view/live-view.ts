import type { BusMessage, CapabilityAnnouncement, Clock } from '@daemoneye/collector-core';
import type { Io } from '../output/io.ts';
import type { Paint } from '../output/style.ts';
import { renderView } from './render-view.ts';
import { countMessage, emptyView, tickView } from './view-state.ts';
import type { ViewState } from './view-state.ts';

const HOME_AND_CLEAR = '\u001b[H\u001b[J';
const REFRESH_MS = 1_000;

/** Redraws the terminal once a second until `stop`. */
export class LiveView {
  readonly #io: Io;
  readonly #paint: Paint;
  readonly #cancel: () => void;
  readonly #collectors: () => readonly CapabilityAnnouncement[];
  #state: ViewState = emptyView;

  constructor(
    io: Io,
    paint: Paint,
    clock: Clock,
    collectors: () => readonly CapabilityAnnouncement[],
  ) {
    this.#io = io;
    this.#paint = paint;
    this.#collectors = collectors;
    this.#cancel = clock.every(REFRESH_MS, () => this.#draw());
    this.#io.stdout.write('\u001b[2J');
    this.#draw();
  }

  count(message: BusMessage): void {
    this.#state = countMessage(this.#state, message);
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
