import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, test } from '@jest/globals';
import { DeyeBench } from './fake-io.ts';

const bench = new DeyeBench();
afterAll(() => bench.dispose());

describe('deye completion', () => {
  test.each([
    ['deye ru', ['run', 'rules']],
    ['deye rules ', ['lint', 'explain', 'test', 'list', '--help']],
    ['deye rules te', ['test']],
    ['deye rules test my.yml --ex', ['--expect-match', '--expect-none']],
    ['deye bus ', ['init', '--help']],
  ])('completes "%s" in bash', async (line, words) => {
    const { stdout } = await bench.run(['completion', 'bash']);
    const typed = line.split(' ').map((word) => `'${word}'`);
    const script = `${stdout}\nCOMP_WORDS=(${typed.join(' ')}); COMP_CWORD=${typed.length - 1}; _deye; echo "\${COMPREPLY[@]}"`;
    const completed = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
    expect(completed.trim().split(' ')).toEqual(words);
  });

  test.each([
    ['zsh', `' rules lint') compadd -- --json --help ;;`],
    [
      'fish',
      `complete -c deye -n '__deye_at " rules lint"' -l json -d 'print one JSON object a line'`,
    ],
  ])('prints the commands and options for %s', async (shell, line) => {
    const { code, stdout } = await bench.run(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout.split('\n').map((one) => one.trim())).toContain(line);
  });

  test('refuses a shell that it does not know', async () => {
    const { code, stderr } = await bench.run(['completion', 'tcsh']);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no shell tcsh; allowed: bash, zsh, fish');
  });
});
