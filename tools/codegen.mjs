// proto/daemoneye/v1/*.proto -> packages/collector-core/gen/daemoneye.{js,d.ts}: node codegen.mjs [--force]
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const root = path.resolve(import.meta.dirname, '..');
const out = path.join(root, 'packages/collector-core/gen');
const stamp = path.join(out, 'stamp');
const files = ['daemoneye.js', 'daemoneye.d.ts'];

const options = [
  ['-t', 'static-module', '-w', 'esm', '--dts', '--null-semantics', '--keep-case'],
  ['--no-create', '--no-verify', '--no-convert', '--no-delimited', '--no-service', '--no-typeurl'],
].flat();

function protoFiles() {
  return globSync('daemoneye/v1/*.proto', { cwd: path.join(root, 'proto') }).toSorted();
}

/** What the generated files depend on: this script, the schema and the generator. */
function inputsHash(protos) {
  const hash = createHash('sha256');
  const cli = createRequire(import.meta.url).resolve('protobufjs-cli/package.json');
  for (const file of [
    import.meta.filename,
    cli,
    ...protos.map((name) => path.join(root, 'proto', name)),
  ])
    hash
      .update(`${path.basename(file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

function isCurrent(hash) {
  return (
    files.every((name) => existsSync(path.join(out, name))) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hash
  );
}

/**
 * Generates the code of the wire schema unless it is there already; a look at the stamp costs a millisecond. Files are put in place
 * whole, so that a process that reads them meanwhile sees the old or the new ones. Throws with what the generator said.
 */
export function ensureGenerated({ force = false } = {}) {
  const protos = protoFiles();
  const hash = inputsHash(protos);
  if (!force && isCurrent(hash)) return;
  mkdirSync(out, { recursive: true });
  const draft = path.join(out, `draft-${process.pid}`);
  const pbjs = createRequire(import.meta.url).resolve('protobufjs-cli/bin/pbjs');
  const { status, stderr } = spawnSync(
    process.execPath,
    [pbjs, ...options, '-p', '.', '-o', `${draft}.js`, ...protos],
    { cwd: path.join(root, 'proto'), encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (status !== 0) throw new Error(`pbjs: ${stderr.trim()}`);
  renameSync(`${draft}.js`, path.join(out, 'daemoneye.js'));
  renameSync(`${draft}.d.ts`, path.join(out, 'daemoneye.d.ts'));
  writeFileSync(stamp, hash);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  ensureGenerated({ force: process.argv.includes('--force') });
