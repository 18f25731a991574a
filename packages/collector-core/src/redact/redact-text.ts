import { isSecretName } from './secret-name.ts';

/** What stands in the place of a secret. */
export const mask = '***';

/** Longest name before a `=` or `:` that is looked at. */
const longestName = 128;
/** Anything that makes a text worth a closer look; most texts end here. */
const suspicious = /:\/\/|pass|pw|secret|token|credential|key|auth|bearer|cookie/i;
const scheme = /^(bearer|basic|digest|token|negotiate|apikey)\s+/i;
const separators = /[=:]/g;
const bearer = /\b(bearer\s+)[^\s'"]+/gi;
const authority = /:\/\/[^/?#\s'"]*@/g;

/** Shortest user in a URL that is a token and not a name. */
const shortestToken = 20;

/**
 * One text with the secrets masked that show by their form: credentials in URLs, `NAME=value` and `Name: value` of telling names, bearer
 * tokens. With `whole`, an assignment that the text begins with reaches to its end, blanks too. Time is linear in the length.
 */
export function redactText(text: string, whole: boolean): string {
  if (!suspicious.test(text)) return text;
  return redactPairs(text.replace(authority, maskAuthority), whole).replace(bearer, `$1${mask}`);
}

function maskAuthority(found: string): string {
  const credentials = found.slice('://'.length, -1);
  const colon = credentials.indexOf(':');
  if (colon >= 0) return `://${credentials.slice(0, colon)}:${mask}@`;
  return credentials.length >= shortestToken ? `://${mask}@` : found;
}

function redactPairs(text: string, whole: boolean): string {
  let out = '';
  let done = 0;
  separators.lastIndex = 0;
  for (let found = separators.exec(text); found !== null; found = separators.exec(text)) {
    const name = nameBefore(text, found.index, done);
    if (name === null || !isSecretName(name.text)) continue;
    const value = valueAfter(text, found.index, whole && name.first, name.quoted);
    if (value === null) continue;
    out += text.slice(done, value.from) + mask;
    done = value.to;
    separators.lastIndex = done;
  }
  return done === 0 ? text : out + text.slice(done);
}

interface Name {
  readonly text: string;
  /** Whether nothing but dashes stands before it. */
  readonly first: boolean;
  readonly quoted: boolean;
}

function nameBefore(text: string, separator: number, start: number): Name | null {
  const last = text[separator - 1];
  const quoted = last === '"' || last === "'";
  const to = quoted ? separator - 1 : separator;
  let from = to;
  const least = Math.max(start, to - longestName);
  while (from > least && isNameCharacter(text.charCodeAt(from - 1))) from -= 1;
  if (from === to) return null;
  return { text: text.slice(from, to).replace(/^-+/, ''), first: from === 0, quoted };
}

/** Letters, digits, `_`, `-` and `.`. */
function isNameCharacter(code: number): boolean {
  const letter = code | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d ||
    code === 0x2e
  );
}

const notBlank = /[^ \t]/g;
const ends = {
  assignment: /[\s&;,'"]/g,
  header: /[\n'"]/g,
  item: /[\s,}\]'"]/g,
  quoted: { '"': /"/g, "'": /'/g },
};

function valueAfter(
  text: string,
  separator: number,
  whole: boolean,
  nameQuoted: boolean,
): { from: number; to: number } | null {
  let from = separator + 1;
  const colon = text[separator] === ':';
  if (colon && text.startsWith('//', from)) return null;
  if (colon) from = find(notBlank, text, from);
  if (colon && !nameQuoted) from += scheme.exec(text.slice(from, from + 20))?.[0].length ?? 0;
  const quote = text[from];
  if (quote === '"' || quote === "'") {
    const to = find(ends.quoted[quote], text, from + 1);
    return to === from + 1 ? null : { from: from + 1, to };
  }
  const end = nameQuoted ? ends.item : colon ? ends.header : ends.assignment;
  const to = whole && !nameQuoted ? text.length : find(end, text, from);
  return to === from ? null : { from, to };
}

function find(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
