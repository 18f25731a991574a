import * as fc from 'fast-check';

/** Joins the texts of parts with blanks. */
export function joined(...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((strings) => strings.join(' '));
}

function called(
  names: readonly string[],
  ...args: readonly fc.Arbitrary<string>[]
): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...names), fc.tuple(...args))
    .map(([name, values]) => `${name}(${values.join(', ')})`);
}

const smallNumber = fc.constantFrom('0', '1', '2', '3', '-1', '-2', '7', '12', 'NULL', 'pid');
const arithmetic = fc.constantFrom('+', '-', '*', '/', '%');

/** Texts of expressions of a number, whole ones far from 64 bits; `condition` stands behind WHEN. */
export function numberText(condition: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const { number } = fc.letrec<{ number: string }>((tie) => ({
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('user_id', 'group_id', 'cpu_usage', 'is_memfd', 'exit_code', '2', '7', '0.5'),
      joined(tie('number'), arithmetic, tie('number')),
      tie('number').map((inner) => `(${inner})`),
      tie('number').map((inner) => `- ${inner}`),
      called(['ABS'], tie('number')),
      called(['MIN', 'MAX', 'COALESCE', 'NULLIF'], tie('number'), tie('number')),
      called(['LENGTH'], textText()),
      called(['INSTR'], textText(), textText()),
      joined(fc.constant('CAST('), textText(), fc.constantFrom('AS INTEGER) % 1000', 'AS REAL)')),
      joined(
        fc.constant('CAST('),
        tie('number'),
        fc.constantFrom('AS INTEGER) % 1000', 'AS REAL)'),
      ),
      caseText(condition, tie('number')),
    ),
  }));
  return number;
}

function caseText(
  condition: fc.Arbitrary<string>,
  value: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  return fc.oneof(
    fc
      .tuple(condition, value, value)
      .map(([when, yes, no]) => `CASE WHEN ${when} THEN ${yes} ELSE ${no} END`),
    fc
      .tuple(value, smallNumber, value)
      .map(([base, when, yes]) => `CASE ${base} WHEN ${when} THEN ${yes} END`),
  );
}

const textAtom = fc.constantFrom(
  'name',
  'command_line',
  'args',
  "'a'",
  "'Ab'",
  "'😀é'",
  "'12'",
  "''",
  'NULL',
  'pid',
);

/** Texts of expressions of a text; some take a whole number where it is turned into text. */
export function textText(): fc.Arbitrary<string> {
  return fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: textAtom },
      { weight: 1, arbitrary: joined(tie('text'), fc.constant('||'), tie('text')) },
      { weight: 1, arbitrary: called(['LOWER', 'UPPER', 'HEX', 'TRIM'], tie('text')) },
      { weight: 1, arbitrary: called(['TRIM', 'LTRIM', 'RTRIM'], tie('text'), tie('text')) },
      { weight: 1, arbitrary: called(['SUBSTR'], tie('text'), smallNumber) },
      { weight: 1, arbitrary: called(['SUBSTR'], tie('text'), smallNumber, smallNumber) },
      { weight: 1, arbitrary: called(['REPLACE'], tie('text'), tie('text'), tie('text')) },
      {
        weight: 1,
        arbitrary: called(['COALESCE', 'MAX', 'MIN', 'NULLIF'], tie('text'), tie('text')),
      },
      { weight: 1, arbitrary: joined(fc.constant('CAST('), tie('text'), fc.constant('AS TEXT)')) },
    ),
  })).text;
}

const globPart = fc.constantFrom(
  ...'a A b 1 * ? [a-c] [^a-z] [0-9] []] [a [^ 😀 é % [é-😀] [-a] [a-] -'.split(' '),
);
/** Text literals that are patterns of GLOB. */
export const globLiteral = fc
  .array(globPart, { maxLength: 5 })
  .map((parts) => `'${parts.join('')}'`);

const regexpPart = fc.constantFrom(
  ...'a A b 1 . .* ^ $ [a-c]+ [^a-z] \\d \\s? (?i:a) (a|b) a{1,2} é 😀 \\.'.split(' '),
);
/** Text literals that are patterns of REGEXP. */
export const regexpLiteral = fc
  .array(regexpPart, { maxLength: 4 })
  .map((parts) => `'${parts.join('')}'`);
