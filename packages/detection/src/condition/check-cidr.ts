import type { CheckContext } from './check-context.ts';
import { parseNetwork } from './cidr.ts';
import { typeOf } from './expression.ts';
import type { Expression } from './expression.ts';
import type { Syntax } from './syntax.ts';

type CallSyntax = Extract<Syntax, { kind: 'call' }>;

/** CIDR_MATCH: an address that is TEXT, and a network that is a literal. */
export function checkCidr(context: CheckContext, { args, at }: CallSyntax): Expression {
  const { scope } = context;
  const [address, network] = args;
  if (address === undefined || network === undefined || args.length > 2) {
    return scope.note('CONDITION_TYPE', at, 'CIDR_MATCH takes an address and a network', [
      "CIDR_MATCH(column, '10.0.0.0/8')",
    ]);
  }
  const item = context.value(address);
  const type = typeOf(item);
  if (type !== 'TEXT' && type !== 'NULL') {
    return scope.note('CONDITION_TYPE', address.at, 'the address of CIDR_MATCH is TEXT', [
      'a text column',
    ]);
  }
  const text = network.kind === 'literal' ? network.value : null;
  if (typeof text !== 'string' || parseNetwork(text) === undefined) {
    const message = 'the network of CIDR_MATCH is a literal, its bits behind the prefix are 0';
    return scope.note('CONDITION_TYPE', network.at, message, ["'10.0.0.0/8'", "'2001:db8::/32'"]);
  }
  return { kind: 'cidr', item, network: text };
}
