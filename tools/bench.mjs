// npm run bench [-- part of a name]
import { runSource } from './run-source.mjs';

runSource('bench/src/run-benches.ts', process.argv.slice(2));
