import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The project itself. */
export const root = path.resolve(import.meta.dirname, '../..');

const configs = ['.oxlintrc.json', '.prettierrc', 'tsconfig.base.json', 'knip.json'];
const made = new Set();

// A directory of links, never one link: whatever empties it leaves the modules of the project alone.
function linkModules(tree) {
  const from = path.join(root, 'node_modules');
  const to = path.join(tree, 'node_modules');
  mkdirSync(to);
  for (const name of readdirSync(from)) symlinkSync(path.join(from, name), path.join(to, name));
}

/** A tree under the root's configuration, with `files` (path → text) in it, and unless `linked` is false the installed packages. */
export function plant(files, { linked = true } = {}) {
  const tree = mkdtempSync(path.join(os.tmpdir(), 'deye-planted-'));
  made.add(tree);
  for (const name of configs) copyFileSync(path.join(root, name), path.join(tree, name));
  if (linked) linkModules(tree);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tree, name)), { recursive: true });
    writeFileSync(path.join(tree, name), text);
  }
  return tree;
}

/** Removes every tree that `plant` made. */
export function removePlanted() {
  for (const tree of made) rmSync(tree, { recursive: true, force: true });
  made.clear();
}

/** Runs a Node script of the project or of a tool, in `cwd`. */
export function run(cwd, script, ...args) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, script), ...args],
    { cwd, encoding: 'utf8', maxBuffer: 16 * 1_024 * 1_024 },
  );
  return { status, stdout, said: stdout + stderr };
}
