// npm run build: apps/*/dist/bundle/main.mjs, each runs with `node apps/<app>/dist/bundle/main.mjs`.
import { statSync } from 'node:fs';
import path from 'node:path';
import { bundleApp, copyRules } from './bundle.mjs';
import { ensureGenerated } from './codegen.mjs';

const root = path.resolve(import.meta.dirname, '..');
const withRules = ['apps/cli', 'apps/trigger-service'];

ensureGenerated();
for (const app of ['apps/procmond', ...withRules]) {
  const file = await bundleApp(root, app);
  if (withRules.includes(app)) copyRules(root, app);
  console.log(`${path.relative(root, file)}  ${Math.round(statSync(file).size / 1_024)} KiB`);
}
