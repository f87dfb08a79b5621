/**
 * `npm run check`: everything that can be said about the code without running it. One line a check, details below
 * those that fail. `--json FILE` also writes the totals.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFiles } from './check/files.mjs';
import { checkLocales } from './check/locales.mjs';
import { ensureBuild, entrySize, SCRIPT_BUDGET } from './lib/build.mjs';
import { main, ROOT, run } from './lib/project.mjs';
import { staleReference } from './lib/reference.mjs';

/** Runs a program of node_modules; its output is the problem when it fails. */
async function program(script, args) {
  const result = await run(process.execPath, [join(ROOT, 'node_modules', script), ...args], { quiet: true });
  return result.code === 0 ? [] : [`${result.stdout}${result.stderr}`.trim() || `exit status ${result.code}`];
}

async function sizeProblems() {
  await ensureBuild();
  const { script, files } = entrySize();
  if (script <= SCRIPT_BUDGET)
    return { problems: [], notes: [`${(script / 1000).toFixed(1)} kB of script compressed`] };
  const list = files.map(({ file, bytes }) => `  ${(bytes / 1000).toFixed(1)} kB  ${file}`).join('\n');
  return { problems: [`${(script / 1000).toFixed(1)} kB compressed, at most ${SCRIPT_BUDGET / 1000} kB:\n${list}`] };
}

/** Each gives its problems, or problems and notes. */
const CHECKS = {
  'format and lint': () => program('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
  types: () => program('typescript/bin/tsc', ['-p', '.', '--noEmit']),
  'import rules': () =>
    program('dependency-cruiser/bin/dependency-cruise.mjs', [
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      'tests',
      'scripts',
    ]),
  'files: length, heads, addresses': checkFiles,
  'catalogues of both languages': checkLocales,
  'reference is that of the definitions (npm run reference)': async () => (await staleReference()).stale,
  'script needed before a demo is opened': sizeProblems,
};

/** Checks under way at a time: each takes one core. */
const AT_ONCE = 2;

/** Starts the checks, so many at once, in their order. @returns each with what it comes to, in the same order. */
function sideBySide(checks) {
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  return Object.entries(checks).map(([name, check], i) => {
    const done = lanes[i % AT_ONCE].then(check).catch((error) => [error.message]);
    lanes[i % AT_ONCE] = done;
    return [name, done];
  });
}

await main(async () => {
  const failed = [];
  for (const [name, done] of sideBySide(CHECKS)) {
    const outcome = await done;
    const { problems, notes = [] } = Array.isArray(outcome) ? { problems: outcome } : outcome;
    console.log(`${problems.length > 0 ? '✗' : '✓'} ${name}${notes.length === 1 ? ` (${notes[0]})` : ''}`);
    if (notes.length > 1) for (const note of notes) console.log(`    ${note}`);
    for (const problem of problems) console.log(problem.replace(/^/gm, '    '));
    if (problems.length > 0) failed.push(name);
  }
  const total = Object.keys(CHECKS).length;
  const json = process.argv.indexOf('--json');
  if (json > 0) {
    writeFileSync(process.argv[json + 1], JSON.stringify({ passed: total - failed.length, failed: failed.length }));
  }
  if (failed.length > 0) process.exitCode = 1;
});
