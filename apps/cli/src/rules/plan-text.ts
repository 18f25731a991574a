import type { Expression } from '@daemoneye/detection';

type Literal = Extract<Expression, { kind: 'literal' }>['value'];

/** Values of a list that are shown; of the others only how many there are. */
const SHOWN_VALUES = 8;

function literalText(value: Literal): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function listText(list: readonly Literal[]): string {
  const shown = list.slice(0, SHOWN_VALUES).map(literalText);
  const more = list.length - shown.length;
  return `(${[...shown, ...(more > 0 ? [`… ${more} more`] : [])].join(', ')})`;
}

const primary: ReadonlySet<Expression['kind']> = new Set([
  'literal',
  'column',
  'call',
  'cast',
  'cidr',
]);

/** The text of an operand: in parentheses when it is made of parts. */
function operand(expression: Expression): string {
  const text = planText(expression);
  return primary.has(expression.kind) ? text : `(${text})`;
}

function caseText(expression: Extract<Expression, { kind: 'case' }>): string {
  const { arms, base, otherwise } = expression;
  const start = base === null ? 'CASE' : `CASE ${operand(base)}`;
  const parts = arms.map(({ when, result }) => `WHEN ${operand(when)} THEN ${operand(result)}`);
  return [start, ...parts, `ELSE ${operand(otherwise)} END`].join(' ');
}

/** A plan in the words of the language, every operand that is made of parts in parentheses. */
export function planText(plan: Expression): string {
  const not = 'negated' in plan && plan.negated ? 'NOT ' : '';
  switch (plan.kind) {
    case 'literal':
      return literalText(plan.value);
    case 'column':
      return plan.name;
    case 'call':
      return `${plan.name}(${plan.args.map(planText).join(', ')})`;
    case 'binary':
    case 'compare':
      return `${operand(plan.left)} ${plan.operator} ${operand(plan.right)}`;
    case 'case':
      return caseText(plan);
    case 'cast':
      return `CAST(${planText(plan.item)} AS ${plan.type})`;
    case 'logic':
      return plan.items
        .map((item) => (item.kind === 'compare' ? planText(item) : operand(item)))
        .join(` ${plan.operator} `);
    case 'not':
      return `NOT ${operand(plan.item)}`;
    case 'between':
      return `${operand(plan.item)} ${not}BETWEEN ${operand(plan.low)} AND ${operand(plan.high)}`;
    case 'isNull':
      return `${operand(plan.item)} IS ${not}NULL`;
    case 'in':
      return `${operand(plan.item)} ${not}IN ${listText(plan.list)}`;
    case 'inColumn':
      return `${operand(plan.item)} ${not}IN ${plan.column}`;
    case 'match': {
      const escape = plan.escape === null ? '' : ` ESCAPE ${literalText(plan.escape)}`;
      return `${operand(plan.item)} ${not}${plan.operator} ${literalText(plan.pattern)}${escape}`;
    }
    case 'cidr':
      return `CIDR_MATCH(${planText(plan.item)}, ${literalText(plan.network)})`;
    default:
      return plan satisfies never;
  }
}
