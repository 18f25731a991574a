import { BlockList, isIPv6 } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isInNetwork, parseNetwork } from '../../src/condition/cidr.ts';

function isIn(address: string, network: string): boolean | undefined {
  const parsed = parseNetwork(network);
  return parsed === undefined ? undefined : isInNetwork(address, parsed);
}

describe('parseNetwork', () => {
  test.each([
    '10.0.0.0',
    '10.0.0.1/8',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0/8',
    '010.0.0.0/8',
    '256.0.0.0/8',
    '/8',
    '',
    'x/8',
    '::/129',
    '2001:db8::1/32',
    ':::/0',
    '1::2::/64',
    '1:2:3:4:5:6:7:8:9/128',
    '1:2:3:4:5:6:7/112',
    'fe80::%eth0/10',
    '::ffff:10.0.0.0/95',
    '10.0.0.0/8 ',
  ])('refuses %j', (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });
});

describe('isInNetwork', () => {
  test.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.0.0.0', '10.0.0.0/8', false],
    ['172.31.255.255', '172.16.0.0/12', true],
    ['172.32.0.0', '172.16.0.0/12', false],
    ['192.168.1.1', '192.168.1.1/32', true],
    ['192.168.1.2', '192.168.1.1/32', false],
    ['255.255.255.255', '0.0.0.0/0', true],
    ['128.0.0.1', '128.0.0.0/1', true],
    ['::ffff:10.1.2.3', '10.0.0.0/8', true],
    ['::ffff:a01:203', '10.0.0.0/8', true],
    ['10.1.2.3', '::ffff:10.0.0.0/104', true],
    ['10.1.2.3', '::/0', false],
    ['::ffff:10.1.2.3', '::/0', false],
    ['::1', '0.0.0.0/0', false],
    ['::1', '::1/128', true],
    ['::', '::1/128', false],
    ['2001:DB8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['fe80::1%eth0', 'fe80::/10', true],
    ['febf::1', 'fe80::/10', true],
    ['fec0::1', 'fe80::/10', false],
    ['64:ff9b::1.2.3.4', '64:ff9b::/96', true],
    ['', '0.0.0.0/0', false],
    ['10.1.2', '10.0.0.0/8', false],
    ['10.01.2.3', '10.0.0.0/8', false],
    [' 10.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3%eth0', '10.0.0.0/8', false],
    ['1:2', '::/0', false],
    ['1::2::3', '::/0', false],
    ['12345::', '::/0', false],
    ['1.2.3.4::', '::/0', false],
  ])('%j in %s: %s', (address, network, answer) => {
    expect(isIn(address, network)).toBe(answer);
  });

  test('agrees with the block list of the platform on generated addresses', () => {
    const groups = fc.array(fc.constantFrom(0, 1, 0x00ff, 0x8000, 0xfe80, 0xffff), {
      minLength: 8,
      maxLength: 8,
    });
    const bytes = fc.array(fc.constantFrom(0, 1, 10, 127, 128, 255), {
      minLength: 4,
      maxLength: 4,
    });
    const address = fc.oneof(
      bytes.map((parts) => parts.join('.')),
      groups.map((parts) => parts.map((part) => part.toString(16)).join(':')),
    );
    let compared = 0;
    fc.assert(
      fc.property(address, address, fc.nat(128), (one, base, length) => {
        const family = isIPv6(base) ? 'ipv6' : 'ipv4';
        const bits = family === 'ipv4' ? length % 33 : length;
        const network = parseNetwork(`${base}/${bits}`);
        if (network === undefined || isIPv6(one) !== isIPv6(base)) return;
        if (one.startsWith('0:0:0:0:0:ffff')) return;
        compared += 1;
        const list = new BlockList();
        list.addSubnet(base, bits, family);
        expect(isInNetwork(one, network)).toBe(list.check(one, family));
      }),
      { numRuns: 3_000 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});
