/**
 * Suite `step`: what walking through an iteration costs, on the production build. How soon the step view shows its first
 * number, and how much script each frame takes while a key is held and while the timeline is dragged, for a network of
 * nine weights, an MLP and a CNN on MNIST. The networks are as they begin: that changes no amount of work.
 */
import { withBrowser } from '../lib/page.mjs';
import { withSite } from '../lib/site.mjs';
import { dragSlider, eachFrame, scriptClock, sleep } from './clock.mjs';
import { printTable, short } from './statistics.mjs';

const NETWORKS = [
  { id: 'xor', name: 'XOR' },
  { id: 'mnist-mlp', name: 'MNIST MLP' },
  { id: 'mnist-cnn', name: 'MNIST CNN' },
];
const FRAME_MS = 8;
const OPEN_MS = 1000;
const WAIT_MS = 60_000;

/** Numbers that are fed in are there at once: those of an image as a picture. */
const FIRST_NUMBERS = '#stepper-network :is([data-value], canvas)';

/** Milliseconds from the choice of the view to its first number; the run and its data are there already. */
async function measureOpening(page) {
  await page.locator('#play:enabled').waitFor({ timeout: WAIT_MS });
  return page.evaluate(
    (numbers) =>
      new Promise((resolve) => {
        const began = performance.now();
        location.hash = location.hash.replace(/train$/, 'step');
        const look = () => {
          if (document.querySelector(numbers)) resolve(performance.now() - began);
          else requestAnimationFrame(look);
        };
        look();
      }),
    FIRST_NUMBERS,
  );
}

/** A key is held, which the system repeats: forwards, at the end backwards, and so on. */
async function hold(page, clock) {
  await page.keyboard.press('Home');
  const last = Number(await page.locator('#stepper-timeline [role=slider]').getAttribute('aria-valuemax'));
  const measured = await eachFrame(clock, (i) =>
    page.keyboard.down(Math.floor(i / last) % 2 === 0 ? 'ArrowRight' : 'ArrowLeft'),
  );
  for (const key of ['ArrowRight', 'ArrowLeft']) await page.keyboard.up(key);
  return measured;
}

/**
 * Measures one network.
 *
 * @param {import('playwright').Browser} browser
 * @param {string} address Of the site.
 */
export async function measureStepping(browser, address, { id, name }) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  try {
    await page.goto(`${address}#/work/${id}/train`);
    const opened = await measureOpening(page);
    await sleep(1000);
    const clock = await scriptClock(page);
    return {
      name,
      opened,
      held: await hold(page, clock),
      dragged: await dragSlider(page, clock, '#stepper-timeline [role=slider]'),
    };
  } finally {
    await context.close();
  }
}

export async function runSuite() {
  const networks = [];
  await withSite((address) =>
    withBrowser(async (_, browser) => {
      for (const network of NETWORKS) networks.push(await measureStepping(browser, address, network));
    }),
  );
  return { networks, failed: false };
}

export function printSuite({ networks }) {
  const mark = (good) => (good ? '✓' : '✗');
  console.log('step: script a frame while walking through an iteration, the production build');
  const rows = [['', 'measured', '95 % under', 'with layout and paint', 'should be']];
  for (const { name, opened, held, dragged } of networks) {
    rows.push([`${mark(opened <= OPEN_MS)} ${name}: first number`, `${short(opened)} ms`, '', '', `≤ ${OPEN_MS} ms`]);
    for (const [what, { script, task }] of [
      ['key held', held],
      ['dragged', dragged],
    ]) {
      rows.push([
        `${mark(script.median <= FRAME_MS)} ${name}: ${what}`,
        `${short(script.median)} ms`,
        `${short(script.percentile95)} ms`,
        `${short(task.median)} ms`,
        `≤ ${FRAME_MS} ms`,
      ]);
    }
  }
  printTable(rows);
  console.log('');
}
