import * as fc from 'fast-check';
import { globLiteral, joined, numberText, regexpLiteral, textText } from './value-arbitrary.ts';

const texts = [
  '',
  'a',
  'A',
  'ab',
  'AB',
  'abc',
  '12',
  '12.0',
  ' 12 ',
  '12abc',
  '-3',
  '1e2',
  '0x10',
  '%',
  '_',
  'a%b',
  'a_b',
  '\\',
  "it's",
  'é',
  'É',
  '😀',
  'a😀b',
  '\uFFEE',
  'İ',
  '/usr/bin/nc',
  'NULL',
  '.5',
  '5.',
  '+7',
  '9007199254740993',
  '1\0',
];
const integers = [0, 1, -1, 2, 3, 7, 12, 100, -7, 2_147_483_648, Number.MAX_SAFE_INTEGER];
const reals = [0, 0.5, 1, -1.5, 12, 3.25, 1e10];
const times = [
  0n,
  1n,
  12n,
  9_007_199_254_740_993n,
  1_767_323_045_000_000_006n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...texts) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom('a', 'B', '%', '_', '😀', 'é', '1', '!', ' ') }),
  },
);

/** Rows of `process_events` in which some columns have awkward values and the rest is NULL. */
export const processRow = fc.record({
  pid: fc.constantFrom(...integers),
  ppid: fc.option(fc.constantFrom(...integers)),
  cpu_usage: fc.option(fc.constantFrom(...reals)),
  name: fc.option(text),
  command_line: fc.option(text),
  is_memfd: fc.option(fc.boolean()),
  user_id: fc.option(fc.constantFrom(0, 1, 5, 12, -7)),
  group_id: fc.option(fc.constantFrom(0, 2, -3, 65_534)),
  exit_code: fc.option(fc.constantFrom(0, -1, 3)),
  start_time: fc.option(fc.constantFrom(...times)),
  args: fc.option(fc.array(text, { maxLength: 2 })),
});

function quote(value: string): string {
  return `'${value.replaceAll('\0', '').replaceAll("'", "''")}'`;
}

const textLiteral = text.map(quote);
const numberLiteral = fc.constantFrom(
  '0',
  '1',
  '2',
  '12',
  '-1',
  '7',
  '1.0',
  '0.5',
  '1e2',
  '100',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  'TRUE',
  'FALSE',
);
const literal = fc.oneof(textLiteral, numberLiteral, fc.constant('NULL'));
const column = fc.constantFrom(
  'pid',
  'ppid',
  'cpu_usage',
  'name',
  'command_line',
  'is_memfd',
  'start_time',
  'args',
  '"name"',
);
const textValue = fc.oneof(
  fc.constantFrom('name', 'command_line', 'args', 'pid', 'start_time'),
  textLiteral,
);

const plainValue = fc.oneof(
  { weight: 4, arbitrary: column },
  { weight: 3, arbitrary: literal },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('LENGTH', 'LOWER', 'UPPER', 'lower'), textValue)
      .map(([name, of]) => `${name}(${of})`),
  },
);
const negation = fc.constantFrom('', 'NOT');
const comparison = fc.constantFrom('=', '==', '<>', '!=', '<', '<=', '>', '>=');
const list = fc
  .array(literal, { minLength: 1, maxLength: 4 })
  .map((items) => `(${items.join(', ')})`);
const pattern = fc.oneof(
  textLiteral,
  fc
    .array(fc.constantFrom('a', '%', '_', 'B', '😀', '1', '!'), { maxLength: 6 })
    .map((parts) => quote(parts.join(''))),
);
const escape = fc.constantFrom('', '', '', "ESCAPE '!'", "ESCAPE 'a'", "ESCAPE '😀'");

/** Texts of conditions that mix every construct; some of them are refused. */
export const conditionText: fc.Arbitrary<string> = fc.letrec<{ condition: string; value: string }>(
  (tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 5, arbitrary: plainValue },
      { weight: 2, arbitrary: numberText(tie('condition')) },
      { weight: 2, arbitrary: textText() },
      { weight: 1, arbitrary: tie('condition').map((inner) => `(${inner})`) },
    ),
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: joined(tie('value'), comparison, tie('value')) },
      {
        weight: 2,
        arbitrary: joined(textValue, negation, fc.constantFrom('LIKE', 'ILIKE'), pattern, escape),
      },
      { weight: 2, arbitrary: joined(tie('value'), negation, fc.constant('IN'), list) },
      { weight: 1, arbitrary: joined(tie('value'), negation, fc.constant('IN args')) },
      { weight: 1, arbitrary: joined(textText(), negation, fc.constant('GLOB'), globLiteral) },
      { weight: 1, arbitrary: joined(textText(), negation, fc.constant('REGEXP'), regexpLiteral) },
      {
        weight: 2,
        arbitrary: joined(
          tie('value'),
          negation,
          fc.constant('BETWEEN'),
          tie('value'),
          fc.constant('AND'),
          tie('value'),
        ),
      },
      { weight: 1, arbitrary: numberText(tie('condition')) },
      {
        weight: 1,
        arbitrary: joined(tie('value'), fc.constant('IS'), negation, fc.constant('NULL')),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom('pid', 'ppid', 'cpu_usage', 'is_memfd', 'start_time'),
      },
      { weight: 1, arbitrary: joined(fc.constant('NOT'), tie('condition')) },
      {
        weight: 2,
        arbitrary: joined(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition')),
      },
      { weight: 1, arbitrary: tie('condition').map((inner) => `(${inner})`) },
    ),
  }),
).condition;
