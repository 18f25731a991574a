import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadRules, readRules } from '../../src/rule/load-rules.ts';
import { MAX_RULE_FILE_BYTES } from '../../src/rule/read-rule-file.ts';

const rule = (id: string): string => `id: ${id}\ntitle: T\nseverity: low\nwhen: pid = 1\n`;

describe('loadRules', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'rules-'));
  });
  afterEach(() => {
    chmodSync(directory, 0o700);
    rmSync(directory, { recursive: true });
  });
  const write = (name: string, text: string | Buffer): void => {
    writeFileSync(join(directory, name), text);
  };

  test('reads the YAML files of the directory by name and nothing else', async () => {
    write('b.yaml', rule('second'));
    write('a.yml', rule('first'));
    write('README.md', 'not a rule');
    write('.hidden.yml', 'not: a rule');
    mkdirSync(join(directory, 'sub'));
    writeFileSync(join(directory, 'sub', 'c.yml'), rule('third'));
    const { rules, refused } = await loadRules(directory);
    expect(rules.map(({ id, file }) => [id, file])).toEqual([
      ['first', 'a.yml'],
      ['second', 'b.yaml'],
    ]);
    expect(refused).toEqual([]);
  });

  test('knows the macros of one file in the others', async () => {
    write('a.yml', 'id: one\ntitle: T\nseverity: low\nwhen: "@init"\n');
    write('names.yml', 'macro: init\nwhen: pid = 1\n');
    const { rules, refused } = await loadRules(directory);
    expect(refused).toEqual([]);
    expect(rules.map(({ condition }) => condition.matches({ pid: 1 }))).toEqual([true]);
  });

  test('refuses one bad file and reads the others', async () => {
    write('bad.yml', 'id: [');
    write('good.yml', rule('good'));
    const { rules, refused } = await loadRules(directory);
    expect(rules.map(({ id }) => id)).toEqual(['good']);
    expect(refused).toMatchObject([{ file: 'bad.yml', code: 'RULE_SYNTAX' }]);
  });

  test('refuses a file that is too large, is not UTF-8 or is not a regular file, and waits for none', async () => {
    write('large.yml', '#'.repeat(MAX_RULE_FILE_BYTES + 1));
    write('latin.yml', Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xff]));
    execFileSync('mkfifo', [join(directory, 'pipe.yml')]);
    mkdirSync(join(directory, 'directory.yml'));
    symlinkSync('/no/such/file', join(directory, 'dangling.yml'));
    const { rules, refused } = await loadRules(directory);
    expect(rules).toEqual([]);
    expect(refused.map(({ file, code }) => [file, code])).toEqual([
      ['dangling.yml', 'RULE_FILE_UNREADABLE'],
      ['directory.yml', 'RULE_FILE_UNREADABLE'],
      ['large.yml', 'RULE_LIMIT_EXCEEDED'],
      ['latin.yml', 'RULE_FILE_UNREADABLE'],
      ['pipe.yml', 'RULE_FILE_UNREADABLE'],
    ]);
  });

  test('fails for a directory that does not exist', async () => {
    const missing = join(directory, 'none');
    await expect(loadRules(missing)).rejects.toMatchObject({
      code: 'RULES_DIRECTORY_MISSING',
      detail: missing,
    });
  });

  test('fails for something that is not a directory', async () => {
    write('file', '');
    await expect(loadRules(join(directory, 'file'))).rejects.toMatchObject({
      code: 'RULES_DIRECTORY_UNREADABLE',
    });
  });

  test('fails for a directory that it may not list', async () => {
    if (process.getuid?.() === 0) {
      console.info('not run: root may list every directory');
      return;
    }
    chmodSync(directory, 0o000);
    await expect(loadRules(directory)).rejects.toMatchObject({
      code: 'RULES_DIRECTORY_UNREADABLE',
    });
  });
});

describe('readRules', () => {
  test('reads files and directories in the order given, and names each rule’s path', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rules-'));
    const paths = ['single.yaml', 'rules/b.yml', 'rules/a.yml'].map((name) =>
      join(directory, name),
    );
    mkdirSync(join(directory, 'rules'));
    for (const [index, path] of paths.entries()) writeFileSync(path, rule(`rule-${index % 2}`));
    const missing = join(directory, 'none.yml');
    const { rules, refused } = await readRules([
      paths[0],
      join(directory, 'rules'),
      missing,
    ] as string[]);
    rmSync(directory, { recursive: true });
    expect(rules.map(({ id, file }) => [id, file])).toEqual([
      ['rule-0', paths[0]],
      ['rule-1', paths[1]],
    ]);
    expect(refused.map(({ code, file }) => [code, file])).toEqual([
      ['RULE_FILE_UNREADABLE', missing],
      ['RULE_DUPLICATE_ID', paths[2]],
    ]);
  });
});
