// npm run bench [-- part of a name]
import { findNatsServer } from './nats-server.mjs';
import { runSource } from './run-source.mjs';

const server = findNatsServer();
if (server.missing) console.error(`without NATS: ${server.missing}`);
else process.env.NATS_SERVER = server.file;
runSource('bench/src/run-benches.ts', process.argv.slice(2));
