/** A word of a shell command and where it stands in the text. */
export interface ShellWord {
  readonly from: number;
  readonly to: number;
  /** The word without its quotes. */
  readonly text: string;
}

const piece =
  /(\s+)|([;|&()<>`\n]+)|'([^']*)(?:'|$)|"((?:[^"\\]|\\[\s\S])*)(?:"|\\?$)|\\([\s\S]|$)|([^\s;|&()<>`'"\\]+)/g;

/** Most words that are looked at; a script that long in one argument is not typed by hand. */
const mostWords = 1_024;

/**
 * Commands of a shell text, each as its words, the first 1 024 words: blanks part words, `;|&()<>` and line ends part commands, quotes join. No expansion:
 * what a variable holds is not known here.
 */
export function shellCommands(text: string): ShellWord[][] {
  const commands: ShellWord[][] = [[]];
  let from = -1;
  let word = '';
  let count = 0;
  const finish = (to: number): void => {
    if (from >= 0) {
      commands.at(-1)?.push({ from, to, text: word });
      count += 1;
    }
    from = -1;
    word = '';
  };
  for (const found of text.matchAll(piece)) {
    const [all, blank, operator, single, double, escaped, plain] = found;
    if (blank !== undefined || operator !== undefined) {
      finish(found.index);
      if (count >= mostWords) return commands;
      const parts = operator !== undefined || all.includes('\n');
      if (parts && commands.at(-1)?.length !== 0) commands.push([]);
    } else {
      if (from < 0) from = found.index;
      word += single ?? double?.replaceAll(/\\(["\\])/g, '$1') ?? escaped ?? plain ?? '';
    }
  }
  finish(text.length);
  return commands;
}
