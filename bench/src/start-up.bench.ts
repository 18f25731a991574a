import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Row } from './benchmark.ts';
import { median } from './median.ts';

export const name = 'start-up';

const root = path.resolve(import.meta.dirname, '../..');
const rounds = 7;
/** Nothing listens on this port: an app loads, reads its config and says so. */
const args = ['--bus', 'nats://127.0.0.1:1'];
const settleMs = 500;

interface Start {
  readonly readyMs: number;
  readonly rssMib: number;
}

/** From the start of the process to its first line, and what it holds in memory half a second later. */
async function startOnce(command: readonly string[]): Promise<Start> {
  const begin = performance.now();
  const child = spawn(process.execPath, [...command, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'] },
  });
  await once(child.stderr, 'data');
  const readyMs = performance.now() - begin;
  child.stderr.resume();
  await sleep(settleMs);
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const rssMib = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { readyMs, rssMib };
}

/** Source and bundle of an app, in turns, so that both meet the same load. */
async function startsOf(app: string): Promise<Record<'bundle' | 'source', Start[]>> {
  const source = ['--conditions=@daemoneye/source', path.join(root, app, 'src/main.ts')];
  const bundle = [path.join(root, app, 'dist/bundle/main.mjs')];
  const starts: Record<'bundle' | 'source', Start[]> = { bundle: [], source: [] };
  for (let round = 0; round < rounds; round += 1) {
    starts.source.push(await startOnce(source));
    starts.bundle.push(await startOnce(bundle));
  }
  return starts;
}

/** Builds the bundles, then measures procmond and the trigger service. */
export async function run(): Promise<readonly Row[]> {
  execFileSync(process.execPath, [path.join(root, 'tools/build.mjs')], { stdio: 'ignore' });
  const rows: Row[] = [];
  for (const app of ['procmond', 'trigger-service']) {
    const { bundle, source } = await startsOf(`apps/${app}`);
    for (const [key, what, unit] of [
      ['readyMs', 'to the first line', 'ms'],
      ['rssMib', 'RSS', 'MiB'],
    ] as const) {
      const of = (starts: readonly Start[]): number => median(starts.map((start) => start[key]));
      const peer = { name: 'from source, without a compile cache', value: of(source) };
      rows.push({
        what: `bundle of ${app}, ${what}`,
        value: of(bundle),
        unit,
        better: 'less',
        peer,
      });
    }
  }
  return rows;
}
