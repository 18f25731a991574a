import { statSync } from 'node:fs';

import { readableOrNull } from './proc-failure.ts';
import { readBoundedText } from './read-bounded.ts';

const MAX_FILE_BYTES = 4_194_304;
const MAX_NAMES = 65_536;

/** Names by id from the text of a passwd(5) or group(5) file; the first of an id counts, as for getpwuid(3). */
function parseAccounts(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name = '', , id = ''] = line.split(':');
    if (name === '' || !/^\d+$/.test(id) || names.has(Number(id))) continue;
    if (names.size >= MAX_NAMES) break;
    names.set(Number(id), name);
  }
  return names;
}

/**
 * Names of users or groups from one file, read again when it changed: `refresh` looks, `nameOf` answers from memory. Names of other
 * services (LDAP, SSSD) are not known here.
 */
export class AccountNames {
  readonly #path: string;
  #mark = '';
  #names: ReadonlyMap<number, string> = new Map();

  constructor(path: string) {
    this.#path = path;
  }

  /** Reads the file when its time, size or inode changed; without the file there are no names. */
  refresh(): void {
    const mark = readableOrNull(() => {
      const { mtimeNs, size, ino } = statSync(this.#path, { bigint: true });
      return `${mtimeNs}:${size}:${ino}`;
    });
    if (mark === this.#mark) return;
    this.#mark = mark ?? '';
    const text = readableOrNull(() => readBoundedText(this.#path, MAX_FILE_BYTES));
    this.#names = parseAccounts(text ?? '');
  }

  /** The name of the id, null when the file has none. */
  nameOf(id: number | null): string | null {
    return id === null ? null : (this.#names.get(id) ?? null);
  }
}
