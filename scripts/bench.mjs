/**
 * `npm run bench -- [--suite mlp|cnn|maps|page|step|race] [--json FILE]`: measures this machine in real Chromium and prints medians with
 * their spread, ratios and the machine. Without `--suite`, all suites.
 */
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies, main, requireNode, UserError } from './lib/project.mjs';

const SUITES = ['mlp', 'cnn', 'maps', 'page', 'step', 'race'];

function readArguments() {
  try {
    const { values } = parseArgs({ options: { suite: { type: 'string' }, json: { type: 'string' } } });
    if (values.suite !== undefined && !SUITES.includes(values.suite)) {
      throw new Error(`there is no suite ${values.suite}; there are ${SUITES.join(' and ')}`);
    }
    return { suites: values.suite ? [values.suite] : SUITES, json: values.json ?? null };
  } catch (error) {
    throw new UserError(`${error.message}\nnpm run bench -- [--suite ${SUITES.join('|')}] [--json FILE]`);
  }
}

/** The data of the tests and the page; without it the suites say so. */
async function prepareData() {
  const { prepareAll } = await import('./datasets.mjs');
  try {
    await prepareAll();
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.log(`${error.message}\nGoing on without MNIST.`);
    return false;
  }
}

/** What the numbers were measured on. */
async function describeMachine() {
  const { withBrowser } = await import('./lib/page.mjs');
  const { version, gpu } = await withBrowser(async (page, browser) => {
    // WebGPU is only there on pages that count as secure, as those of localhost do.
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<title>GPU</title>' }));
    await page.goto('http://localhost/');
    const gpu = await page.evaluate(async () => {
      const adapter = await navigator.gpu?.requestAdapter();
      const { vendor = '', architecture = '', description = '' } = adapter?.info ?? {};
      return adapter ? [vendor, architecture, description].filter(Boolean).join(' ') : 'none with WebGPU';
    });
    return { version: browser.version(), gpu };
  });
  const [cpu] = os.cpus();
  return {
    cpu: cpu.model.trim(),
    cores: os.cpus().length,
    memoryGB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.platform()} ${os.release()}`,
    chromium: version,
    gpu,
    date: new Date().toISOString().slice(0, 10),
  };
}

await main(async () => {
  requireNode();
  const { suites, json } = readArguments();
  await ensureDependencies();
  const { ensureBrowser } = await import('./lib/browser.mjs');
  await ensureBrowser();
  const hasData = await prepareData();
  const machine = await describeMachine();
  console.log(
    `\n${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, Chromium ${machine.chromium}, GPU: ${machine.gpu}\n`,
  );
  const report = { machine, suites: {} };
  for (const suite of suites) {
    const { runSuite, printSuite } = await import(`./bench/${suite}-suite.mjs`);
    report.suites[suite] = await runSuite({ hasData });
    printSuite(report.suites[suite]);
  }
  if (json) await writeFile(resolve(process.env.INIT_CWD ?? '.', json), `${JSON.stringify(report, null, 2)}\n`);
  if (Object.values(report.suites).some((suite) => suite.failed)) process.exitCode = 1;
});
