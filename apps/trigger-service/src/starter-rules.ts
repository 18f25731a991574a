import { join } from 'node:path';

/** Directory of the rules that come with the suite: used where the config names none. */
export const starterRulesDirectory = join(import.meta.dirname, '..', 'rules');
