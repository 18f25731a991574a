import { tables } from '@daemoneye/detection';
import { z } from 'zod';

const name = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,63}$/,
    'must be a letter or _, then up to 63 letters, digits or _',
  );

const columns = new Set(Object.values(tables).flatMap((table) => Object.keys(table)));

/** A macro: conditions write `@name` for the expression. */
const macroDocument = z.strictObject({ macro: name, when: z.string().min(1).max(16_384) });

/** A list: conditions write `x IN name` for its values. */
const listDocument = z.strictObject({
  list: name.refine((given) => !columns.has(given), 'must not be the name of a column'),
  values: z.array(z.union([z.string(), z.int()])).max(100_000),
});

/** Whether a document is meant as a macro or a list, and not as a rule. */
export function isNameDocument(content: unknown): boolean {
  if (typeof content !== 'object' || content === null || Object.hasOwn(content, 'id')) return false;
  return Object.hasOwn(content, 'macro') || Object.hasOwn(content, 'list');
}

/** The schema of the document that it is meant as. */
export function schemaOf(content: unknown): typeof macroDocument | typeof listDocument {
  const isMacro =
    typeof content === 'object' && content !== null && Object.hasOwn(content, 'macro');
  return isMacro ? macroDocument : listDocument;
}
