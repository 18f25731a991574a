import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

// CommonJS dependencies inside an ES module call require().
const banner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** `<app>/src/main.ts` as one file, `<app>/dist/bundle/main.mjs`, with what it reads at run time beside it. koffi stays outside: it is native. */
export async function bundleApp(root, app) {
  const folder = path.join(root, app);
  const outfile = path.join(folder, 'dist/bundle/main.mjs');
  await build({
    entryPoints: [path.join(folder, 'src/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    conditions: ['@daemoneye/source'],
    sourcemap: true,
    external: ['koffi'],
    banner: { js: banner },
    logLevel: 'warning',
  });
  return outfile;
}

/** Puts the starter rules beside a bundle that evaluates rules. */
export function copyRules(root, app) {
  const from = path.join(root, 'apps/trigger-service/rules');
  const to = path.join(root, app, 'dist/bundle/rules');
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}
