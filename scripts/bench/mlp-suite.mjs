/** Suite `mlp`: runs its page and makes a table with ratios of what it measured. */
import { withPage } from '../lib/page.mjs';
import { printTable, short, summarize } from './statistics.mjs';

const key = ({ name, backend }) => `${name} ${backend}`;

/** Which medians are set against which. */
function ratiosOf(results) {
  const median = (name, backend) => results.find((one) => key(one) === `${name} ${backend}`)?.imagesPerSecond?.median;
  const ratios = [];
  const compare = (what, ours, theirs) => {
    if (ours !== undefined && theirs !== undefined) ratios.push({ what, ratio: ours / theirs });
  };
  for (const backend of ['webgpu', 'wasm', 'webgl', 'cpu']) {
    compare(
      `chainrule ${backend} / tensorflow.js ${backend}`,
      median('chainrule', backend),
      median('tensorflow.js', backend),
    );
  }
  compare('chainrule wasm / convnetjs js', median('chainrule', 'wasm'), median('convnetjs', 'js'));
  return ratios;
}

export async function runSuite() {
  const report = await withPage('scripts/bench/mlp.html', async (page) => {
    await page.exposeFunction('tellProgress', (done, total, what) => {
      if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2Kmlp  ${done} of ${total}  ${what}`);
    });
    await page.waitForFunction(() => 'runMlp' in window);
    return page.evaluate(() => window.runMlp((done, total, what) => window.tellProgress?.(done, total, what)));
  });
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[2K');
  const results = report.results.map(({ rates, ...rest }) => ({
    ...rest,
    rates,
    imagesPerSecond: rates.length > 0 ? summarize(rates) : null,
  }));
  const failed = results.some(({ name, failed }) => name === 'chainrule' && failed !== null);
  return { ...report, results, ratios: ratiosOf(results), failed };
}

export function printSuite({ data, batchSize, results, ratios }) {
  console.log(`mlp: 784-128-10, batches of ${batchSize}, Adam (ConvNetJS: adadelta); images a second`);
  if (data === 'noise') console.log('MNIST is not there: measured on noise of its form.');
  const rows = [['', 'median', 'least', 'most', 'rounds', 'loss first → last']];
  for (const { name, backend, imagesPerSecond, firstLoss, lastLoss, failed } of results) {
    rows.push(
      imagesPerSecond
        ? [
            `${name} ${backend}`,
            ...[imagesPerSecond.median, imagesPerSecond.least, imagesPerSecond.most].map(short),
            imagesPerSecond.count,
            `${short(firstLoss)} → ${short(lastLoss)}`,
          ]
        : [`${name} ${backend}`, '—', '—', '—', 0, failed ?? ''],
    );
  }
  printTable(rows);
  console.log('');
  printTable(ratios.map(({ what, ratio }) => [what, `${ratio.toFixed(2)} ×`]));
  console.log('');
}
