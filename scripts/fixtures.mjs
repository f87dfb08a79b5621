/**
 * `npm run fixtures -- FILE… [--backend NAME] [--known-only]`: runs files of numeric cases (docs/fixtures.md) through
 * the float64 interpreter, or through the engine on a backend in real Chromium, and prints the worst error of each case.
 * The exit status is 1 when a case fails or, without `--known-only`, when it is about something this project lacks.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies, main, requireNode, UserError } from './lib/project.mjs';

const BACKENDS = ['webgpu', 'wasm', 'webgl', 'cpu'];
const USAGE = `npm run fixtures -- FILE… [--backend ${BACKENDS.join('|')}] [--known-only]`;

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { backend: { type: 'string' }, 'known-only': { type: 'boolean', default: false } },
    });
    if (positionals.length === 0) throw new Error('no file is given');
    if (values.backend !== undefined && !BACKENDS.includes(values.backend)) {
      throw new Error(`there is no backend ${values.backend}`);
    }
    return { files: positionals, backend: values.backend ?? null, knownOnly: values['known-only'] };
  } catch (error) {
    throw new UserError(`${error.message}\n${USAGE}`);
  }
}

async function readCases(files, parseCases) {
  const cases = [];
  for (const file of files) {
    const text = await readFile(resolve(process.env.INIT_CWD ?? '.', file), 'utf8').catch((error) => {
      throw new UserError(`${file} cannot be read: ${error.code}`);
    });
    try {
      cases.push(...parseCases(text));
    } catch (error) {
      throw new UserError(`${file} is not a file of cases: ${error.message}`);
    }
  }
  return cases;
}

async function runInEngine(cases, backend) {
  const { findChromium } = await import('./chromium.mjs');
  if (!(await findChromium())) {
    throw new UserError('There is no Chromium. Install Chromium or Chrome, or set CHROMIUM_PATH to one.');
  }
  const { withPage } = await import('./lib/page.mjs');
  return withPage('tests/support/fixtures/harness.html', async (page) => {
    await page.waitForFunction(() => 'runFixtures' in window);
    return page
      .evaluate(([all, name]) => window.runFixtures(all, name), [cases, backend])
      .catch((error) => {
        throw new UserError(`The engine could not run on ${backend} in this Chromium: ${error.message}`);
      });
  });
}

function line({ id, status, worst, tolerance, at, message }) {
  const mark = { passed: '✓', failed: '✗', unknown: '?' }[status];
  if (status === 'unknown') return `${mark} ${id.padEnd(26)} unknown: ${message}`;
  const error = worst === null ? '—' : worst.toExponential(2);
  const details = message ?? (worst === 0 ? '' : `at ${at}`);
  return `${mark} ${id.padEnd(26)} ${error.padStart(9)}  (tolerance ${tolerance.toExponential(0)})  ${details}`;
}

await main(async () => {
  requireNode();
  const { files, backend, knownOnly } = readArguments();
  await ensureDependencies();
  const { importTypeScript } = await import('./lib/page.mjs');
  const { parseCases, runInInterpreter } = await importTypeScript('tests/support/fixtures/node.ts');
  const cases = await readCases(files, parseCases);
  const results = backend ? await runInEngine(cases, backend) : await runInInterpreter(cases);
  for (const result of results) console.log(line(result));
  const count = (status) => results.filter((result) => result.status === status).length;
  const where = backend ? `the engine on ${backend}` : 'the interpreter';
  console.log(
    `\n${where}: ${count('passed')} passed, ${count('failed')} failed, ${count('unknown')} unknown` +
      (results.length === 0 ? ' (the files hold no cases)' : ''),
  );
  if (results.length === 0 || count('failed') > 0 || (count('unknown') > 0 && !knownOnly)) process.exitCode = 1;
});
