import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** In a bundle the rules lie beside it, among the sources beside `src`. */
const beside = join(import.meta.dirname, 'rules');

/** Directory of the rules that come with the suite: used where the config names none. */
export const starterRulesDirectory = existsSync(beside)
  ? beside
  : join(import.meta.dirname, '..', 'rules');
