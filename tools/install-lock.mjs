// Keeps two first runs from installing into the same tree at once. Zero-dependency, Node >= 20.
import { linkSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';

const longestInstallMs = 20 * 60_000;

/** The process in the lock file is gone, or nobody installs for so long. */
function isStale(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > longestInstallMs) return true;
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return false;
  } catch (error) {
    return error.code !== 'EPERM'; // EPERM: alive, and another user's
  }
}

/** True when this process now holds the lock; a lock whose holder is gone is taken over. */
export function takeLock(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    if (isStale(file)) rmSync(file, { force: true });
    linkSync(own, file); // appears whole, or fails with EEXIST
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(own);
  }
}

/** Runs `work` while holding the lock; waits for another holder first. */
export function withLock(file, work) {
  let told = false;
  while (!takeLock(file)) {
    if (!told) console.error('setup: another run is installing; waiting for it');
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
  }
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}
