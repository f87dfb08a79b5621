/**
 * `npm test`: installs what is missing (packages, a browser, the data), then runs everything: production build, check,
 * unit, browser and end-to-end tests. A suite that fails does not keep the others from running. The last line holds the
 * totals, `N passed, N failed`.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies, main, ROOT, requireNode, run } from './lib/project.mjs';

const REPORTS = join(ROOT, 'test-results');
const MINUTE = 60_000;

function report(name) {
  try {
    return JSON.parse(readFileSync(join(REPORTS, `${name}.json`), 'utf8'));
  } catch {
    return null;
  }
}

const script = (path, ...args) => [join(ROOT, path), ...args];
const vitest = (project) =>
  script(
    'node_modules/vitest/vitest.mjs',
    ...['run', '--project', project, '--reporter=default', '--reporter=json'],
    `--outputFile.json=${join(REPORTS, `${project}.json`)}`,
  );
const vitestTotals = (result) => ({ passed: result.numPassedTests, failed: result.numFailedTests });

/** Name, arguments to Node, and where the totals are; without a report the suite counts as one test. */
const SUITES = [
  { name: 'build', args: script('node_modules/vite/bin/vite.js', 'build'), minutes: 3 },
  {
    name: 'check',
    args: script('scripts/check.mjs', '--json', join(REPORTS, 'check.json')),
    minutes: 3,
    totals: (r) => r,
  },
  { name: 'unit', args: vitest('unit'), minutes: 5, totals: vitestTotals },
  { name: 'browser', args: vitest('browser'), minutes: 9, totals: vitestTotals },
  {
    name: 'e2e',
    args: script('node_modules/@playwright/test/cli.js', 'test'),
    minutes: 14,
    env: { E2E_BUILT: '1', E2E_REPORT: join(REPORTS, 'e2e.json') },
    totals: ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }),
  },
];

/** Runs one suite; a failure that no test accounts for (a crash, a time-out) counts as one more. */
async function runSuite({ name, args, minutes, env, totals }) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}\n`);
  const start = Date.now();
  const result = await run(process.execPath, args, { env, timeoutMs: minutes * MINUTE });
  const outcome = { name, passed: 0, failed: 0, seconds: (Date.now() - start) / 1000 };
  const found = totals ? report(name) : null;
  if (found) Object.assign(outcome, totals(found));
  else if (!totals && result.code === 0) outcome.passed = 1;
  if (result.timedOut) console.error(`${name} did not end within ${minutes} minutes and was ended.`);
  const unexplained = result.code !== 0 || (totals && (!found || outcome.passed === 0));
  if (unexplained && outcome.failed === 0) outcome.failed = 1;
  return outcome;
}

await main(async () => {
  requireNode();
  await ensureDependencies();
  const { ensureBrowser } = await import('./lib/browser.mjs');
  await ensureBrowser();
  const { prepareAll } = await import('./datasets.mjs');
  await prepareAll();

  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const outcomes = [];
  for (const suite of SUITES) outcomes.push(await runSuite(suite));

  console.log(`\n── summary ${'─'.repeat(53)}\n`);
  for (const { name, passed, failed, seconds } of outcomes) {
    const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed`;
    console.log(`${failed > 0 ? '✗' : '✓'} ${name.padEnd(8)} ${counts}  ${seconds.toFixed(0).padStart(4)} s`);
  }
  const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  if (sum('failed') > 0) process.exitCode = 1;
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
});
