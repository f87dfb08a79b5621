/**
 * The CNN, step by step: maps as pictures, one cell's sum opened, the way back through a pool, statistics of a
 * normalisation; every number beside the one that an interpretation outside the browser finds.
 */
import { elementAt, positionOf } from '@/core/graph/shape';
import { violations } from './axe';
import { isRounded } from './interpretation';
import { InterpretedStep } from './interpretedStep';
import type { Stepper } from './pages/stepper';
import { LANGUAGES, THEMES } from './pages/switches';
import { expect, test } from './test';

/** What float64 leaves where exponentials may differ in their last digit. */
const EXACT = 1e-10;
const agrees = (a: number, b: number, relative = 1e-4) =>
  Math.abs(a - b) <= relative * Math.abs(b) + (relative === EXACT ? 1e-14 : 1e-6);

/** All numbers on the screen are right, and as they are written. Returns how many there are. */
async function expectRight(stepper: Stepper, expected: InterpretedStep): Promise<number> {
  const shown = await stepper.shown();
  const wrong = shown.filter(
    ({ node, element, value, text }) => !agrees(value, expected.value(node, element), EXACT) || !isRounded(text, value),
  );
  expect(wrong).toEqual([]);
  return shown.length;
}

test('computes a convolution channel by channel, and opens the sum of one cell', async ({
  page,
  workspace,
  stepper,
}) => {
  const expected = new InterpretedStep('mnist-cnn', [0]);
  await workspace.goto('mnist-cnn', 'step');
  await stepper.ready();
  await expectRight(stepper, expected);

  await test.step('channel by channel', async () => {
    await stepper.granularity('neuron');
    await expect(stepper.map('conv1', 1)).toHaveAccessibleName(/not computed yet/);
    for (const channel of [1, 2]) {
      await stepper.next.click();
      await expect(stepper.heading).toContainText(`conv1, map ${channel}`);
      expect(await expectRight(stepper, expected)).toBeGreaterThan(20);
    }
    // After the sums of all 32 channels come their activations.
    await stepper.goTo(33);
    await expect(stepper.map('conv1', 1)).toHaveAccessibleName(/arrow keys/);
    await expect(stepper.map('conv1', 2)).toHaveAccessibleName(/not computed yet/);
  });

  await test.step('one cell by pointer, its products by key', async () => {
    await stepper.last.click();
    const { width, height } = (await stepper.map('conv2', 1).boundingBox()) ?? { width: 0, height: 0 };
    await stepper.map('conv2', 1).click({ position: { x: width * 0.2, y: height * 0.5 } });
    const [row, column] = await stepper.cellOf('conv2', 1);
    const sum = expected.node('conv2/conv2d');
    const element = elementAt(sum.shape, [0, row - 1, column - 1, 0]);
    expect(agrees(await stepper.result(sum.id), expected.value(sum.id, element), EXACT)).toBe(true);
    await expectRight(stepper, expected);

    const total = expected.value(sum.id, element);
    let added = 0;
    for (let channel = 1; channel <= 32; channel++) {
      await stepper.openChannel(channel);
      const [window, filter, products] = await stepper.products();
      expect([window.length, filter.length, products.length]).toEqual([9, 9, 9]);
      expect(products).toEqual(window.map((value, i) => value * filter[i] + 0));
      added += products.reduce((a, b) => a + b, 0);
    }
    expect(agrees(added, total, EXACT)).toBe(true);
  });

  await test.step('a neighbour by key', async () => {
    const [row, column] = await stepper.cellOf('conv2', 1);
    await stepper.map('conv2', 1).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await stepper.cellOf('conv2', 1)).toEqual([row, column + 1]);
    await expectRight(stepper, expected);
  });
});

