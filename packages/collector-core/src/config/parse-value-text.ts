import type { KeySchema } from './config-key.ts';

/**
 * The value that a text from the environment or a flag stands for: numbers in decimal, `true` or `false`, lists with commas, texts as
 * they are. A text that does not fit its type is returned unchanged, for the schema to refuse.
 */
export function parseValueText(text: string, schema: KeySchema): unknown {
  switch (schema.type ?? 'string') {
    case 'integer':
    case 'number':
      return /^-?\d{1,16}(\.\d{1,16})?$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'array':
      return text === '' ? [] : text.split(',');
    default:
      return text;
  }
}
