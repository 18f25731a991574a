/** A network: the groups of its address (two bytes each, 2 for IPv4, 8 for IPv6) and the number of leading bits that count. */
export interface Network {
  readonly groups: readonly number[];
  readonly bits: number;
}

const MAPPED = [0, 0, 0, 0, 0, 0xffff];

function parseV4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return bytes.every((byte) => byte < 256) ? [a * 256 + b, c * 256 + d] : undefined;
}

/** The groups on one side of `::`; an IPv4 tail is two of them. */
function parseSide(text: string, canEndInV4: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const tail = parts.at(-1) ?? '';
  const v4 = canEndInV4 && tail.includes('.') ? parseV4(tail) : undefined;
  const words = v4 === undefined ? parts : parts.slice(0, -1);
  if (!words.every((word) => /^[0-9A-Fa-f]{1,4}$/.test(word))) return undefined;
  return [...words.map((word) => Number.parseInt(word, 16)), ...(v4 ?? [])];
}

function parseV6(text: string): readonly number[] | undefined {
  const sides = text.split('::');
  const [first = '', second] = sides;
  if (sides.length > 2) return undefined;
  const head = parseSide(first, second === undefined);
  const tail = second === undefined ? [] : parseSide(second, true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (second === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

function isMapped(groups: readonly number[]): boolean {
  return groups.length === 8 && MAPPED.every((group, index) => groups[index] === group);
}

const LONGEST = 64;

/** The groups of an address, IPv4-mapped IPv6 as IPv4; a zone behind % is left out. `undefined` for any other text. */
function parseAddress(text: string): readonly number[] | undefined {
  if (text.length > LONGEST) return undefined;
  if (!text.includes(':')) return parseV4(text);
  const zone = text.indexOf('%');
  const groups = parseV6(zone < 0 ? text : text.slice(0, zone));
  return groups !== undefined && isMapped(groups) ? groups.slice(6) : groups;
}

function hasOnlyLeadingBits(groups: readonly number[], bits: number): boolean {
  return groups.every((group, index) => {
    const count = Math.min(16, Math.max(0, bits - index * 16));
    return (group & (0xffff >> count)) === 0;
  });
}

/** The network that `address/bits` says, bits behind the prefix 0; `undefined` for any other text. */
export function parseNetwork(text: string): Network | undefined {
  const match = /^([0-9A-Fa-f.:]{2,45})\/(0|[1-9]\d{0,2})$/.exec(text);
  const groups = parseAddress(match?.[1] ?? '');
  if (groups === undefined) return undefined;
  const isShortened = groups.length === 2 && match?.[1]?.includes(':') === true;
  const bits = Number(match?.[2]) - (isShortened ? 96 : 0);
  const isFit = bits >= 0 && bits <= groups.length * 16 && hasOnlyLeadingBits(groups, bits);
  return isFit ? { groups, bits } : undefined;
}

/** Whether an address is of the network's family and in it; text that is no address is in none. */
export function isInNetwork(text: string, { groups, bits }: Network): boolean {
  const address = parseAddress(text);
  if (address?.length !== groups.length) return false;
  return address.every((group, index) => {
    const count = Math.min(16, Math.max(0, bits - index * 16));
    return (group ^ (groups[index] ?? 0)) >> (16 - count) === 0;
  });
}
