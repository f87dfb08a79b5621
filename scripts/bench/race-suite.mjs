/**
 * Suite `race`: what a race of optimizers costs a frame, on the production build. Eight racers with their trails over ten
 * thousand updates: in a valley, where trails soon lie on one another, and in a noisy ravine, where they never rest.
 */
import { withBrowser } from '../lib/page.mjs';
import { withSite } from '../lib/site.mjs';
import { dragSlider, scriptClock, sleep } from './clock.mjs';
import { printTable, short, summarize } from './statistics.mjs';

const RACERS = [
  'sgd,0.0005',
  'momentum,0.0002',
  'nesterov,0.0002',
  'adagrad,0.1',
  'rmsprop,0.002',
  'adadelta,0.5',
  'adam,0.01',
  'lion,0.002',
];
const STEPS = 10_000;
const SURFACES = [
  { id: 'rosenbrock', name: 'valley', from: '-1.4,2' },
  { id: 'noisyRavine', name: 'noisy ravine', from: '-4,1' },
];
/** Updates a second: all of them in five seconds. */
const SPEED = 2000;
/** While it plays, script and frames are read so many times, so many milliseconds apart. */
const READINGS = 25;
const APART_MS = 150;
const FRAME_MS = 8;
const WAIT_MS = 60_000;
const SLIDER = '#race-transport [role=slider]';

const addressOf = (site, { id, from }) =>
  `${site}#/race?on=${id}&from=${from}&steps=${STEPS}&${RACERS.map((racer) => `r=${racer}`).join('&')}`;

/** Script a frame between two readings, of many. */
async function measurePlaying(page, clock) {
  await page.evaluate(() => {
    globalThis.frames_ = 0;
    const count = () => {
      globalThis.frames_++;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  const frames = () => page.evaluate(() => globalThis.frames_);
  await page.locator('#race-speed').selectOption(String(SPEED));
  await page.locator('#race-first:enabled').click();
  await page.locator('#race-play').click();
  const script = [];
  const task = [];
  let [before, count] = [await clock(), await frames()];
  for (let i = 0; i < READINGS; i++) {
    await sleep(APART_MS);
    const [after, now] = [await clock(), await frames()];
    if (now > count) {
      script.push((after.script - before.script) / (now - count));
      task.push((after.task - before.task) / (now - count));
    }
    [before, count] = [after, now];
  }
  const reached = Number(await page.locator(SLIDER).getAttribute('aria-valuenow'));
  if (reached === 0) throw new Error('The race was not played.');
  return { script: summarize(script), task: summarize(task) };
}

/**
 * Measures one surface.
 *
 * @param {import('playwright').Browser} browser
 * @param {string} site Its address.
 */
export async function measureRace(browser, site, surface) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  try {
    await page.goto(addressOf(site, surface));
    await page.locator(`${SLIDER}[aria-valuemax="${STEPS}"]`).waitFor({ timeout: WAIT_MS });
    await page.locator('#race-map [data-raced]').waitFor({ timeout: WAIT_MS });
    await sleep(1500);
    const clock = await scriptClock(page);
    const played = await measurePlaying(page, clock);
    const dragged = await dragSlider(page, clock, SLIDER);
    return { name: surface.name, played, dragged };
  } finally {
    await context.close();
  }
}

export async function runSuite() {
  const surfaces = [];
  await withSite((site) =>
    withBrowser(async (_, browser) => {
      for (const surface of SURFACES) surfaces.push(await measureRace(browser, site, surface));
    }),
  );
  return { surfaces, failed: false };
}

export function printSuite({ surfaces }) {
  console.log(`race: script a frame, ${RACERS.length} racers with trails over ${STEPS} updates, the production build`);
  const rows = [['', 'measured', '95 % under', 'with layout and paint', `of ${FRAME_MS} ms`]];
  for (const { name, played, dragged } of surfaces) {
    for (const [what, { script, task }] of [
      ['played', played],
      ['dragged', dragged],
    ]) {
      rows.push([
        `${script.median <= FRAME_MS ? '✓' : '✗'} ${name}: ${what}`,
        `${short(script.median)} ms`,
        `${short(script.percentile95)} ms`,
        `${short(task.median)} ms`,
        `× ${(script.median / FRAME_MS).toFixed(2)}`,
      ]);
    }
  }
  printTable(rows);
  console.log('');
}