test('leads gradients back: to the winner of a pool, to a cell, to a weight of a filter', async ({
  workspace,
  stepper,
}) => {
  const expected = new InterpretedStep('mnist-cnn', [0, 1]);
  await workspace.goto('mnist-cnn', 'step');
  await stepper.ready();
  await stepper.chooseImages([2]);
  await stepper.last.click();

  await test.step('all that arrives at a window goes to its largest value', async () => {
    const gradient = expected.gradientOf('conv1/relu');
    const winner = expected.largest(gradient);
    const [sample, row, column, channel] = positionOf(gradient.shape, winner);
    await stepper.pick(gradient.id, { sample, row, column, channel });
    await expect(stepper.sentence).toContainText('was the largest in its window');
    const pooled = expected.gradientOf('pool1/maxPool2d');
    const [y, x] = [Math.floor(row / 2), Math.floor(column / 2)];
    const arriving = expected.at(pooled, [sample, y, x, channel]);
    const window = await stepper.routed(gradient.id);
    expect(window).toHaveLength(4);
    for (const { element, value } of window) {
      expect(agrees(value, element === winner ? arriving : 0, EXACT)).toBe(true);
      expect(positionOf(gradient.shape, element).map((p, axis) => (axis % 3 === 0 ? p : p >> 1))).toEqual([
        sample,
        y,
        x,
        channel,
      ]);
    }
    const loser = window.find(({ element }) => element !== winner)!.element;
    const place = positionOf(gradient.shape, loser);
    await stepper.pick(gradient.id, { sample: place[0], row: place[1], column: place[2], channel: place[3] });
    await expect(stepper.sentence).toContainText('was not the largest');
    expect((await stepper.checks()).page).toBe(0);
  });

  for (const [name, axes] of [
    ['conv2/kernel', ['row', 'column', 'channel in', 'filter']],
    ['conv1/kernel', ['row', 'column', 'channel in', 'filter']],
    ['pool1/maxPool2d', ['sample', 'row', 'column', 'channel']],
  ] as const) {
    await test.step(`the gradient of ${name}, three times`, async () => {
      const gradient = expected.gradientOf(name);
      const element = expected.largest(gradient);
      const position = positionOf(gradient.shape, element);
      await stepper.pick(gradient.id, Object.fromEntries(axes.map((axis, i) => [axis, position[i]])));
      const { page, difference, engine } = await stepper.checks();
      expect(agrees(page, expected.value(gradient.id, element), EXACT)).toBe(true);
      expect(agrees(difference, page)).toBe(true);
      if (engine !== undefined) expect(agrees(engine, page, 1e-3)).toBe(true);
      await expectRight(stepper, expected);
    });
  }
});

test('normalizes by the statistics of the batch, which the moving ones follow without a gradient', async ({
  workspace,
  stepper,
}) => {
  const expected = new InterpretedStep('mnist-cnn-bn', [0]);
  await workspace.goto('mnist-cnn-bn', 'step');
  await stepper.ready();
  await stepper.last.click();
  for (const [name, says] of [
    ['bn1/mean', 'The mean of its 676 values'],
    ['bn1/variance', 'How far do the 676 values'],
    ['update/bn2/movingMean', 'No gradient moves'],
  ] as const) {
    const node = expected.node(name);
    await stepper.pick(node.id, { 'index 1': 4 });
    await expect(stepper.sentence).toContainText(says);
    expect(agrees(await stepper.result(node.id), expected.value(node.id, 4), EXACT)).toBe(true);
    // Statistics have gradients; what moves by itself has none, and the engine's own value beside it.
    const { page, engine, difference } = await stepper.checks();
    if (node.phase === 'update') {
      expect(difference).toBeUndefined();
      expect(agrees(engine, page)).toBe(true);
    } else {
      expect(agrees(page, expected.at(expected.gradientOf(name), [4]), EXACT)).toBe(true);
      expect(agrees(difference, page, 1e-3)).toBe(true);
    }
    await expectRight(stepper, expected);
  }
  const gamma = expected.gradientOf('bn1/gamma');
  await stepper.pick(gamma.id, { 'index 1': 4 });
  const { page, difference } = await stepper.checks();
  expect(agrees(difference, page)).toBe(true);

  await test.step('the update is made, moving statistics and all', async () => {
    await stepper.back();
    await stepper.apply.click();
    await stepper.expectPosition(0);
    const moved = expected.node('bn2/movingMean');
    await stepper.pick(moved.id, { 'index 1': 4 });
    const updated = expected.value(expected.node('update/bn2/movingMean').id, 4);
    expect(agrees(await stepper.result(moved.id), Math.fround(updated), 1e-6)).toBe(true);
  });
});

test('reads well in both languages and themes, and fits a phone', async ({ page, workspace, stepper, switches }) => {
  await workspace.goto('mnist-cnn-bn', 'step');
  await stepper.ready();
  await stepper.last.click();
  await stepper.map('pool1', 1).click();
  for (const [i, language] of LANGUAGES.entries()) {
    await switches.setLanguage(language);
    await switches.setTheme(THEMES[i]);
    expect(await violations(page), `${language}, ${THEMES[i]}`).toEqual([]);
  }
  await switches.setLanguage('en');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await stepper.map('conv1', 2).scrollIntoViewIfNeeded();
  await stepper.map('conv1', 2).click();
  await expect(stepper.heading).toContainText('conv1, map 2');
  await page.getByRole('button', { name: 'Show all 32 maps of conv1' }).click();
  await expect(stepper.map('conv1', 32)).toBeAttached();
  await page.getByRole('button', { name: 'Fold', exact: true }).click();
  await expect(stepper.map('conv1', 32)).not.toBeAttached();
  expect(await violations(page)).toEqual([]);
});
