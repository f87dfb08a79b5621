/** What the network makes of the test images: ten predictions at a time, the worst and the closest, class by class. */
import { violations } from './axe';
import { expect, test } from './test';

/** The first digits of MNIST's test set, as its label file has them. */
const FIRST_LABELS = [7, 2, 1, 0, 4, 1, 4, 9, 5, 9, 0, 6, 9, 0, 1, 5, 9, 7, 3, 4];

const ascending = (values: number[]) => values.every((value, i) => i === 0 || value >= values[i - 1]);

test('shows predictions, the worst mistakes and the closest calls', async ({
  page,
  workspace,
  mistakes,
  confusion,
  drawing,
  stepper,
}) => {
  await workspace.goto('mnist-mlp');
  await workspace.ready();
  await workspace.play.click();
  await expect.poll(() => workspace.step()).toBeGreaterThan(60);
  await workspace.pause.click();
  await workspace.open('Inspect');

  await test.step('ten at a time, with what they really are', async () => {
    const first = await mistakes.shown();
    expect(first.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(first.map(({ truth }) => truth)).toEqual(FIRST_LABELS.slice(0, 10));
    expect(await mistakes.total()).toBe(10_000);
    await expect(mistakes.previous).toBeDisabled();
    await mistakes.next.click();
    await expect.poll(async () => (await mistakes.shown()).map(({ truth }) => truth)).toEqual(FIRST_LABELS.slice(10));
    await mistakes.random.click();
    const drawn = (await mistakes.shown()).map(({ index }) => index);
    expect(new Set(drawn).size).toBe(10);
    const probabilities = await mistakes.probabilities(0);
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 2);
  });

  await test.step('the worst mistakes first', async () => {
    await mistakes.show('Worst mistakes');
    const worst = await mistakes.shown();
    expect(worst.every(({ truth, predicted }) => truth !== predicted)).toBe(true);
    const forTruth: number[] = [];
    for (const card of [0, 4, 9]) forTruth.push((await mistakes.probabilities(card))[worst[card].truth]);
    expect(ascending(forTruth)).toBe(true);
    expect(forTruth[0]).toBeLessThan(0.02);
    const accuracy = await confusion.accuracy();
    expect(await mistakes.total()).toBe(Math.round(10_000 * (1 - accuracy)));
  });

  await test.step('the closest calls first', async () => {
    await mistakes.show('Least certain');
    const margins: number[] = [];
    for (const card of [0, 4, 9]) {
      const [best, second] = (await mistakes.probabilities(card)).sort((a, b) => b - a);
      margins.push(await mistakes.margin());
      expect(margins.at(-1)).toBeCloseTo(best - second, 2);
    }
    expect(ascending(margins)).toBe(true);
    expect(margins[0]).toBeLessThan(0.05);
  });

  const counts = await confusion.counts();
  const confused = counts.map((count, cell) => (cell % 11 === 0 ? 0 : count));
  const cell = confused.indexOf(Math.max(...confused));
  const [truth, predicted] = [Math.floor(cell / 10), cell % 10];

  await test.step('those of one cell of the confusion matrix', async () => {
    await confusion.choose(truth, predicted);
    await expect(mistakes.truth).toHaveValue(String(truth));
    await expect(mistakes.predicted).toHaveValue(String(predicted));
    await expect.poll(() => mistakes.total()).toBe(counts[cell]);
    const shown = await mistakes.shown();
    expect(shown.every((one) => one.truth === truth && one.predicted === predicted)).toBe(true);
  });

  await test.step('precision, recall and F1 as they follow from the matrix', async () => {
    const table = await confusion.scores();
    expect(table).toHaveLength(12);
    const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
    const sum = (cells: number[]) => cells.reduce((a, b) => a + b);
    const digits = Array.from({ length: 10 }, (_, k) => k);
    const scores = digits.map((k) => {
      const right = counts[11 * k];
      const precision = right / sum(digits.map((row) => counts[10 * row + k]));
      const recall = right / sum(counts.slice(10 * k, 10 * k + 10));
      return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
    });
    for (const k of digits) {
      const { precision, recall, f1 } = scores[k];
      const images = sum(counts.slice(10 * k, 10 * k + 10)).toLocaleString('en');
      expect(table[k]).toEqual([String(k), percent(precision), percent(recall), percent(f1), images]);
    }
    expect(table[10][3]).toBe(percent(sum(scores.map(({ f1 }) => f1)) / 10));
    expect(table[11][3]).toBe(percent(await confusion.accuracy()));
  });

  await test.step('one opens where it can be looked at, and stepped', async () => {
    const [{ index }] = await mistakes.shown();
    await mistakes.cards.first().click();
    await expect(drawing.panel).toContainText(`Test image ${index}, a ${truth}, just as it is`);
    await mistakes.step.click();
    await stepper.ready();
    await expect(
      page.getByRole('img', { name: new RegExp(`test.*image ${index + 1}, label ${truth}`, 'i') }),
    ).toBeVisible();
  });
});

test('leads from a cell of the training view to its mistakes, on a phone, too', async ({
  page,
  workspace,
  mistakes,
  confusion,
  switches,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await workspace.goto('mnist-mlp');
  await workspace.ready();
  await workspace.trainBatches(3);
  await confusion.evaluate.click();
  await expect(confusion.panel).toContainText('after step 3');
  const counts = await confusion.counts();
  const cell = counts.findIndex((count, i) => i % 11 !== 0 && count > 0);
  await confusion.open(Math.floor(cell / 10), cell % 10);
  await page.getByRole('link', { name: 'Show these in Predictions' }).click();
  await expect.poll(() => mistakes.total()).toBe(counts[cell]);
  for (const theme of ['light', 'dark'] as const) {
    await switches.setTheme(theme);
    expect(await violations(page)).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
