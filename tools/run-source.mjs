import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { ensureGenerated } from './codegen.mjs';

const root = path.resolve(import.meta.dirname, '..');

/**
 * Runs a TypeScript file of the workspace as a process of its own, in the directory of the caller and with its stdin, stdout and stderr,
 * and ends as it ends. SIGTERM and SIGHUP are passed on; Ctrl-C reaches the process group by itself.
 */
export function runSource(file, args) {
  ensureGenerated();
  const child = spawn(
    process.execPath,
    ['--conditions=@daemoneye/source', path.join(root, file), ...args],
    {
      cwd: process.env.INIT_CWD ?? process.cwd(),
      stdio: 'inherit',
      env: { NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/node'), ...process.env },
    },
  );
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + os.constants.signals[signal];
  });
}
