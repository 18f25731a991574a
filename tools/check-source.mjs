// Rules about the text of src that the linter has no rule for: node check-source.mjs <project>.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const rules = [
  {
    pattern: /^export \*/,
    says: 'list what is exported by name',
    free: () => false,
  },
  {
    pattern: /\bprocess\.platform\b|\bos\.platform\(/,
    says: 'the platform is asked in platform.ts and in *.<platform>.ts only',
    free: (name) => /(?:^|[/.-])(?:platform|linux|portable|darwin|win32)\.ts$/.test(name),
  },
];

const project = path.resolve(process.argv[2] ?? '.');
const errors = [];
for (const name of globSync('src/**/*.ts', { cwd: project }).toSorted()) {
  for (const [index, line] of readFileSync(path.join(project, name), 'utf8').split('\n').entries())
    for (const { pattern, says, free } of rules)
      if (pattern.test(line) && !free(name)) errors.push(`${name}:${index + 1}: ${says}`);
}

if (errors.length > 0) {
  console.error(errors.join('\n'));
  process.exit(1);
}
