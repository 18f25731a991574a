// Prints the outcome of binary_hash for the pid in its first argument, its own without one.
import { binaryHash } from '../../src/hash/binary-hash.ts';
import { ask, refOf } from './ask.ts';

const analyser = binaryHash({ roots: [], maxFileBytes: 536_870_912 });
const pid = Number(process.argv[2] ?? process.pid);
const { outcome, values } = await analyser.analyse(
  ask(refOf(pid), null),
  new AbortController().signal,
);
process.stdout.write(`${outcome} ${String(values['executable_hash'])}`);
