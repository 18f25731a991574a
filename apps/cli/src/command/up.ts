import type { Writable } from 'node:stream';
import { SystemClock } from '@daemoneye/collector-core';
import type { CapabilityAnnouncement, EventBus } from '@daemoneye/collector-core';
import { controlPath } from '../control/control-path.ts';
import { ControlServer } from '../control/control-server.ts';
import type { ControlResponder } from '../control/control-server.ts';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { LineWriter } from '../output/line-writer.ts';
import { announcementJson } from '../output/message-json.ts';
import { paintFor } from '../output/style.ts';
import type { SuiteChoice } from '../suite/load-suite.ts';
import { startSuite } from '../suite/start-suite.ts';
import type { RunningSuite } from '../suite/start-suite.ts';
import { defaultSubjects, tailFeed } from '../suite/tail-feed.ts';
import { LiveView } from '../view/live-view.ts';
import { parseWhere } from './tail.ts';

export interface UpOptions extends SuiteChoice {
  readonly json: boolean;
}

/** Answers of a running suite to those who attach. */
function respondWith(suite: () => RunningSuite<unknown> | null): ControlResponder {
  return async function* respond(request, signal) {
    const running = suite();
    if (request.verb === 'ping' || running === null) {
      yield { pid: process.pid };
    } else if (request.verb === 'collectors') {
      yield* running.collectors().map((collector) => announcementJson(collector) as object);
    } else {
      yield* tailFeed(running.bus, request.subjects, parseWhere(request.where), signal);
    }
  };
}

/** Prints until the bus has closed: what a drain publishes last is printed, too. */
async function printFeed(bus: EventBus, io: Io): Promise<void> {
  const writer = new LineWriter(io.stdout, io.signal);
  for await (const line of tailFeed(bus, defaultSubjects, null)) {
    if ('dropped' in line)
      io.stderr.write(`deye: ${line.dropped} messages were not shown, the reader is too slow\n`);
    else await writer.write(JSON.stringify(line.row));
  }
}

/** How the messages of a suite are shown; `done` when the last one is. */
interface Screen {
  /** Where the log goes. */
  readonly log: Writable;
  show(bus: EventBus, collectors: () => readonly CapabilityAnnouncement[]): Promise<void>;
}

function lineScreen(io: Io): Screen {
  return { log: io.stderr, show: (bus) => printFeed(bus, io) };
}

function liveScreen(io: Io): Screen {
  const view = new LiveView(io, paintFor(io.stdout, io.environment), new SystemClock());
  return {
    log: view.logTo(),
    async show(bus, collectors) {
      view.watch(collectors);
      try {
        for await (const message of bus.subscribe(VIEWED)) view.count(message);
      } finally {
        view.stop();
      }
    },
  };
}

const VIEWED = { subjects: [...defaultSubjects], bufferMessages: 8_192 } as const;

/** `deye up`: everything in this process until `io.signal` aborts; drains, and resolves when the last line is written. */
export async function runUp(options: UpOptions, io: Io): Promise<ExitCode> {
  let suite: RunningSuite<{ readonly value: Promise<void> }> | null = null;
  const control = await ControlServer.open(
    controlPath(io.environment, io.uid, io.tempDirectory),
    io.uid,
    respondWith(() => suite),
  );
  try {
    const screen = options.json || io.stdout.isTTY !== true ? lineScreen(io) : liveScreen(io);
    suite = await startSuite(
      options,
      { ...io, stderr: screen.log },
      io.signal,
      (bus, collectors) => ({
        value: screen.show(bus, collectors),
      }),
    );
    await suite.finished;
    await suite.prepared.value;
    return ExitCode.done;
  } finally {
    await control.close();
  }
}
