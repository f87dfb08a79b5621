/** How much script a page runs, in milliseconds of the processor: whatever else the machine does meanwhile is not counted. */
import { summarize } from './statistics.mjs';

/** Events measured one after another, after so many that only warm up. */
export const FRAMES = 60;
export const WARM_UP = 12;
/** Time for all that follows one event: what React does later, and the paint. */
const SETTLE_MS = 40;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Reads Chromium's own sum of the time that the page's scripts took, and that of all tasks: with layout and paint.
 *
 * @param {import('playwright').Page} page
 * @returns {Promise<() => Promise<{ script: number, task: number }>>}
 */
export async function scriptClock(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = (name) => metrics.find((metric) => metric.name === name).value;
    return { script: seconds('ScriptDuration') * 1000, task: seconds('TaskDuration') * 1000 };
  };
}

/**
 * Script of each of many events, one after another. Nothing of ours runs in the page meanwhile.
 *
 * @param {Awaited<ReturnType<typeof scriptClock>>} clock
 * @param {(index: number) => Promise<void>} act Makes one event.
 */
export async function eachFrame(clock, act) {
  const script = [];
  const task = [];
  for (let i = 0; i < WARM_UP + FRAMES; i++) {
    const before = await clock();
    await act(i);
    await sleep(SETTLE_MS);
    const after = await clock();
    if (i < WARM_UP) continue;
    script.push(after.script - before.script);
    task.push(after.task - before.task);
  }
  return { script: summarize(script), task: summarize(task) };
}

/** Drags a slider from one end to the other and back while all of it is measured. */
export async function dragSlider(page, clock, slider) {
  const box = await page.locator(slider).boundingBox();
  const at = (i) => {
    const way = (i / ((WARM_UP + FRAMES) / 2)) % 2;
    return box.x + 4 + (box.width - 8) * (way <= 1 ? way : 2 - way);
  };
  await page.mouse.move(at(0), box.y + 8);
  await page.mouse.down();
  const measured = await eachFrame(clock, (i) => page.mouse.move(at(i), box.y + 8));
  await page.mouse.up();
  return measured;
}
