import type { CheckContext } from './check-context.ts';
import type { Expression } from './expression.ts';
import { limits } from './limits.ts';
import { nearestNames } from './nearest-names.ts';
import { parseMacro } from './parse-condition.ts';
import { Refusal, quoted } from './refusal.ts';
import type { Reason } from './refusal.ts';
import type { Syntax } from './syntax.ts';
import { tokenize } from './tokenize.ts';

function parse(text: string): Syntax | Reason {
  try {
    return parseMacro(tokenize(text));
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
}

/** The expression that a macro stands for. Refuses a cycle, more than 8 macros in each other, and more text than a condition may put in. */
export function checkMacro(
  context: CheckContext,
  { name, at }: Extract<Syntax, { kind: 'macro' }>,
): Expression {
  const { scope } = context;
  const known = scope.names.macros ?? {};
  const text = Object.hasOwn(known, name) ? known[name] : undefined;
  if (text === undefined) {
    const near = nearestNames(name, Object.keys(known));
    return scope.note('CONDITION_UNKNOWN_MACRO', at, `there is no macro ${quoted(name)}`, near);
  }
  if (scope.macros.some((macro) => macro.name === name)) {
    return scope.note('CONDITION_MACRO_CYCLE', at, `the macro ${quoted(name)} names itself`);
  }
  if (scope.macros.length >= limits.macroDepth) {
    const message = `more than ${limits.macroDepth} macros in each other`;
    return scope.note('CONDITION_TOO_DEEP', at, message);
  }
  scope.expandedCharacters += text.length;
  if (scope.expandedCharacters > limits.expandedCharacters) {
    const message = `the macros put in more than ${limits.expandedCharacters} characters`;
    return scope.note('CONDITION_TOO_LONG', at, message);
  }
  const place = scope.macros.at(0)?.at ?? at;
  scope.macros.push({ name, text, at: place });
  const syntax = parse(text);
  const expression =
    'code' in syntax
      ? scope.note(syntax.code, syntax.at, syntax.message, syntax.allowed)
      : context.value(syntax);
  scope.macros.pop();
  return expression;
}
