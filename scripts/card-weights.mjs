/**
 * `node scripts/card-weights.mjs`: trains the first template's CNN for one epoch in the page itself and keeps what its
 * first convolution has learned, for the picture on its card: src/app/gallery/conv1.json.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareAll } from './datasets.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { withBrowser } from './lib/page.mjs';
import { ensureDependencies, main, ROOT, requireNode } from './lib/project.mjs';
import { withSite } from './lib/site.mjs';

const FILE = join(ROOT, 'src/app/gallery/conv1.json');
/** One epoch, on the slowest machine. */
const PATIENCE_MS = 60 * 60_000;
/** Kept with so many decimals: more than a picture shows. */
const DECIMALS = 4;

/** In the page: the weights of `conv1` in the last checkpoint that was kept. */
async function keptWeights() {
  const request = (asked) =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  const database = await request(indexedDB.open('chainrule'));
  const checkpoints = await request(database.transaction('checkpoints').objectStore('checkpoints').getAll());
  database.close();
  const { checkpoint } = checkpoints.find(({ slot }) => slot === 'last');
  const { 'conv1/kernel': kernel, 'conv1/bias': bias } = checkpoint.weights;
  return { step: checkpoint.step, kernel: [...kernel], bias: [...bias] };
}

await main(async () => {
  requireNode();
  await ensureDependencies();
  await ensureBrowser();
  await prepareAll();
  await withSite((address) =>
    withBrowser(async (page) => {
      await page.goto(`${address}?backend=wasm#/work/mnist-cnn/train`);
      await page.locator('#one-epoch:enabled').click({ timeout: 60_000 });
      await page.locator('#pause').waitFor();
      await page.locator('#play:enabled').waitFor({ timeout: PATIENCE_MS });
      // The checkpoint of the moment it stopped is written right after.
      await page.waitForTimeout(3000);
      const { step, kernel, bias } = await page.evaluate(keptWeights);
      const rounded = (values) => values.map((value) => Number(value.toFixed(DECIMALS)));
      writeFileSync(FILE, `${JSON.stringify({ kernel: rounded(kernel), bias: rounded(bias) })}\n`);
      console.log(`src/app/gallery/conv1.json: ${bias.length} filters after ${step} steps`);
    }),
  );
});
