/** Suite `maps`: what it costs the training of the MNIST CNN that all its maps are watched, and how often they come. */
import { withPage } from '../lib/page.mjs';
import { printTable, short, summarize } from './statistics.mjs';

const NAMES = { nobody: 'nobody watches', still: 'maps of a still image', drawing: 'maps of a moving pen' };

export async function runSuite() {
  const report = await withPage('scripts/bench/maps.html', async (page) => {
    await page.exposeFunction('tellProgress', (done, total, what) => {
      if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2Kmaps  ${done} of ${total}  ${what}`);
    });
    await page.waitForFunction(() => 'runMaps' in window);
    return page.evaluate(() => window.runMaps((done, total, what) => window.tellProgress?.(done, total, what)));
  });
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[2K');
  const { nobody } = report.modes;
  const results = Object.entries(report.modes).map(([mode, { rates, snapshots }]) => ({
    mode,
    rates,
    imagesPerSecond: summarize(rates),
    snapshotsPerSecond: summarize(snapshots),
    // Round by round, so that what slows the machine down for a while slows both sides of a ratio.
    share: summarize(rates.map((rate, round) => rate / nobody.rates[round])),
  }));
  return { data: report.data, batchSize: report.batchSize, results, failed: false };
}

export function printSuite({ data, batchSize, results }) {
  console.log(`maps: the MNIST CNN on wasm, batches of ${batchSize}, Adam; all maps and filters of one image watched`);
  if (data === 'noise') console.log('MNIST is not there: measured on noise of its form.');
  const rows = [['', 'images/s', 'of unwatched', 'least', 'most', 'snapshots/s', 'rounds']];
  for (const { mode, imagesPerSecond, snapshotsPerSecond, share } of results) {
    const of = [share.median, share.least, share.most].map((value) => value.toFixed(3));
    const snapshots = mode === 'nobody' ? '—' : short(snapshotsPerSecond.median);
    rows.push([NAMES[mode], short(imagesPerSecond.median), ...of, snapshots, imagesPerSecond.count]);
  }
  printTable(rows);
  console.log('');
}
