import type { Command } from 'commander';
import { DeyeError } from '@daemoneye/collector-core';
import { completionScript, shells } from './output/completion-script.ts';
import type { CommandWords, Shell } from './output/completion-script.ts';
import { ExitCode } from './output/io.ts';
import type { Io } from './output/io.ts';

function wordsOf(command: Command, name = command.name()): CommandWords {
  const options = command.options.flatMap(({ long, description }) =>
    typeof long === 'string' ? [{ flag: long, description }] : [],
  );
  return {
    name,
    description: command.description(),
    options: [...options, { flag: '--help', description: 'show help' }],
    commands: command.commands.map((one) => wordsOf(one)),
  };
}

function isShell(text: string): text is Shell {
  return shells.some((shell) => shell === text);
}

/** Adds `deye completion`; the commands that are there when it runs are completed. */
export function addCompletion(program: Command, io: Io, ended: (code: ExitCode) => void): void {
  program
    .command('completion <shell>')
    .description(`print a script that completes commands and options: ${shells.join(', ')}`)
    .addHelpText('after', '\nExample: source <(deye completion bash)')
    .action((shell: string) => {
      if (!isShell(shell))
        throw new DeyeError(
          'CLI_USAGE',
          `there is no shell ${shell}; allowed: ${shells.join(', ')}`,
        );
      io.stdout.write(completionScript(shell, wordsOf(program, '')));
      ended(ExitCode.done);
    });
}
