/** A command, as far as a shell completes it. */
export interface CommandWords {
  /** Empty for the program itself. */
  readonly name: string;
  readonly description: string;
  readonly options: readonly { readonly flag: string; readonly description: string }[];
  readonly commands: readonly CommandWords[];
}

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

interface Place extends CommandWords {
  /** The commands that lead here, each after a blank: ` rules lint`. */
  readonly path: string;
}

function placesOf(command: CommandWords, above = ''): readonly Place[] {
  const path = command.name === '' ? above : `${above} ${command.name}`;
  return [{ ...command, path }, ...command.commands.flatMap((one) => placesOf(one, path))];
}

function wordsOf({ commands, options }: Place): string {
  return [...commands.map(({ name }) => name), ...options.map(({ flag }) => flag)].join(' ');
}

/** The function that finds, from the words before the cursor, the command that they lead to: the same in bash and zsh. */
function posixWalk(places: readonly Place[], words: string): string[] {
  const paths = places.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`);
  return [
    `  local at='' word`,
    `  for word in ${words}; do`,
    `    case "$at $word" in`,
    `      ${paths.join('|')}) at="$at $word" ;;`,
    `    esac`,
    `  done`,
    `  case "$at" in`,
  ];
}

function bashScript(places: readonly Place[]): string[] {
  return [
    '# source <(deye completion bash)',
    '_deye() {',
    ...posixWalk(places, '"${COMP_WORDS[@]:1:COMP_CWORD-1}"'),
    ...places.map((place) => `    '${place.path}') word='${wordsOf(place)}' ;;`),
    '  esac',
    '  COMPREPLY=($(compgen -W "$word" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -o default -F _deye deye',
  ];
}

function zshScript(places: readonly Place[]): string[] {
  return [
    '# source <(deye completion zsh)',
    '_deye() {',
    ...posixWalk(places, '"${(@)words[2,CURRENT-1]}"'),
    ...places.map((place) => `    '${place.path}') compadd -- ${wordsOf(place)} ;;`),
    '  esac',
    '  _files',
    '}',
    'compdef _deye deye',
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}

function fishScript(places: readonly Place[]): string[] {
  const paths = places.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`);
  return [
    '# deye completion fish | source',
    'function __deye_at',
    `  set -l at ''`,
    '  for word in (commandline -opc)[2..]',
    `    contains -- "$at $word" ${paths.join(' ')}; and set at "$at $word"`,
    '  end',
    '  test "$at" = "$argv[1]"',
    'end',
    ...places.flatMap(({ path, commands, options }) => {
      const start = `complete -c deye -n ${quoted(`__deye_at "${path}"`)}`;
      return [
        ...commands.map((one) => `${start} -a ${one.name} -d ${quoted(one.description)}`),
        ...options.map(
          ({ flag, description }) => `${start} -l ${flag.slice(2)} -d ${quoted(description)}`,
        ),
      ];
    }),
  ];
}

const scripts = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
} as const satisfies Record<Shell, (places: readonly Place[]) => string[]>;

/** The script that makes a shell complete the commands and long options of the program; file names come from the shell. */
export function completionScript(shell: Shell, program: CommandWords): string {
  return `${scripts[shell](placesOf(program)).join('\n')}\n`;
}
