// A skipped test says why at the end of its title: "reads the ring (skipped: privilege: CAP_BPF)".
const reasonAtEnd = /\(skipped: (?<reason>[^)]+)\)$/;

/** Which faults a skipped test is: none, or one line. */
function skipFault(project, title, inCi) {
  const reason = reasonAtEnd.exec(title)?.groups?.reason;
  if (reason === undefined) return [`${project}: skipped without a reason: ${title}`];
  return inCi && reason.startsWith('privilege') ? [`${project}: skipped in CI: ${title}`] : [];
}

/** Over the budget is said; in CI more than twice the budget is a fault, since a busy machine doubles a time easily. */
function timeFault(name, seconds, budget, inCi) {
  if (budget === undefined)
    return { mark: 'no budget', faults: [`${name}: has no budget in tools/budgets.json`] };
  if (seconds <= budget) return { mark: '', faults: [] };
  const fault = `${name}: ${seconds.toFixed(1)} s, budget ${budget} s`;
  return { mark: 'over', faults: inCi && seconds > 2 * budget ? [fault] : [] };
}

/**
 * What a run of all tests comes to. `results`: project → what `readTestResult` gave. Returns the lines to print, the counts and the
 * faults that no test reports: a time far over its budget, a skip without a reason, a project whose tests did not run.
 */
export function reportTests(results, budgets, { inCi }) {
  const faults = [];
  const skips = [];
  const rows = [];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let total = 0;
  for (const [project, result] of results) {
    if (result === null) {
      faults.push(`${project}: its tests did not run`);
      continue;
    }
    const { mark, faults: late } = timeFault(
      project,
      result.seconds,
      budgets.projects[project],
      inCi,
    );
    faults.push(...late, ...result.skipped.flatMap((title) => skipFault(project, title, inCi)));
    skips.push(...result.skipped.map((title) => `skipped: ${project}: ${title}`));
    rows.push([project, result.seconds, budgets.projects[project], mark]);
    total += result.seconds;
    counts.passed += result.passed;
    counts.failed += result.failed;
    counts.skipped += result.skipped.length;
  }
  const { mark, faults: late } = timeFault('total', total, budgets.total, inCi);
  faults.push(...late);
  rows.push(['total', total, budgets.total, mark]);
  const table = rows.map(([name, seconds, budget, note]) =>
    `${name.padEnd(26)}${seconds.toFixed(1).padStart(8)}${String(budget ?? '-').padStart(8)}  ${note}`.trimEnd(),
  );
  return { lines: [`${'project'.padEnd(26)} seconds  budget`, ...table, ...skips], counts, faults };
}
