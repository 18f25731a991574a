import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { SystemClock } from '../clock/system-clock.ts';
import type { EventDraft } from '../model/event.ts';
import { SourceCaps } from '../model/source-caps.ts';
import type { EventSource } from '../source/event-source.ts';
import { draftFaults } from './draft-faults.ts';
import { recordingContext } from './recording-context.ts';
import type { RecordingContext } from './recording-context.ts';

/** A source has so long to return after its signal aborted. */
const STOP_MS = 1_000;
/** Time for a source to be ready and to show an event. */
const SHOW_MS = 4_000;

export interface SourceContractOptions {
  /** Makes something happen that the source sees; called once it is ready. Without it the source must emit by itself. */
  readonly provoke?: () => Promise<void> | void;
}

/** Descriptors that this process has open; null where that cannot be seen. */
function openDescriptors(): number | null {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
}

async function within(ms: number, what: string, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const tooLate = async (): Promise<void> => {
    await new SystemClock().sleep(ms, over.signal);
    if (!over.signal.aborted) throw new Error(`${what} took longer than ${ms} ms`);
  };
  try {
    await Promise.race([work, tooLate()]);
  } finally {
    over.abort();
  }
}

/** Runs a source until it has shown an event, stops it, and returns what it did. */
async function runOnce(
  source: EventSource,
  options: SourceContractOptions,
): Promise<RecordingContext> {
  const context = recordingContext(new SystemClock());
  const running = source.run(context);
  const shown = async (): Promise<void> => {
    await context.until(() => context.tiers.length > 0);
    await options.provoke?.();
    await context.until(() => context.events.length > 0);
  };
  try {
    await within(SHOW_MS, 'ready and one event', Promise.race([shown(), running]));
  } finally {
    context.stop();
    await within(STOP_MS, 'stopping', running);
  }
  return context;
}

/**
 * What every source keeps to, on the real clock: it says that it is ready, emits events with exactly the columns of their table,
 * returns within a second of the abort, runs twice, and closes what it opened.
 */
export function describeSourceContract(
  name: string,
  makeSource: () => EventSource | Promise<EventSource>,
  options: SourceContractOptions = {},
): void {
  describe(`${name} as an EventSource`, () => {
    test('has a name and says what it can do', async () => {
      const source = await makeSource();
      expect(source.name).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(SourceCaps.names(source.caps)).not.toEqual([]);
    });

    test('is ready on a tier that says why it is not a better one', async () => {
      const { tiers } = await runOnce(await makeSource(), options);
      const [first] = tiers;
      expect(first?.tier).toEqual(expect.stringMatching(/^[a-z_]+$/));
      expect(first !== undefined && (first.rank === 1 || first.reason !== null)).toBe(true);
    });

    test('emits events with exactly the columns of their table', async () => {
      const { events } = await runOnce(await makeSource(), options);
      const faults = events.flatMap((event: EventDraft) => draftFaults(event));
      expect({ events: events.length > 0, faults: [...new Set(faults)] }).toEqual({
        events: true,
        faults: [],
      });
    });

    test('stops at once when the signal has aborted before it starts', async () => {
      const source = await makeSource();
      const context = recordingContext(new SystemClock());
      context.stop();
      await within(STOP_MS, 'stopping', source.run(context));
      expect(context.signal.aborted).toBe(true);
    });

    test('runs twice and closes what it opened', async () => {
      const source = await makeSource();
      await runOnce(source, options);
      const before = openDescriptors();
      const { events } = await runOnce(source, options);
      expect(events.length).toBeGreaterThan(0);
      if (before === null) return;
      expect(openDescriptors()).toBe(before);
    });
  });
}
