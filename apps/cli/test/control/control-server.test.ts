import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connectControl } from '../../src/control/control-client.ts';
import type { ControlRequest } from '../../src/control/control-protocol.ts';
import { ControlServer } from '../../src/control/control-server.ts';

const uid = process.getuid?.() ?? 0;
const never = new AbortController().signal;
let directory: string;
let socketPath: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'deye-control-'));
  socketPath = path.join(directory, 'daemoneye', 'deye.sock');
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

async function* echo(request: ControlRequest): AsyncGenerator<object> {
  await Promise.resolve();
  yield { asked: request.verb };
  yield { asked: request.verb, again: true };
}

async function ask(request: ControlRequest): Promise<object[]> {
  const answers: object[] = [];
  for await (const answer of connectControl(socketPath, request, never)) answers.push(answer);
  return answers;
}

describe('ControlServer', () => {
  test('answers every line of a request until the responder ends', async () => {
    const server = await ControlServer.open(socketPath, uid, echo);
    expect(await ask({ verb: 'collectors' })).toEqual([
      { asked: 'collectors' },
      { asked: 'collectors', again: true },
    ]);
    await server.close();
  });

  test('makes the socket readable and writable for its owner alone', async () => {
    const server = await ControlServer.open(socketPath, uid, echo);
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(socketPath)).mode & 0o777).toBe(0o700);
    await server.close();
  });

  test('refuses to open where another one answers', async () => {
    const server = await ControlServer.open(socketPath, uid, echo);
    await expect(ControlServer.open(socketPath, uid, echo)).rejects.toMatchObject({
      code: 'COLLECTOR_ALREADY_RUNNING',
    });
    expect(await ask({ verb: 'ping' })).toHaveLength(2);
    await server.close();
  });

  test('takes over the socket that a killed process left behind', async () => {
    const first = await ControlServer.open(socketPath, uid, echo);
    await first.close();
    const left = createServer();
    await new Promise<void>((resolve) => left.listen(socketPath, resolve));
    // A server that is closed removes its file; a killed one does not, which is what linking it away and back leaves.
    const { linkSync, renameSync } = await import('node:fs');
    linkSync(socketPath, `${socketPath}.kept`);
    await new Promise((resolve) => left.close(resolve));
    renameSync(`${socketPath}.kept`, socketPath);
    const second = await ControlServer.open(socketPath, uid, echo);
    expect(await ask({ verb: 'ping' })).toHaveLength(2);
    await second.close();
  });

  test('refuses a directory that others can enter', async () => {
    const server = await ControlServer.open(socketPath, uid, echo);
    await server.close();
    chmodSync(path.dirname(socketPath), 0o755);
    await expect(ControlServer.open(socketPath, uid, echo)).rejects.toMatchObject({
      code: 'CONTROL_UNAVAILABLE',
    });
  });

  test('refuses a path that does not fit into a socket address', async () => {
    const long = path.join(directory, 'x'.repeat(120), 'deye.sock');
    await expect(ControlServer.open(long, uid, echo)).rejects.toMatchObject({
      code: 'CONTROL_UNAVAILABLE',
    });
  });

  test('refuses a request that it cannot read, and goes on', async () => {
    const server = await ControlServer.open(socketPath, uid, echo);
    const odd = { verb: 'reboot' } as unknown as ControlRequest;
    await expect(ask(odd)).rejects.toMatchObject({ code: 'CONTROL_REFUSED' });
    expect(await ask({ verb: 'ping' })).toHaveLength(2);
    await server.close();
  });

  test('tells the responder when its client has gone', async () => {
    const seen: boolean[] = [];
    const server = await ControlServer.open(
      socketPath,
      uid,
      async function* wait(_request, signal) {
        yield { first: true };
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        seen.push(signal.aborted);
      },
    );
    for await (const _ of connectControl(socketPath, { verb: 'ping' }, never)) break;
    while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([true]);
    await server.close();
  });

  test('ends every answer at close, and removes the socket', async () => {
    const server = await ControlServer.open(
      socketPath,
      uid,
      async function* wait(_request, signal) {
        yield { first: true };
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      },
    );
    const answers: object[] = [];
    for await (const answer of connectControl(socketPath, { verb: 'ping' }, never)) {
      answers.push(answer);
      await server.close();
    }
    expect(answers).toEqual([{ first: true }]);
    expect(() => statSync(socketPath)).toThrow('ENOENT');
  });
});

describe('connectControl', () => {
  test('says that nothing answers where no socket is', async () => {
    await expect(ask({ verb: 'ping' })).rejects.toMatchObject({ code: 'BUS_UNREACHABLE' });
  });
});
