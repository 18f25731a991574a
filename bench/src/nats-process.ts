import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** A nats-server of the benchmark's own, file storage in a temporary directory; null where `NATS_SERVER` names none. */
export async function startNats(): Promise<{ url: string; stop(): Promise<void> } | null> {
  const file = process.env['NATS_SERVER'];
  if (file === undefined) return null;
  const store = mkdtempSync(path.join(os.tmpdir(), 'deye-bench-'));
  const port = await freePort();
  const child = spawn(file, ['-a', '127.0.0.1', '-p', `${port}`, '-js', '-sd', store], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  await sleep(500);
  return {
    url: `nats://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(store, { recursive: true, force: true });
    },
  };
}
