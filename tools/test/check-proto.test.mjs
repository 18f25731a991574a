import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { plant, removePlanted, run } from './planted-tree.mjs';

afterAll(removePlanted);

const schema = `syntax = "proto3";
package planted.v1;
message Part { string text = 1; }
message Whole {
  reserved 9, "gone";
  uint32 number = 1;
  optional string word = 2;
  repeated Part parts = 3;
  map<string, Part> named = 4;
  oneof body {
    Part first = 5;
    Part second = 6;
  }
}
message Spare { string text = 1; }
`;

const check = (tree, ...options) => run(tree, 'tools/check-proto.mjs', ...options, 'proto');

let baseline = null;

/** The baseline of `schema`, taken once. */
function baselineText() {
  if (baseline !== null) return baseline;
  const tree = plant({ 'proto/planted/v1/a.proto': schema }, { linked: false });
  expect(check(tree, '--update')).toMatchObject({ status: 0, said: '' });
  baseline = readFileSync(path.join(tree, 'proto/baseline.json'), 'utf8');
  return baseline;
}

/** What is said of the schema with one text in place of another. */
function changed(from, to, ...options) {
  expect(schema).toContain(from);
  const files = {
    'proto/baseline.json': baselineText(),
    'proto/planted/v1/a.proto': schema.replace(from, to),
  };
  const tree = plant(files, { linked: false });
  const result = check(tree, ...options);
  const after = readFileSync(path.join(tree, 'proto/baseline.json'), 'utf8');
  return { ...result, isWritten: after !== files['proto/baseline.json'] };
}

describe('check-proto', () => {
  test.each([
    ['a removed field', '  uint32 number = 1;\n', '', 'Whole.number: removed'],
    ['a removed message', 'message Spare { string text = 1; }\n', '', 'Spare: removed'],
    ['a renumbered field', 'number = 1', 'number = 7', 'Whole.number: number was 1, is 7'],
    ['a retyped field', 'uint32 number', 'uint64 number', 'Whole.number: type was uint32'],
    ['another message as type', 'repeated Part', 'repeated Spare', 'Whole.parts: type was'],
    ['a label that went', 'optional string', 'string', 'Whole.word: label was optional'],
    ['a list that became one', 'repeated Part', 'Part', 'Whole.parts: label was repeated'],
    [
      'a map that became a list',
      'map<string, Part>',
      'repeated Part',
      'Whole.named: label was map',
    ],
    [
      'a field that left its oneof',
      'Part second = 6;\n  }',
      '}\n  Part second = 6;',
      'oneof was body',
    ],
    ['a oneof of another name', 'oneof body', 'oneof kind', 'Whole.first: oneof was body, is kind'],
    ['a number used again', 'uint32 number = 1', 'string other = 1', 'its number 1 is now other'],
    [
      'a reserved number in use',
      'uint32 number',
      'string x = 9;\n  uint32 number',
      'id 9 is reserved',
    ],
    ['a number that is reserved no more', 'reserved 9, "gone";', '', '9-9 is no longer reserved'],
    ['an enum', 'message Spare {', 'enum Kind { NONE = 0; }\nmessage Spare {', 'Kind: is an enum'],
  ])('refuses %s', (_what, from, to, says) => {
    const { status, said } = changed(from, to);
    expect(said).toContain(says);
    expect(status).toBe(1);
  });

  test('takes nothing into the baseline that breaks', () => {
    const result = changed('  uint32 number = 1;\n', '  uint32 more = 20;\n', '--update');
    expect(result).toMatchObject({ status: 1, isWritten: false });
  });

  test('takes a new field and a new message into the baseline, and asks for it until then', () => {
    const to = 'message More {}\nmessage Spare { string more = 2;';
    const asked = changed('message Spare {', to);
    expect(asked.said).toContain('planted.v1.More: new; take it in');
    expect(asked.said).toContain('planted.v1.Spare.more: new; take it in');
    expect(asked).toMatchObject({ status: 1, isWritten: false });
    expect(changed('message Spare {', to, '--update')).toMatchObject({
      status: 0,
      isWritten: true,
    });
  });

  test('accepts other comments, another order and a field that is reserved', () => {
    const to = '// A word.\n  reserved 20;\n  optional string word = 2;\n  uint32 number = 1;';
    const from = 'uint32 number = 1;\n  optional string word = 2;';
    expect(changed(from, to)).toMatchObject({ status: 0, said: '' });
  });
});
