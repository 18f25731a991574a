// npm run deye -- <command>
import { runSource } from './run-source.mjs';

runSource('apps/cli/src/main.ts', process.argv.slice(2));
