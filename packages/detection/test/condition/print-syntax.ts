import type { LiteralSyntax, Syntax } from '../../src/condition/syntax.ts';

function printLiteral({ value, type }: LiteralSyntax): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (type === 'REAL' && Number.isInteger(value)) return `${String(value)}.0`;
  return String(value).toUpperCase();
}

/** The condition as SQL with every parenthesis that the tree implies. */
export function printSyntax(syntax: Syntax): string {
  const not = 'negated' in syntax && syntax.negated ? 'NOT ' : '';
  switch (syntax.kind) {
    case 'literal':
      return printLiteral(syntax);
    case 'column':
      return `"${syntax.name}"`;
    case 'call':
      return `${syntax.name}(${syntax.args.map(printSyntax).join(', ')})`;
    case 'group':
      return printSyntax(syntax.item);
    case 'logic':
      return syntax.items
        .map(printSyntax)
        .reduce((left, right) => `(${left} ${syntax.operator} ${right})`);
    case 'not':
      return `(NOT ${printSyntax(syntax.item)})`;
    case 'compare':
      return `(${printSyntax(syntax.left)} ${syntax.operator} ${printSyntax(syntax.right)})`;
    case 'isNull':
      return `(${printSyntax(syntax.item)} IS ${not}NULL)`;
    case 'in':
      return `(${printSyntax(syntax.item)} ${not}IN (${syntax.list.map(printSyntax).join(', ')}))`;
    case 'like': {
      const escape = syntax.escape === null ? '' : ` ESCAPE ${printSyntax(syntax.escape)}`;
      return `(${printSyntax(syntax.item)} ${not}LIKE ${printSyntax(syntax.pattern)}${escape})`;
    }
    default:
      return syntax satisfies never;
  }
}
