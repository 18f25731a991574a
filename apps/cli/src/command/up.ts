import { SystemClock } from '@daemoneye/collector-core';
import type { CapabilityAnnouncement, EventBus, Subscription } from '@daemoneye/collector-core';
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

async function showView(view: LiveView, messages: Subscription): Promise<void> {
  for await (const message of messages) view.count(message);
  view.stop();
}

type Show = { readonly done: Promise<void> };

function show(
  bus: EventBus,
  options: UpOptions,
  io: Io,
  collectors: () => readonly CapabilityAnnouncement[],
): Show {
  if (options.json || io.stdout.isTTY !== true) return { done: printFeed(bus, io) };
  const view = new LiveView(io, paintFor(io.stdout, io.environment), new SystemClock(), collectors);
  const messages = bus.subscribe({ subjects: [...defaultSubjects], bufferMessages: 8_192 });
  return { done: showView(view, messages) };
}

/** `deye up`: everything in this process until `io.signal` aborts; drains, and resolves when the last line is written. */
export async function runUp(options: UpOptions, io: Io): Promise<ExitCode> {
  let suite: RunningSuite<Show> | null = null;
  const control = await ControlServer.open(
    controlPath(io.environment, io.uid, io.tempDirectory),
    io.uid,
    respondWith(() => suite),
  );
  try {
    suite = await startSuite(options, io, io.signal, (bus, collectors) =>
      show(bus, options, io, collectors),
    );
    await suite.finished;
    await suite.prepared.done;
    return ExitCode.done;
  } finally {
    await control.close();
  }
}
