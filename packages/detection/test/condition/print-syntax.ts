import type { CaseSyntax, LiteralSyntax, Syntax } from '../../src/condition/syntax.ts';

function printLiteral({ value, type }: LiteralSyntax): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  const digits = String(value);
  if (type === 'REAL' && /^-?\d+$/.test(digits)) return `${digits}.0`;
  return String(value).toUpperCase();
}

function printCase({ base, arms, otherwise }: CaseSyntax): string {
  const head = base === null ? '' : ` ${printSyntax(base)}`;
  const body = arms.map(
    ({ when, result }) => ` WHEN ${printSyntax(when)} THEN ${printSyntax(result)}`,
  );
  const tail = otherwise === null ? '' : ` ELSE ${printSyntax(otherwise)}`;
  return `CASE${head}${body.join('')}${tail} END`;
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
    case 'inName':
      return `(${printSyntax(syntax.item)} ${not}IN ${syntax.name})`;
    case 'between': {
      const ends = [syntax.low, syntax.high].map(printSyntax).join(' AND ');
      return `(${printSyntax(syntax.item)} ${not}BETWEEN ${ends})`;
    }
    case 'match': {
      const escape = syntax.escape === null ? '' : ` ESCAPE ${printSyntax(syntax.escape)}`;
      const pattern = printSyntax(syntax.pattern);
      return `(${printSyntax(syntax.item)} ${not}${syntax.operator} ${pattern}${escape})`;
    }
    case 'binary':
      return `(${printSyntax(syntax.left)} ${syntax.operator} ${printSyntax(syntax.right)})`;
    case 'negate':
      return `(- ${printSyntax(syntax.item)})`;
    case 'case':
      return printCase(syntax);
    case 'cast':
      return `CAST(${printSyntax(syntax.item)} AS ${syntax.to})`;
    case 'macro':
      return `@${syntax.name}`;
    default:
      return syntax satisfies never;
  }
}
