// Installs the dependencies when they are not what the lock file says. Zero-dependency, Node >= 20; writes to stderr only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './install-lock.mjs';

/** A fault of the set-up: a code, and a sentence that says what to do. */
export class SetupError extends Error {
  constructor(code, sentence) {
    super(`${code}: ${sentence}`);
    this.code = code;
  }
}

const stampFile = (root) => path.join(root, 'node_modules', '.install-stamp');

function stampOf(root) {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    hash.update(readFileSync(path.join(root, name)));
  return hash.update(`${process.platform}-${process.arch}`).digest('hex');
}

/** npm writes node_modules/.package-lock.json last, so it stands for a tree that somebody installed by hand. */
function treeMatchesLock(root) {
  const read = (name) => JSON.parse(readFileSync(path.join(root, name), 'utf8')).packages;
  const wanted = read('package-lock.json');
  const found = read('node_modules/.package-lock.json');
  return Object.entries(wanted)
    .filter(([at]) => at.includes('node_modules/'))
    .every(([at, entry]) =>
      found[at] ? found[at].integrity === entry.integrity : (entry.optional ?? false),
    );
}

/** Whether node_modules is what package.json and package-lock.json ask for. */
export function isInstalled(root) {
  try {
    if (readFileSync(stampFile(root), 'utf8') === stampOf(root)) return true;
  } catch {
    // No stamp: the tree itself may still be right.
  }
  try {
    return treeMatchesLock(root);
  } catch {
    return false;
  }
}

/** The npm that runs this script, else the one on the PATH. */
function npm(root, args) {
  const script = process.env.npm_execpath ?? '';
  const own = /\.[cm]?js$/.test(script);
  return spawnSync(own ? process.execPath : 'npm', own ? [script, ...args] : args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 2, 'pipe'],
    maxBuffer: 64 * 1_024 * 1_024,
    shell: !own && process.platform === 'win32',
  });
}

function reasonOf(result) {
  if (result.error) return result.error.message;
  const said = (result.stderr ?? '')
    .split('\n')
    .map((line) => line.replace(/^npm (?:error|ERR!) ?/, '').trim())
    .find((line) => line !== '' && !/^A complete log|^code /.test(line));
  return said ?? `exit ${result.status ?? result.signal}`;
}

/** npm ci empties node_modules also through a link, and with it the tree of somebody else. */
function refuseLinkedModules(root) {
  const found = lstatSync(path.join(root, 'node_modules'), { throwIfNoEntry: false });
  if (found?.isSymbolicLink())
    throw new SetupError(
      'SETUP_LINKED_MODULES',
      'node_modules is a link, and an install would empty what it leads to; remove the link.',
    );
}

/** Installs exactly the lock file, without install scripts. Throws `SETUP_INSTALL_FAILED`, `SETUP_LINKED_MODULES`. May be called twice, also at once. */
export function ensureInstalled(root) {
  if (isInstalled(root)) return;
  refuseLinkedModules(root);
  withLock(path.join(root, '.install-lock'), () => {
    if (isInstalled(root)) return;
    console.error('setup: installing dependencies (npm ci), once; about a minute');
    const result = npm(root, [
      'ci',
      '--ignore-scripts', // npm 10 does not know allowScripts
      '--loglevel=error',
      '--no-audit',
      '--no-fund',
    ]);
    if (result.status !== 0)
      throw new SetupError(
        'SETUP_INSTALL_FAILED',
        `npm ci failed (${reasonOf(result)}); cure that and run the same command again.`,
      );
    writeFileSync(stampFile(root), stampOf(root));
  });
}
