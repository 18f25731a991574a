import { typeOf } from './expression.ts';
import type { Expression } from './expression.ts';
import type { StaticType } from './syntax.ts';

/** The one type that all values have, NULL aside; `undefined` when there is more than one. */
export function commonType(expressions: readonly Expression[]): StaticType | undefined {
  const types = new Set(expressions.map(typeOf));
  types.delete('NULL');
  if (types.size > 1) return undefined;
  const [type = 'NULL'] = types;
  return type;
}
