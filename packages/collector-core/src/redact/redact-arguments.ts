import { clientOf, isWrapper } from './client-flags.ts';
import type { ClientFlags } from './client-flags.ts';
import { mask, redactText } from './redact-text.ts';
import { isSecretName } from './secret-name.ts';
import { shellCommands } from './shell-commands.ts';

/** Commands inside commands that are looked into: `sh -c "ssh host 'mysql -p…'"` has two. */
const deepest = 3;
const mostRounds = 4;
const commandFlag = /^-[A-Za-z]*c$/;
/** What makes an argument more than a plain word; everything else passes at once. */
const noticed = /^-|[\s:=]|^bearer$/i;
const separated = /[=:\s]/;
const assignment = /^\w+=/;
const commandPrograms = /(?:^|\/)(?:ssh|eval|watch|su|tmux|screen|parallel)$/;

/**
 * A command line with its secrets replaced by `***`: values of telling flags and variables, password flags of known clients, credentials
 * in URLs, authorization headers, also inside commands that are one argument. As many arguments as before; idempotent; time is linear
 * in the length. What does not look like a secret passes unchanged.
 */
export function redactArguments(args: readonly string[]): readonly string[] {
  return redactCommand(args, 0);
}

interface Progress {
  /** Whether the program has not been named yet. */
  seeking: boolean;
  /** Whether the program runs another one, which any later argument may name. */
  wrapped: boolean;
  /** Whether arguments of the program are commands. */
  takesCommands: boolean;
  client: ClientFlags | undefined;
  subcommand: boolean;
  /** How the next argument is to be masked because of this one. */
  pending: { readonly after: string | undefined } | null;
}

function redactCommand(args: readonly string[], depth: number): string[] {
  const progress: Progress = {
    seeking: true,
    wrapped: false,
    takesCommands: false,
    client: undefined,
    subcommand: false,
    pending: null,
  };
  let previous = '';
  return args.map((argument) => {
    previous = redactNext(argument, previous, progress, depth);
    return previous;
  });
}

/** One argument, given what stood before it; `previous` is masked already, so that a second pass decides alike. */
function redactNext(argument: string, previous: string, progress: Progress, depth: number): string {
  if (isQuiet(progress) && !noticed.test(argument)) return argument;
  const { pending } = progress;
  progress.pending = null;
  if (pending !== null && !argument.startsWith('--')) return maskValue(argument, pending.after);
  const named = follow(progress, argument);
  progress.pending = named ? null : expectation(argument, progress);
  if (progress.pending !== null) return argument;
  const attached = redactAttached(argument, progress);
  if (attached !== null) return attached;
  // Words of a command were part of a text that has been searched as a whole.
  if (depth > 0) return redactShell(argument, depth);
  return redactFree(argument, !(progress.takesCommands || commandFlag.test(previous)));
}

/** Masks by form and, in a command, by its words, until there is no more: a word that was quoted anew can read differently. */
function redactFree(argument: string, whole: boolean): string {
  let text = argument;
  for (let round = 0; round < mostRounds; round += 1) {
    const next = redactShell(redactText(text, whole), 0);
    if (next === text) break;
    text = next;
  }
  return text;
}

/** Whether nothing that stood before lends a meaning to a plain argument. */
function isQuiet({ seeking, wrapped, client, pending }: Progress): boolean {
  return !seeking && !wrapped && client === undefined && pending === null;
}

/** Learns which program the following flags belong to; true when `argument` names it. */
function follow(progress: Progress, argument: string): boolean {
  if (progress.client?.subcommand === argument) progress.subcommand = true;
  if (!progress.seeking && !progress.wrapped) return false;
  if (argument.startsWith('-') || assignment.test(argument)) return false;
  // A name with a separator in it may be masked itself, and would then name another program the second time.
  const client = separated.test(argument) ? undefined : clientOf(argument);
  if (client !== undefined) {
    progress.client = client;
    progress.subcommand = false;
  }
  const named = progress.seeking || client !== undefined;
  if (progress.seeking && !separated.test(argument)) {
    progress.wrapped = isWrapper(argument);
    progress.takesCommands = commandPrograms.test(argument);
  }
  progress.seeking = false;
  return named;
}

/** Whether the next argument is a secret because of this one. */
function expectation(argument: string, progress: Progress): Progress['pending'] {
  const flags = applicable(progress);
  if (flags?.next?.includes(argument)) return { after: flags.after };
  if (argument.length === 6 && argument.toLowerCase() === 'bearer') return { after: undefined };
  if (!argument.startsWith('-') && flags?.bareNames !== true) return null;
  if (separated.test(argument)) return null;
  return isSecretName(argument.replace(/^-+/, '')) ? { after: undefined } : null;
}

function applicable({ client, subcommand }: Progress): ClientFlags | undefined {
  return client?.subcommand === undefined || subcommand ? client : undefined;
}

function redactAttached(argument: string, progress: Progress): string | null {
  const flags = applicable(progress);
  const flag = flags?.attached?.find(
    (known) => argument.startsWith(known) && argument.length > known.length,
  );
  if (flag === undefined || (argument.startsWith('--') && !flag.startsWith('--'))) return null;
  return flag + maskValue(argument.slice(flag.length), flags?.after);
}

/** Masks a value, or its part behind the first `after`; without `after` in it there is no secret. */
function maskValue(value: string, after: string | undefined): string {
  if (value === '') return value;
  if (after === undefined) return mask;
  const split = value.indexOf(after);
  return split < 0 || split === value.length - 1 ? value : value.slice(0, split + 1) + mask;
}

/** Masks inside an argument that is a command of its own, word by word. */
function redactShell(text: string, depth: number): string {
  if (depth >= deepest || !/\s/.test(text)) return text;
  let out = '';
  let done = 0;
  for (const command of shellCommands(text)) {
    const redacted = redactCommand(
      command.map((word) => word.text),
      depth + 1,
    );
    for (const [index, word] of command.entries()) {
      const replacement = redacted[index] ?? '';
      if (replacement === word.text) continue;
      out += text.slice(done, word.from) + quote(replacement);
      done = word.to;
    }
  }
  return out + text.slice(done);
}

/** Quotes a word where it would fall apart without. */
function quote(word: string): string {
  if (!/[\s;|&()<>`'"\\]/.test(word)) return word;
  return word.includes("'") ? `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"` : `'${word}'`;
}
