import { posix } from 'node:path';

import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { allowPath, parseRoots } from '../../src/hash/analysis-root.ts';

const part = fc.constantFrom('a', 'b', 'ab', '.', '..', '');
const pathOf = fc.array(part, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`);
const plainPath = fc
  .array(fc.constantFrom('a', 'b', 'ab'), { maxLength: 3 })
  .map((parts) => `/${parts.join('/')}`);

describe('allowPath', () => {
  test('allows what lies below a root and nothing that climbs', () => {
    fc.assert(
      fc.property(pathOf, fc.array(plainPath, { maxLength: 3 }), (path, roots) => {
        const normal = posix.normalize(path).replace(/\/$/, '');
        const below = roots.some((root) => normal.startsWith(`${root.replace(/\/$/, '')}/`));
        const climbs = path.split('/').includes('..');
        const allowed = allowPath(path, parseRoots(roots));

        expect(allowed !== null).toBe(below && !climbs);
        if (allowed !== null)
          expect(posix.normalize(`${allowed.directory}/${allowed.below}`)).toBe(normal);
      }),
    );
  });

  test('takes the longest root that fits', () => {
    const roots = parseRoots(['/', '/usr', '/usr/local/', '/opt']);

    expect(allowPath('/usr/local/bin/x', roots)).toEqual({
      directory: '/usr/local',
      below: '/bin/x',
    });
    expect(allowPath('/usrx', roots)).toEqual({ directory: '/', below: '/usrx' });
  });
});
