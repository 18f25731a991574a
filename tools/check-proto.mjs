// Whether the wire schema still is what others know: node check-proto.mjs [--update] [proto directory].
// baseline.json beside the schema says what it was. --update takes in what is new, and nothing that breaks.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { additions, breakages, shapeOf } from './proto-shape.mjs';

const project = path.resolve(import.meta.dirname, '..');
const protobuf = createRequire(path.join(project, 'packages/collector-core/package.json'))(
  'protobufjs',
);

const args = process.argv.slice(2);
const isUpdate = args.includes('--update');
const directory = path.resolve(
  args.find((arg) => !arg.startsWith('--')) ?? path.join(project, 'proto'),
);
const baseline = path.join(directory, 'baseline.json');

function readShape() {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => path.join(directory, target);
  const files = globSync('**/*.proto', { cwd: directory }).toSorted();
  return shapeOf(root.loadSync(files, { keepCase: true }).resolveAll());
}

function check() {
  const now = readShape();
  const before = existsSync(baseline) ? JSON.parse(readFileSync(baseline, 'utf8')) : {};
  const broken = breakages(before, now);
  if (broken.length > 0) return broken;
  if (isUpdate) {
    writeFileSync(baseline, `${JSON.stringify(now, null, 2)}\n`);
    return [];
  }
  return additions(before, now).map(
    (name) => `${name}: new; take it in with node tools/check-proto.mjs --update`,
  );
}

function attempt() {
  try {
    return check();
  } catch (error) {
    return [`schema: ${error.message}`];
  }
}

const faults = attempt();
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
}
