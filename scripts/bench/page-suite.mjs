/**
 * Suite `page`: what a visitor feels, on the production build. How soon the gallery can be used, how much script that
 * takes, and, while MNIST trains on WebAssembly: tasks on the main thread that are too long, and the time from an input
 * to the paint that follows it.
 */
import { entrySize, gzippedSize, SCRIPT_BUDGET } from '../lib/build.mjs';
import { withBrowser } from '../lib/page.mjs';
import { withSite } from '../lib/site.mjs';
import { printTable, short, summarize } from './statistics.mjs';

const LOADS = 5;
const TRAININGS = 3;
const TRAINING_MS = 8000;
const LONG_TASK_MS = 50;
const USABLE_MS = 2000;
const SLOWEST = 5;
const FIRST_ITEM = '#open-xor';

/** Runs in the page before its own scripts: notes when an element is painted. */
function notePaint(selector) {
  const look = () => {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    if (!box || box.height === 0) requestAnimationFrame(look);
    // A frame callback comes before the paint; a task after it comes after.
    else requestAnimationFrame(() => setTimeout(() => Object.assign(window, { paintedAt: performance.now() })));
  };
  addEventListener('DOMContentLoaded', look);
}

/** Runs in the page: collects long tasks, the scripts that ran in slow frames, and the time from each pointer event to the paint after it. */
function startWatching() {
  const watch = { longTasks: [], slowScripts: [], latencies: [] };
  Object.assign(window, { watch });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) watch.longTasks.push({ startTime, duration });
  }).observe({ type: 'longtask' });
  new PerformanceObserver((list) => {
    for (const { scripts } of list.getEntries()) {
      for (const { duration, invoker, sourceURL, sourceFunctionName, forcedStyleAndLayoutDuration } of scripts) {
        const source = `${sourceURL.split('/').at(-1)} ${sourceFunctionName}`.trim();
        watch.slowScripts.push({ duration, layout: forcedStyleAndLayoutDuration, invoker, source });
      }
    }
  }).observe({ type: 'long-animation-frame' });
  const channel = new MessageChannel();
  let waiting = [];
  channel.port1.onmessage = () => {
    const now = performance.now();
    for (const time of waiting) watch.latencies.push(now - time);
    waiting = [];
  };
  const note = (event) => {
    if (waiting.push(event.timeStamp) > 1) return;
    requestAnimationFrame(() => channel.port2.postMessage(null));
  };
  for (const type of ['pointerdown', 'pointermove', 'pointerup']) addEventListener(type, note, { capture: true });
}

async function measureLoad(browser, address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const scripts = new Set();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js')) scripts.add(pathname.slice(1));
  });
  await page.addInitScript(notePaint, FIRST_ITEM);
  await page.goto(address);
  await page.waitForFunction(() => 'paintedAt' in window);
  const usable = await page.evaluate(() => window.paintedAt);
  await page.waitForLoadState('networkidle');
  await context.close();
  return { usable, scripts: [...scripts] };
}

/** Draws strokes on the pad while the network trains. */
async function draw(page, until) {
  const box = await page.locator('#draw-pad').boundingBox();
  for (let stroke = 0; Date.now() < until; stroke++) {
    const x = box.x + box.width * (0.3 + 0.1 * (stroke % 5));
    await page.mouse.move(x, box.y + box.height * 0.2);
    await page.mouse.down();
    for (let i = 1; i <= 10; i++) {
      await page.mouse.move(x + i, box.y + box.height * (0.2 + 0.05 * i));
      await page.waitForTimeout(30);
    }
    await page.mouse.up();
    await page.waitForTimeout(200);
  }
}

async function measureTraining(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${address}?backend=wasm#/work/mnist-mlp/train`);
  await page.locator('#play:enabled').waitFor({ timeout: 60_000 });
  // More epochs than fit into the measurement.
  await page.locator('#epochs').fill('200');
  await page.locator('#epochs').press('Enter');
  await page.locator('#play:enabled').waitFor();
  await page.locator('#draw-pad').scrollIntoViewIfNeeded();
  await page.evaluate(startWatching);
  await page.locator('#play').click();
  await draw(page, Date.now() + TRAINING_MS);
  const watched = await page.evaluate(() => window.watch);
  const stillTraining = await page.locator('#pause').isVisible();
  await context.close();
  if (!stillTraining) throw new Error('training had ended before the measurement did');
  return watched;
}

