// npm run soak [-- --minutes N]
import { runSource } from './run-source.mjs';

runSource('bench/src/run-soaks.ts', process.argv.slice(2));
