/** Runs a race on its page and makes a table of what it measured; the suites `mlp` and `cnn` are races. */
import { withPage } from '../lib/page.mjs';
import { printTable, short, summarize } from './statistics.mjs';

/**
 * @param {'mlp' | 'cnn'} race
 * @returns Results with medians, and `failed`: whether this engine could not be measured.
 */
export async function runRace(race) {
  const report = await withPage('scripts/bench/race.html', async (page) => {
    await page.exposeFunction('tellProgress', (done, total, what) => {
      if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${race}  ${done} of ${total}  ${what}`);
    });
    await page.waitForFunction(() => 'runRace' in window);
    return page.evaluate(
      (name) => window.runRace(name, (done, total, what) => window.tellProgress?.(done, total, what)),
      race,
    );
  });
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[2K');
  const results = report.results.map(({ rates, ...rest }) => ({
    ...rest,
    rates,
    imagesPerSecond: rates.length > 0 ? summarize(rates) : null,
  }));
  const failed = results.some(({ name, failed }) => name.startsWith('chainrule') && failed !== null);
  return { ...report, results, failed };
}

/** The median of a contender, if it was measured. */
export function medianOf(results, name, backend) {
  return results.find((one) => one.name === name && one.backend === backend)?.imagesPerSecond?.median;
}

/** Sets medians against each other where both are there. */
export function ratioOf(what, ours, theirs) {
  return ours === undefined || theirs === undefined ? [] : [{ what, ratio: ours / theirs }];
}

export function printRace(title, { data, results, ratios }) {
  console.log(title);
  if (data === 'noise') console.log('MNIST is not there: measured on noise of its form.');
  const rows = [['', 'median', 'least', 'most', 'rounds', 'loss first → last']];
  const reasons = [];
  for (const { name, backend, imagesPerSecond, firstLoss, lastLoss, failed } of results) {
    if (!imagesPerSecond) reasons.push(`${name} ${backend}: ${failed}`);
    rows.push(
      imagesPerSecond
        ? [
            `${name} ${backend}`,
            ...[imagesPerSecond.median, imagesPerSecond.least, imagesPerSecond.most].map(short),
            imagesPerSecond.count,
            `${short(firstLoss)} → ${short(lastLoss)}`,
          ]
        : [`${name} ${backend}`, '—', '—', '—', 0, 'failed'],
    );
  }
  printTable(rows);
  for (const reason of reasons) console.log(reason);
  console.log('');
  printTable(ratios.map(({ what, ratio }) => [what, `${ratio.toFixed(2)} ×`]));
  console.log('');
}
