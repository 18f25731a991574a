import { checkCidr } from './check-cidr.ts';
import type { CheckContext } from './check-context.ts';
import { noReal } from './check-scope.ts';
import type { CheckScope } from './check-scope.ts';
import { commonType } from './common-type.ts';
import { typeOf } from './expression.ts';
import type { Expression } from './expression.ts';
import { findFunction, functionNames, functionTable } from './function-table.ts';
import type { ArgumentRule, FunctionName, FunctionRow } from './function-table.ts';
import { nearestNames } from './nearest-names.ts';
import { quoted } from './refusal.ts';
import type { StaticType, Syntax } from './syntax.ts';

type CallSyntax = Extract<Syntax, { kind: 'call' }>;

const aggregates = new Set(['COUNT', 'SUM', 'AVG', 'TOTAL']);

const takes: Readonly<Record<ArgumentRule, readonly StaticType[]>> = {
  text: ['TEXT', 'INTEGER'],
  exactText: ['TEXT'],
  whole: ['INTEGER'],
  number: ['INTEGER', 'REAL'],
  any: ['TEXT', 'INTEGER', 'REAL'],
};

/** A call of a function: its name, and number and types of its arguments. */
export function checkCall(context: CheckContext, syntax: CallSyntax): Expression {
  const { name, args, at } = syntax;
  if (name.toUpperCase() === 'CIDR_MATCH') return checkCidr(context, syntax);
  const called = findFunction(name);
  if (called === undefined) return refuseName(context.scope, name, at);
  const row: FunctionRow = functionTable[called];
  const isFit = args.length >= row.least && (row.many || args.length <= row.args.length);
  if (!isFit) {
    const isOne = args.length === 1 && (called === 'MIN' || called === 'MAX');
    const hint = isOne ? '; with one it is an aggregate, which stands behind HAVING' : '';
    const message = `${called} takes ${numberOfArgs(row)}${hint}`;
    return context.scope.note('CONDITION_TYPE', at, message, [row.form]);
  }
  const values = args.map((argument) => context.value(argument));
  return checkArgs(context.scope, called, values, args, at);
}

function refuseName(scope: CheckScope, name: string, at: number): Expression {
  if (aggregates.has(name.toUpperCase())) {
    const message = `${quoted(name)} is an aggregate, which stands behind HAVING only`;
    return scope.note('CONDITION_RESERVED', at, message, [
      'GROUP BY host HAVING count(*) > 20 WITHIN 10 SECONDS',
    ]);
  }
  const near = nearestNames(name, functionNames);
  const message = `there is no function ${quoted(name)}`;
  return scope.note('CONDITION_UNKNOWN_FUNCTION', at, message, near);
}

function numberOfArgs({ least, many, args }: FunctionRow): string {
  if (many) return `${least} values or more`;
  if (least < args.length) return `${least} to ${args.length} values`;
  return least === 1 ? 'one value' : `${least} values`;
}

function checkArgs(
  scope: CheckScope,
  name: FunctionName,
  values: readonly Expression[],
  args: readonly Syntax[],
  at: number,
): Expression {
  const row: FunctionRow = functionTable[name];
  for (const [index, value] of values.entries()) {
    const rule = row.args[Math.min(index, row.args.length - 1)] ?? 'any';
    const type = typeOf(value);
    if (type === 'NULL' || takes[rule].includes(type)) continue;
    if (rule === 'text') return scope.note('CONDITION_TYPE', at, `${name} ${noReal}`);
    const place = args[index]?.at ?? at;
    const message = `${name} takes ${takes[rule].join(' or ')} here, not ${type}`;
    return scope.note('CONDITION_TYPE', place, message, [row.form, `CAST(x AS ${takes[rule][0]})`]);
  }
  const type = typeOfCall(row, values);
  if (type !== undefined) return { kind: 'call', name, args: values, type };
  const message = `the values of ${name} are of different types`;
  return scope.note('CONDITION_TYPE', at, message, ['CAST(x AS TEXT)', 'CAST(x AS REAL)']);
}

function typeOfCall(row: FunctionRow, values: readonly Expression[]): StaticType | undefined {
  if (row.type === 'common') return commonType(values);
  if (row.type === 'first') return commonType(values.slice(0, 1));
  return row.type;
}
