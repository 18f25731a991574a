// Finds a nats-server, or fetches the distribution's own package of it into the user's cache, without installing.
// `node tools/nats-server.mjs` prints its path; exit 1 with one sentence when there is none to be had.
// Order: NATS_SERVER, PATH, the cache, then on a Debian-family machine the newest suite of the host's own mirror.
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Newest first. A suite that the mirror does not have, or that has no nats-server, is passed over. */
const suites = { debian: ['sid', 'testing', 'stable'], ubuntu: ['devel', 'rolling'] };

/** The user's cache; asked anew, because tests have one of their own. */
function cacheFolder() {
  const home = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(home, 'daemoneye', 'nats-server');
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Version of a server, or null when the file is none. */
function versionOf(file) {
  const { stdout, status } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return status === 0 ? (/v(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1] ?? null) : null;
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, 'nats-server')).find(isExecutable);
}

/** Mirror and keyring of the first entry for the distribution itself in the host's apt sources. */
export function aptMirror(texts) {
  for (const text of texts) {
    for (const line of text.split('\n')) {
      const found =
        /^deb\s+(?:\[(?<options>[^\]]*)\]\s+)?(?<uri>\S+)\s+(?<suite>\S+)\s.*\bmain\b/.exec(line);
      if (found && !/security|updates/.test(found.groups.suite + found.groups.uri)) {
        return {
          uri: found.groups.uri,
          keyring: /signed-by=(\S+)/.exec(found.groups.options ?? '')?.[1],
        };
      }
    }
    for (const stanza of text.split(/\n\s*\n/)) {
      const field = (name) => new RegExp(`^${name}:\\s*(.+)$`, 'im').exec(stanza)?.[1].trim();
      if (!/\bdeb\b/.test(field('Types') ?? '') || !/\bmain\b/.test(field('Components') ?? ''))
        continue;
      const uri = field('URIs')?.split(/\s+/)[0];
      if (uri && !/security/.test(uri)) return { uri, keyring: field('Signed-By') };
    }
  }
  return null;
}

function hostSources() {
  const parts = '/etc/apt/sources.list.d';
  const files = ['/etc/apt/sources.list'];
  if (existsSync(parts))
    files.push(
      ...readdirSync(parts)
        .toSorted()
        .map((name) => path.join(parts, name)),
    );
  return files
    .filter((file) => /\.(?:list|sources)$/.test(file) && existsSync(file))
    .map((file) => readFileSync(file, 'utf8'));
}

function distribution() {
  if (!existsSync('/etc/os-release')) return null;
  const text = readFileSync('/etc/os-release', 'utf8');
  return (
    ['ubuntu', 'debian'].find((name) =>
      new RegExp(`^ID(?:_LIKE)?=.*\\b${name}\\b`, 'm').test(text),
    ) ?? null
  );
}

function aptGet(folder, args, cwd) {
  const options = [
    `Dir::Etc::sourcelist=${folder}/sources.list`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${folder}/lists`,
    `Dir::Cache=${folder}/cache`,
    'Acquire::Languages=none',
    'Acquire::Retries=3',
    ...(process.getuid?.() === 0 ? ['APT::Sandbox::User=root'] : []),
  ].flatMap((option) => ['-o', option]);
  const env = { ...process.env, LC_ALL: 'C' };
  return spawnSync('apt-get', ['-q', ...options, ...args], {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 180_000,
  });
}

function fetchFrom(mirror, suite, folder) {
  for (const made of ['lists/partial', 'cache/archives/partial', 'out'])
    mkdirSync(path.join(folder, made), { recursive: true });
  const signed = mirror.keyring ? ` [signed-by=${mirror.keyring}]` : '';
  const universe = /ubuntu/.test(mirror.uri) ? ' universe' : '';
  writeFileSync(
    path.join(folder, 'sources.list'),
    `deb${signed} ${mirror.uri} ${suite} main${universe}\n`,
  );
  if (aptGet(folder, ['update'], folder).status !== 0) return null;
  if (aptGet(folder, ['download', 'nats-server'], path.join(folder, 'out')).status !== 0)
    return null;
  const deb = readdirSync(path.join(folder, 'out')).find((name) => name.endsWith('.deb'));
  if (
    !deb ||
    spawnSync('dpkg-deb', ['-x', path.join(folder, 'out', deb), path.join(folder, 'x')]).status !==
      0
  )
    return null;
  return (
    ['usr/sbin', 'usr/bin']
      .map((bin) => path.join(folder, 'x', bin, 'nats-server'))
      .find(isExecutable) ?? null
  );
}

/** Fetches into the cache; returns the file, or null. Two processes may do it at once: the rename is atomic. */
function fetchServer() {
  const cache = cacheFolder();
  const mirror = aptMirror(hostSources());
  const from = distribution();
  if (!mirror || !from || !onPathHas('apt-get') || !onPathHas('dpkg-deb')) return null;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'fetch-'));
  try {
    for (const suite of suites[from]) {
      const file = fetchFrom(mirror, suite, path.join(folder, suite));
      if (!file || !isUsable(versionOf(file))) continue;
      renameSync(file, path.join(cache, 'nats-server'));
      return path.join(cache, 'nats-server');
    }
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const onPathHas = (name) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => isExecutable(path.join(folder, name)));

/** Whether a server of this version has what the suite needs. */
export function isUsable(version) {
  const [major, minor] = (version ?? '0.0').split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 11);
}

const absent =
  'there is no nats-server 2.11 or newer: install one, or name it with NATS_SERVER; on Debian and its relatives it is fetched from the distribution when its mirror can be reached';

/** `{ file, version }` of a usable server, or `{ missing: sentence }`. One that `NATS_SERVER` names may be of any version. */
export function findNatsServer({ fetch = true } = {}) {
  const given = process.env.NATS_SERVER;
  if (given) {
    const version = isExecutable(given) ? versionOf(given) : null;
    return version
      ? { file: given, version }
      : { missing: `NATS_SERVER names ${given}, which does not run as a nats-server` };
  }
  for (const file of [onPath(), path.join(cacheFolder(), 'nats-server')]) {
    const version = file && isExecutable(file) ? versionOf(file) : null;
    if (isUsable(version)) return { file, version };
  }
  const fetched = fetch ? fetchServer() : null;
  return fetched ? { file: fetched, version: versionOf(fetched) } : { missing: absent };
}

if (process.argv[1] === import.meta.filename) {
  const found = findNatsServer();
  if (found.missing) {
    console.error(found.missing);
    process.exit(1);
  }
  console.log(found.file);
}
