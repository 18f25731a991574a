import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const resultFile = (root, project) => path.join(root, project, 'test-results.json');

/** Folders with tests, relative to `root`. */
export function testedProjects(root) {
  return globSync(
    ['packages/*/jest.config.mjs', 'apps/*/jest.config.mjs', '{e2e,tools}/jest.config.mjs'],
    {
      cwd: root,
    },
  )
    .map((file) => path.dirname(file))
    .filter(
      (project) =>
        globSync('test/**/*.test.{ts,mjs}', { cwd: path.join(root, project) }).length > 0,
    )
    .toSorted();
}

/** A result of an earlier run must not be counted when this run does not get so far. */
export function removeTestResults(root, projects) {
  for (const project of projects) rmSync(resultFile(root, project), { force: true });
}

/** What Jest wrote for `project`; null when its tests did not run. Seconds from the first test file to the last. */
export function readTestResult(root, project) {
  const file = resultFile(root, project);
  if (!existsSync(file)) return null;
  const result = JSON.parse(readFileSync(file, 'utf8'));
  const ends = result.testResults.map((suite) => suite.endTime ?? result.startTime);
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.testResults
      .flatMap((suite) => suite.assertionResults)
      .filter((test) => ['pending', 'todo', 'disabled', 'skipped'].includes(test.status))
      .map((test) => test.fullName),
    seconds: Math.max(0, ...ends.map((end) => (end - result.startTime) / 1_000)),
  };
}
