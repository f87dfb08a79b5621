/**
 * `npm run pictures`: takes the pictures of the README from the running page, docs/pictures/*.png. What they show is what
 * the page shows: a network trained here and now, a digit drawn with the mouse.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepareAll } from './datasets.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { withBrowser } from './lib/page.mjs';
import { ensureDependencies, main, ROOT, requireNode } from './lib/project.mjs';
import { withSite } from './lib/site.mjs';

const FOLDER = join(ROOT, 'docs/pictures');
const VIEWPORT = { width: 1440, height: 900 };
const TRAINING_MS = 30_000;
/** In the middle of the backward pass. */
const STEPS = 13;

/** Points on an arc, angles in degrees clockwise from the right, as shares of the pad. */
function arc(x, y, radius, from, to) {
  return Array.from({ length: 16 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / 15) * Math.PI) / 180;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

const THREE = [...arc(0.49, 0.35, 0.14, -150, 80), ...arc(0.49, 0.64, 0.16, -80, 150)];

async function drawStroke(page, points) {
  const pad = page.locator('#draw-pad');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(points[0]));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point));
  await page.mouse.up();
}

async function settle(page) {
  await page.mouse.move(5, VIEWPORT.height - 5);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(800);
}

async function shoot(page, name) {
  await settle(page);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  console.log(`docs/pictures/${name}.png`);
}

async function open(browser, address, route) {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${address}?backend=wasm${route}`);
  return page;
}

/** The CNN learns, is tested, reads a drawn digit, and is looked into. */
async function pictureTraining(browser, address) {
  const page = await open(browser, address, '#/work/mnist-cnn/train');
  await page.locator('#play:enabled').click({ timeout: 60_000 });
  await page.waitForTimeout(TRAINING_MS);
  await page.locator('#pause').click();
  await page.locator('#evaluate:enabled').click();
  await page.locator('#test-accuracy').waitFor({ timeout: 120_000 });
  await drawStroke(page, THREE);
  await shoot(page, 'train');
  await page.locator('#tab-inspect').click();
  await page.locator('#draw-pad').waitFor();
  await page.locator('#language-switch').click();
  await page.locator('#theme-switch').click();
  await shoot(page, 'inspect-zh-dark');
}

async function pictureStepper(browser, address) {
  const page = await open(browser, address, '#/work/xor/step');
  const next = page.locator('#stepper-next');
  await next.waitFor();
  for (let i = 0; i < STEPS; i++) await next.click();
  await shoot(page, 'step');
}

/** The activations' derivative is forgotten; the check and the curve tell. */
async function pictureFaults(browser, address) {
  const page = await open(browser, address, '#/work/mazur/step');
  await page.locator('#stepper-last').waitFor();
  await page.locator('#language-switch').click();
  await page.locator('#theme-switch').click();
  await page.getByRole('radio', { name: '弄坏它' }).click();
  await page.locator('[data-fault="forgottenDerivative"] button').click();
  await page.locator('#stepper-last').click();
  await page.waitForTimeout(3000);
  await page.locator('#stepper-tools .ui-panel').evaluate((panel) => panel.scrollTo(0, 0));
  await shoot(page, 'faults-zh-dark');
}

/** Activations side by side, with their derivatives at a point. */
async function pictureFunctions(browser, address) {
  const page = await open(browser, address, '#/functions/activations?show=gelu,relu,tanh&of=gelu&x=-0.8');
  await page.locator('.recharts-surface').first().waitFor({ timeout: 30_000 });
  await shoot(page, 'functions');
}

/** Four racers in Rosenbrock's valley, at the end of their race, with Adam's numbers. */
async function pictureRace(browser, address) {
  const page = await open(browser, address, '#/race/');
  await page.locator('#race-map canvas').first().waitFor({ timeout: 30_000 });
  await shoot(page, 'race');
}

await main(async () => {
  requireNode();
  await ensureDependencies();
  await ensureBrowser();
  await prepareAll();
  mkdirSync(FOLDER, { recursive: true });
  await withSite((address) =>
    withBrowser(async (_, browser) => {
      const gallery = await open(browser, address, '');
      await shoot(gallery, 'gallery');
      await pictureFunctions(browser, address);
      await pictureRace(browser, address);
      await pictureTraining(browser, address);
      await pictureStepper(browser, address);
      await pictureFaults(browser, address);
    }),
  );
});
