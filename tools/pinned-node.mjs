// Zero-dependency, Node >= 20.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './install.mjs';

/** Negative, 0 or positive, as `a` is older than, equal to or newer than `b`; dotted numbers. */
export function compareVersions(a, b) {
  const right = b.split('.').map(Number);
  const differing = a
    .split('.')
    .map((part, index) => Number.parseInt(part, 10) - (right[index] ?? 0))
    .find((difference) => difference !== 0);
  return differing ?? 0;
}

/** Throws `SETUP_NODE_TOO_OLD` or `SETUP_NPM_TOO_OLD` when these versions cannot set the project up. */
export function checkVersions(node, npm) {
  if (compareVersions(node, '20.19.0') < 0)
    throw new SetupError(
      'SETUP_NODE_TOO_OLD',
      `Node ${node} is too old; install Node 20.19 or newer.`,
    );
  if (npm !== undefined && compareVersions(npm, '10.0.0') < 0)
    throw new SetupError('SETUP_NPM_TOO_OLD', `npm ${npm} is too old; install npm 10 or newer.`);
}

/** The Node that the lock file pins; where there is none for this platform, this Node when it is new enough. */
export function pinnedNode(root) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const names = [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`];
  const found = names
    .map((name) => path.join(root, 'node_modules', name, 'bin', 'node'))
    .find((file) => existsSync(file));
  if (found) return found;
  if (compareVersions(process.versions.node, '24.12.0') >= 0) return process.execPath;
  throw new SetupError(
    'SETUP_NO_NODE',
    `there is no pinned Node for ${process.platform}-${process.arch}; install Node 24.12 or newer (this is ${process.version}).`,
  );
}
