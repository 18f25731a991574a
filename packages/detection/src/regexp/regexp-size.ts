/** Index behind the class that opens at `open`. */
function skipClass(pattern: string, open: number): number {
  let at = open + 1;
  if (pattern[at] === '^') at += 1;
  if (pattern[at] === ']') at += 1;
  while (at < pattern.length && pattern[at] !== ']') {
    const named = pattern.startsWith('[:', at) ? pattern.indexOf(':]', at) : -1;
    if (named > 0) at = named + 2;
    else at += pattern[at] === '\\' ? 2 : 1;
  }
  return at + 1;
}

const CODE_POINT = /\\x\{[0-9A-Fa-f]+\}/y;

/** The braces of a code point are no repeat. */
function escapeLength(pattern: string, at: number): number {
  CODE_POINT.lastIndex = at;
  return CODE_POINT.exec(pattern)?.[0].length ?? 2;
}

const COUNTED = /\{(\d+)(?:,(\d*))?\}/y;

/**
 * At least the number of instructions that a pattern becomes, to the order of magnitude: its characters, each as often as the counted
 * repeats around it say. Found without compiling it, in time linear in its length.
 */
export function regexpSize(pattern: string): number {
  const outer: number[] = [];
  let size = 0;
  let last = 0;
  let at = 0;
  while (at < pattern.length) {
    COUNTED.lastIndex = at;
    const counted = pattern[at] === '{' ? COUNTED.exec(pattern) : null;
    if (counted !== null) {
      const most = Math.max(Number(counted[1]), Number(counted[2] ?? 0), 1);
      size += last * (most - 1);
      last *= most;
      at += counted[0].length;
      continue;
    }
    const character = pattern[at];
    if (character === '(') {
      outer.push(size);
      size = 0;
      at += 1;
    } else if (character === ')') {
      last = size + 2;
      size = (outer.pop() ?? 0) + last;
      at += 1;
    } else {
      last = 1;
      size += 1;
      if (character === '[') at = skipClass(pattern, at);
      else at += character === '\\' ? escapeLength(pattern, at) : 1;
    }
  }
  return outer.reduce((sum, part) => sum + part, size);
}
