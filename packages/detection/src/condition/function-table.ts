import type { StaticType } from './syntax.ts';

/** The functions that are evaluated, each of one argument, with the type of their value. */
const functionTypes = {
  LENGTH: 'INTEGER',
  LOWER: 'TEXT',
  UPPER: 'TEXT',
} as const satisfies Record<string, StaticType>;

export type FunctionName = keyof typeof functionTypes;

export const functionNames: readonly string[] = Object.keys(functionTypes);

function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functionTypes, name);
}

/** The function of that name, in any case, with the type of its value; `undefined` when there is none. */
export function findFunction(name: string): { name: FunctionName; type: StaticType } | undefined {
  const upper = name.toUpperCase();
  return isFunctionName(upper) ? { name: upper, type: functionTypes[upper] } : undefined;
}
