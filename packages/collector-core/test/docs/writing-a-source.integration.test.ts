import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from '@jest/globals';

const project = join(import.meta.dirname, '../..');
const text = readFileSync(join(project, '../../docs/writing-a-source.md'), 'utf8');
const blocks = [...text.matchAll(/^```ts (\S+)\n([\s\S]*?)^```$/gm)];

// Inside the project, so that the imports of the document resolve as they do for a reader.
mkdirSync(join(project, 'dist'), { recursive: true });
const folder = mkdtempSync(join(project, 'dist/document-'));
for (const [, file = '', code = ''] of blocks) writeFileSync(join(folder, file), code);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

await import(join(folder, 'own-memory.test.ts'));

describe('docs/writing-a-source.md', () => {
  test('builds a source of about thirty lines', () => {
    const source = blocks.find(([, file]) => file === 'own-memory.ts')?.[2] ?? '';
    expect(source.split('\n').filter(Boolean).length).toBeLessThanOrEqual(30);
    expect(blocks.map(([, file]) => file)).toEqual([
      'own-memory.ts',
      'try-it.ts',
      'own-memory.test.ts',
    ]);
  });

  test('runs it on the local bus until SIGTERM, and exits with 0', async () => {
    const child = spawn(
      process.execPath,
      ['--conditions=@daemoneye/source', join(folder, 'try-it.ts')],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const exited = new Promise<number | null>((resolve) => {
      child.on('exit', resolve);
    });
    // What hangs at the end must fail here, not stay behind.
    const limit = setTimeout(() => child.kill('SIGKILL'), 4_000);
    const stderr: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk.toString()));
    const lines: unknown[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(JSON.parse(line));
      if (lines.length === 3) child.kill('SIGTERM');
    }
    const code = await exited;
    clearTimeout(limit);
    expect({ code, first: lines.slice(0, 3) }).toEqual({
      code: 0,
      first: [1, 2, 3].map((seq) => ({ type: 'process.snapshot', seq })),
    });
    const last = lines.length - 1;
    expect(lines.slice(-2)).toEqual([
      { type: 'ledger', seq: last },
      { delivered: last, shed: 0 },
    ]);
    expect(stderr.join('')).toContain('collector has drained');
  });
});
