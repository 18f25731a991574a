import type { Writable } from 'node:stream';
import { DeyeError, SystemClock } from '@daemoneye/collector-core';
import type { CapabilityAnnouncement, EventBus } from '@daemoneye/collector-core';
import { controlPath } from '../control/control-path.ts';
import { ControlServer } from '../control/control-server.ts';
import type { ControlResponder } from '../control/control-server.ts';
import { ExitCode } from '../output/io.ts';
import type { Io } from '../output/io.ts';
import { LineWriter } from '../output/line-writer.ts';
import { announcementJson } from '../output/message-json.ts';
import { paintFor } from '../output/style.ts';
import type { Pong } from '../control/control-protocol.ts';
import { loadSuite } from '../suite/load-suite.ts';
import type { SuiteChoice } from '../suite/load-suite.ts';
import { startFleet } from '../suite/start-fleet.ts';
import { startSuite } from '../suite/start-suite.ts';
import type { Prepare, RunningSuite } from '../suite/start-suite.ts';
import { defaultSubjects, tailFeed } from '../suite/tail-feed.ts';
import { LiveView } from '../view/live-view.ts';
import { parseWhere } from './tail.ts';
import { saidBus } from './which-bus.ts';
import type { BusOptions } from './which-bus.ts';

export interface UpOptions extends SuiteChoice, BusOptions {
  readonly json: boolean;
  readonly allowDegraded: boolean;
}

/** Answers of a running suite to those who attach. */
function respondWith(suite: () => RunningSuite<unknown> | null): ControlResponder {
  return async function* respond(request, signal) {
    const running = suite();
    if (request.verb === 'ping' || running === null) {
      yield { pid: process.pid, bus: running?.url ?? 'local' } satisfies Pong;
    } else if (request.verb === 'collectors') {
      yield* running.collectors().map((collector) => announcementJson(collector) as object);
    } else if (request.verb === 'rules') {
      yield* running.rules() ?? [];
    } else {
      const { subjects, where } = request;
      yield* tailFeed(running.bus, { subjects, where: parseWhere(where) }, signal);
    }
  };
}

/** Prints until the bus has closed: what a drain publishes last is printed, too. */
async function printFeed(bus: EventBus, io: Io): Promise<void> {
  const writer = new LineWriter(io.stdout, io.signal);
  for await (const line of tailFeed(bus, { subjects: defaultSubjects, where: null })) {
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

type Feed = { readonly value: Promise<void> };

/** Starts the parts: in this process, or each as its own on NATS. */
function startParts(
  options: UpOptions,
  io: Io,
  prepare: Prepare<Feed>,
): Promise<RunningSuite<Feed>> {
  const { busUrl } = loadSuite(options, io.environment);
  const said = saidBus(options, busUrl, io);
  if (said === null || said.kind === 'local') return startSuite(options, io, io.signal, prepare);
  const servers = said.kind === 'servers' ? said.servers : null;
  return startFleet({ ...options, servers }, io, io.signal, prepare);
}

/** `deye up`: runs the parts until `io.signal` aborts; drains, and resolves when the last line is written. */
export async function runUp(options: UpOptions, io: Io): Promise<ExitCode> {
  let suite: RunningSuite<Feed> | null = null;
  const control = await ControlServer.open(
    controlPath(io.environment, io.uid, io.tempDirectory),
    io.uid,
    respondWith(() => suite),
  );
  try {
    const screen = options.json || io.stdout.isTTY !== true ? lineScreen(io) : liveScreen(io);
    const shown = { ...io, stderr: screen.log };
    suite = await startParts(options, shown, (bus, collectors) => ({
      value: screen.show(bus, collectors),
    }));
    await suite.finished;
    await suite.prepared.value;
    return ExitCode.done;
  } catch (error) {
    // Asked to end before the bus was there: nothing has begun.
    if (io.signal.aborted && error instanceof DeyeError && error.code === 'BUS_CLOSED')
      return ExitCode.done;
    throw error;
  } finally {
    await control.close();
  }
}
