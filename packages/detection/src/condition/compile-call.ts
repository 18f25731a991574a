import { numberOperation } from './arithmetic.ts';
import type { Value } from './column-value.ts';
import { constantValue, readValue } from './column-value.ts';
import type { FunctionName } from './function-table.ts';
import { lengthOf, lowerAscii, order, same, toText, upperAscii } from './sql-value.ts';
import type { Present, SqlValue } from './sql-value.ts';
import { hex, positionOf, replaceAll, substring, trim } from './text-function.ts';

type Implementation = (args: readonly SqlValue[]) => SqlValue;

function arePresent(args: readonly SqlValue[]): args is readonly Present[] {
  return !args.includes(null);
}

/** As `apply`, NULL when an argument is. */
function strict(apply: (args: readonly Present[]) => SqlValue): Implementation {
  return (args) => (arePresent(args) ? apply(args) : null);
}

function ofText(apply: (text: string) => SqlValue): Implementation {
  return strict(([x = '']) => apply(toText(x)));
}

function ofTexts(apply: (a: string, b: string) => SqlValue): Implementation {
  return strict(([x = '', y = '']) => apply(toText(x), toText(y)));
}

function trimming(ends: 'both' | 'left' | 'right'): Implementation {
  return strict(([x = '', set = ' ']) => trim(toText(x), toText(set), ends));
}

function extreme(sign: 1 | -1): Implementation {
  return strict((args) =>
    args.reduce((best, next) => (order(next, best) * sign > 0 ? next : best)),
  );
}

const subtract = numberOperation('-', false);

const functions: Readonly<Record<FunctionName, Implementation>> = {
  LENGTH: ofText(lengthOf),
  LOWER: ofText(lowerAscii),
  UPPER: ofText(upperAscii),
  SUBSTR: strict(([x = '', from = 1, count]) =>
    substring(toText(x), Number(from), count === undefined ? null : Number(count)),
  ),
  INSTR: ofTexts(positionOf),
  REPLACE: ([x = null, part = null, by = null]) => {
    if (x === null || part === null) return null;
    // SQLite looks at the first byte of the part before it looks at what comes instead.
    if (/^(?:\0|$)/.test(toText(part))) return x;
    return by === null ? null : replaceAll(toText(x), toText(part), toText(by));
  },
  TRIM: trimming('both'),
  LTRIM: trimming('left'),
  RTRIM: trimming('right'),
  COALESCE: (args) => args.find((value) => value !== null) ?? null,
  NULLIF: ([x = null, y = null]) => (x !== null && y !== null && same(x, y) ? null : x),
  HEX: ([x = null]) => (x === null ? '' : hex(toText(x))),
  ABS: strict(([x = 0]) => {
    if (typeof x === 'number') return Math.abs(x);
    return order(x, 0) < 0 ? subtract(0, x) : x;
  }),
  MIN: extreme(-1),
  MAX: extreme(1),
};

/** The value of a call; of arguments that are all constant at once. */
export function callValue(name: FunctionName, args: readonly Value[]): Value {
  const apply = functions[name];
  const fixed = args.map((value) => (value.kind === 'constant' ? value.value : undefined));
  if (fixed.every((value) => value !== undefined)) return constantValue(apply(fixed));
  const readers = args.map((value) => {
    if (value.kind === 'reader') return value.read;
    return () => value.value;
  });
  const [first] = readers;
  if (first !== undefined && readers.length === 1) return readValue((row) => apply([first(row)]));
  return readValue((row) => apply(readers.map((read) => read(row))));
}