export async function runSuite({ hasData }) {
  const loads = [];
  const trainings = [];
  let scripts = [];
  await withSite((address) =>
    withBrowser(async (_, browser) => {
      for (let i = 0; i < LOADS; i++) {
        const load = await measureLoad(browser, address);
        loads.push(load.usable);
        scripts = load.scripts;
      }
      if (!hasData) return;
      for (let i = 0; i < TRAININGS; i++) trainings.push(await measureTraining(browser, address));
    }),
  );
  const longest = trainings.map(({ longTasks }) => Math.max(0, ...longTasks.map(({ duration }) => duration)));
  const best = longest.indexOf(Math.min(...longest));
  return {
    galleryUsableMs: summarize(loads),
    script: {
      entryBytes: entrySize().script,
      loadedBytes: scripts.reduce((sum, file) => sum + gzippedSize(file), 0),
      budgetBytes: SCRIPT_BUDGET,
    },
    training: hasData
      ? {
          longestTaskMs: longest,
          tasksOver50Ms: trainings.map(
            ({ longTasks }) => longTasks.filter(({ duration }) => duration > LONG_TASK_MS).length,
          ),
          bestOfThreeLongestMs: longest[best],
          slowestScripts: trainings[best].slowScripts.sort((a, b) => b.duration - a.duration).slice(0, SLOWEST),
          inputToPaintMs: summarize(trainings[best].latencies),
        }
      : null,
    failed: false,
  };
}

export function printSuite({ galleryUsableMs, script, training }) {
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  const mark = (good) => (good ? '✓' : '✗');
  console.log('page: the production build, served locally');
  const rows = [
    ['', 'measured', 'spread', 'should be'],
    [
      `${mark(galleryUsableMs.median <= USABLE_MS)} gallery usable after`,
      `${short(galleryUsableMs.median)} ms`,
      `${short(galleryUsableMs.least)} – ${short(galleryUsableMs.most)}`,
      `≤ ${USABLE_MS} ms`,
    ],
    [
      `${mark(script.loadedBytes <= script.budgetBytes)} script loaded by then, compressed`,
      kilobytes(script.loadedBytes),
      `entry alone ${kilobytes(script.entryBytes)}`,
      `≤ ${kilobytes(script.budgetBytes)}`,
    ],
  ];
  if (training) {
    const { bestOfThreeLongestMs, longestTaskMs, tasksOver50Ms, inputToPaintMs } = training;
    rows.push(
      [
        `${mark(bestOfThreeLongestMs <= LONG_TASK_MS)} longest task while training, best of ${TRAININGS}`,
        bestOfThreeLongestMs === 0 ? `none over ${LONG_TASK_MS} ms` : `${short(bestOfThreeLongestMs)} ms`,
        `${longestTaskMs.map(short).join(', ')} (${tasksOver50Ms.join(', ')} tasks)`,
        `≤ ${LONG_TASK_MS} ms`,
      ],
      [
        '  input to paint while training, median',
        `${short(inputToPaintMs.median)} ms`,
        `${short(inputToPaintMs.least)} – ${short(inputToPaintMs.most)}, 95 % under ${short(inputToPaintMs.percentile95)}`,
        '',
      ],
    );
  } else console.log('MNIST is not there: training was not measured.');
  printTable(rows);
  if (training && training.bestOfThreeLongestMs > LONG_TASK_MS) {
    console.log('\nScripts of the slowest frames:');
    for (const { duration, layout, invoker, source } of training.slowestScripts) {
      console.log(`  ${short(duration)} ms (${short(layout)} of it layout)  ${source}  called by ${invoker}`);
    }
  }
  console.log('');
}
