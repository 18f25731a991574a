import { conditionErrors, rowErrors } from '@daemoneye/detection';
import { describe, expect, test } from '@jest/globals';
import { errors } from '../../src/index.ts';
import { documentTable } from '../document-table.ts';

describe('docs/errors.md', () => {
  test('has a row for every code, and a code for every row', () => {
    const rows = Object.entries(errors)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([code, { message, permanent, action }]) => [
        `\`${code}\``,
        message,
        permanent ? 'yes' : 'no',
        action,
      ]);
    const wanted = [['code', 'what is wrong', 'permanent', 'what to do'], ...rows];
    expect(documentTable('errors.md', 'errors', wanted)).toEqual(wanted);
  });

  test.each([
    ['condition', conditionErrors],
    ['row', rowErrors],
  ])('has a row for every fault of a %s, and a fault for every row', (what, table) => {
    const rows = Object.entries<{ meaning: string; action: string }>(table)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([code, { meaning, action }]) => [`\`${code}\``, meaning, action]);
    const wanted = [['code', 'what it means', 'what to do'], ...rows];
    expect(documentTable('errors.md', `${what} errors`, wanted)).toEqual(wanted);
  });
});

describe('errors', () => {
  test('words every row as the middle and the end of one sentence', () => {
    const broken = Object.entries(errors).filter(
      ([code, { message, action }]) =>
        !/^[A-Z]+(_[A-Z]+)+$/.test(code) || /[.;]$/.test(message) || /[.;]$/.test(action),
    );
    expect(broken).toEqual([]);
  });
});
