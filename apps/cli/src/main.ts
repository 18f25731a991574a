import os from 'node:os';
import { runProgram } from './program.ts';

/** Ends the run when asked to, or when the reader of stdout has gone (`deye tail | head`). */
function endSignal(): AbortSignal {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => end.abort());
  }
  process.stdout.on('error', () => end.abort());
  process.stderr.on('error', () => end.abort());
  return end.signal;
}

if (import.meta.main) {
  const io = {
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    uid: process.getuid?.() ?? 0,
    tempDirectory: os.tmpdir(),
    signal: endSignal(),
    self: [process.execPath, ...process.execArgv, process.argv[1] ?? ''],
  };
  process.exit(await runProgram(process.argv.slice(2), io));
}
