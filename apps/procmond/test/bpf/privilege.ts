import { KernelRefusal, openProcessTrace } from '@daemoneye/linux-kernel';
import { test } from '@jest/globals';

function refusal(): string | null {
  try {
    openProcessTrace({ ringBytes: 4_096 }).close();
    return null;
  } catch (error) {
    if (error instanceof KernelRefusal) return `${error.step}: ${error.code}`;
    throw error;
  }
}

const why = refusal();

/** Whether BPF can be used here. */
export const hasBpf = why === null;

/** A test that needs BPF: without the privilege it is skipped and says so; in CI it fails instead. */
export function testWithBpf(claim: string, run: () => Promise<void>): void {
  if (why === null) test(claim, run, 30_000);
  else if (process.env['CI'] === 'true')
    test(claim, () => {
      throw new Error(`privilege: ${why}`);
    });
  else test.skip(`${claim} (skipped: privilege: ${why})`, run);
}
