import { test } from '@jest/globals';

export const NOBODY = 65_534;

/** Whether these tests run as root. */
export const isRoot = process.getuid?.() === 0;

/** A test that needs root, e.g. to become nobody. Without it: skipped with the reason, and in CI a failure. */
export function rootTest(title: string, run: () => Promise<void>, timeoutMs: number): void {
  if (isRoot) {
    test(title, run, timeoutMs);
  } else if (process.env['CI'] === 'true') {
    test(title, () => {
      throw new Error('this test needs root, and CI may not leave it out');
    });
  } else {
    test.skip(`${title} (skipped: only root can become another user)`, run);
  }
}
