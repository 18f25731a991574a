// npm run format: Prettier over the tree.
import { spawnSync } from 'node:child_process';

process.exitCode =
  spawnSync('prettier', ['--write', '--cache', '--log-level=warn', '.'], { stdio: 'inherit' })
    .status ?? 1;
