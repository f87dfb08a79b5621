/** How good a network is, in numbers and curves; and inputs that go through a preprocessing on every way to it. */
import { violations } from './axe';
import { xorGraph } from './interpretation';
import { expect, test } from './test';

test('measures a classifier: numbers, curves, and a threshold that moves on them', async ({
  page,
  workspace,
  metrics,
  confusion,
}) => {
  await workspace.goto('mnist-mlp');
  await workspace.ready();
  await workspace.play.click();
  await expect.poll(() => workspace.step()).toBeGreaterThan(40);
  await workspace.pause.click();
  await workspace.open('Inspect');

  await test.step('the numbers agree with one another', async () => {
    await expect(metrics.threshold).toBeVisible({ timeout: 30_000 });
    const accuracy = await metrics.number('Accuracy');
    expect(accuracy).toBe(await confusion.accuracy());
    expect(accuracy).toBeGreaterThan(0.5);
    expect(await metrics.number('Top-5 accuracy')).toBeGreaterThan(accuracy);
    const [auc, macro] = await metrics.areas();
    expect(auc).toBeGreaterThan(0.8);
    // The class that is shown at first is the one with the most to see.
    expect(macro).toBeGreaterThan(0.8);
  });

  await test.step('a threshold of one class against the rest, by keyboard', async () => {
    await metrics.shown.selectOption({ label: 'class 3 against the rest' });
    const [hits, missed, wrong, rest] = await metrics.counts();
    // MNIST has 1,010 threes to test with.
    expect(hits + missed).toBe(1010);
    expect(hits + missed + wrong + rest).toBe(10_000);
    expect(await metrics.rate('Recall')).toBeCloseTo(hits / 1010, 4);
    expect(await metrics.rate('Precision')).toBeCloseTo(hits / (hits + wrong), 4);
    await metrics.threshold.press('Home');
    expect(await metrics.counts()).toEqual([1010, 0, 8990, 0]);
    expect(await metrics.rate('False positive rate')).toBe(1);
    const rows = await metrics.table();
    const rates = rows.map((row) => Number.parseFloat(row[7]));
    expect(rates.every((rate, i) => i === 0 || rate >= rates[i - 1])).toBe(true);
  });

  await test.step('a point of the curve chooses its threshold', async () => {
    const before = await metrics.threshold.inputValue();
    await metrics.point(0.02, 0.95);
    expect(await metrics.threshold.inputValue()).not.toBe(before);
    expect(await metrics.rate('False positive rate')).toBeLessThan(0.2);
  });

  expect(await violations(page)).toEqual([]);
});

test('standardizes the inputs of XOR for training, the plane, the stepper and the metrics', async ({
  workspace,
  metrics,
  training,
  stepper,
}) => {
  await workspace.goto('xor');
  await workspace.ready();
  await metrics.kind.selectOption({ label: 'Standardization' });
  await expect
    .poll(() => metrics.rows())
    .toEqual([
      ['(0, 0)', '(−1, −1)', '(0, 0)'],
      ['(0, 1)', '(−1, 1)', '(0, 1)'],
      ['(1, 0)', '(1, −1)', '(1, 0)'],
      ['(1, 1)', '(1, 1)', '(1, 1)'],
    ]);
  await workspace.play.click();
  await expect.poll(() => workspace.step()).toBe(500);
  const answers = (await training.answers()).map(Number);

  await test.step('another one needs a reset, and can be seen before it', async () => {
    await metrics.kind.selectOption({ label: 'Min–max' });
    await expect(metrics.preprocessing.getByText('needs a reset')).toBeVisible();
    await expect.poll(async () => (await metrics.rows())[1]).toEqual(['(0, 1)', '(0, 1)', '(0, 1)']);
    await metrics.kind.selectOption({ label: 'Standardization' });
  });

  await test.step('the stepper gets what the network gets', async () => {
    await workspace.open('Step');
    await stepper.ready();
    const { input } = xorGraph(1);
    const values = (await stepper.shown()).filter(({ node }) => node === input).map(({ value }) => value);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(Math.abs(value)).toBeCloseTo(1, 5);
  });

  await test.step('the metrics are those of the answers', async () => {
    await workspace.open('Inspect');
    const targets = [0, 1, 1, 0];
    const error = answers.reduce((sum, answer, i) => sum + Math.abs(answer - targets[i]), 0) / 4;
    await expect(metrics.threshold).toBeVisible();
    expect(await metrics.number('MAE')).toBeCloseTo(error, 3);
    expect(await metrics.areas()).toEqual([1]);
  });
});
