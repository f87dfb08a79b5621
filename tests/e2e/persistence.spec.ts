/** What is kept: settings with their history, weights, optimizer state, curves, language and theme. */
import { expect, test } from './test';

test('finds everything as it was after a reload, and trains on as if nothing had happened', async ({
  page,
  workspace,
  training,
  stepper,
  switches,
}) => {
  await workspace.goto('xor');
  await workspace.ready();
  await workspace.trainBatches(4);
  const table = await training.table(4);
  const answers = await training.answers();
  await workspace.open('Step');
  await stepper.ready();
  const weights = await stepper.weights();
  await switches.setLanguage('zh-CN');
  await switches.setTheme('dark');

  await page.reload();
  await switches.expectLanguage('zh-CN');
  await switches.expectTheme('dark');
  await expect(page).toHaveURL(/\/step$/);
  await switches.setLanguage('en');
  await stepper.ready();
  expect(await stepper.weights()).toEqual(weights);

  await workspace.open('Train');
  await workspace.ready();
  expect(await workspace.step()).toBe(4);
  expect(await training.table(4)).toEqual(table);
  expect(await training.answers()).toEqual(answers);

  await workspace.trainBatches(2);
  const resumed = await training.table(6);
  await workspace.reset.click();
  await expect.poll(() => workspace.step()).toBe(0);
  await workspace.trainBatches(6);
  expect(await training.table(6)).toEqual(resumed);
});

test('keeps a run that was training when the page went away', async ({ page, workspace, training }) => {
  await workspace.goto('xor');
  await workspace.ready();
  await workspace.speed.selectOption('30 / s');
  await workspace.play.click();
  await expect.poll(() => workspace.step()).toBeGreaterThan(60);

  await page.reload();
  // It trains on by itself, and can be paused.
  await workspace.pause.click();
  await workspace.ready();
  const step = await workspace.step();
  expect(step).toBeGreaterThan(20);
  expect((await training.summary())?.steps).toBeLessThanOrEqual(step);
  await workspace.trainBatches(1);
});

test('keeps all but the last moments of a run that was training, however young', async ({
  page,
  workspace,
  training,
}) => {
  await workspace.goto('xor');
  await workspace.ready();
  await workspace.speed.selectOption('10 / s');
  await workspace.play.click();
  await expect.poll(() => workspace.step()).toBeGreaterThan(15);
  await page.reload();
  await workspace.pause.click();
  await workspace.ready();
  const first = await workspace.step();
  expect(first).toBeGreaterThan(5);
  await expect.poll(async () => (await training.summary())?.steps).toBe(first);

  await workspace.play.click();
  await expect.poll(() => workspace.step()).toBeGreaterThan(first + 40);
  const before = await workspace.step();
  await page.reload();
  await workspace.pause.click();
  await workspace.ready();
  // At ten a second, what is two seconds old and a little more.
  expect(await workspace.step()).toBeGreaterThan(before - 25);
});

test('keeps one batch', async ({ page, workspace, training }) => {
  await workspace.goto('mnist-mlp');
  await workspace.ready();
  await workspace.trainBatches(1);
  const before = await training.table(1);
  await page.reload();
  await workspace.ready();
  expect(await workspace.step()).toBe(1);
  expect(await training.table(1)).toEqual(before);
});

test('a reset while it trains leaves nothing of the run before', async ({ workspace, training }) => {
  await workspace.goto('mnist-mlp');
  await workspace.ready();
  for (const wait of [150, 400, 900]) {
    await workspace.play.click();
    await new Promise((resolve) => setTimeout(resolve, wait));
    await workspace.reset.click();
    await workspace.ready();
    expect(await workspace.step()).toBe(0);
    expect(await training.summary()).toBeNull();
  }
});

test('reads ten thousand images as it did before the reload', async ({ page, workspace, confusion }) => {
  const read = async () => {
    await confusion.evaluate.click();
    await expect(confusion.panel).toContainText('On 10,000 test images, after step 5.');
    return { accuracy: await confusion.accuracy(), counts: await confusion.counts() };
  };
  await workspace.goto('mnist-mlp');
  await workspace.ready();
  await workspace.trainBatches(5);
  const before = await read();
  expect(before.accuracy).toBeGreaterThan(0.2);

  await page.reload();
  await workspace.ready();
  expect(await workspace.step()).toBe(5);
  await expect.poll(read).toEqual(before);
});

test('offers on the first page to continue where one was', async ({ page, gallery, workspace }) => {
  await workspace.goto('xor');
  await workspace.ready();
  await workspace.trainBatches(3);
  await page.getByRole('link', { name: 'All demos' }).click();
  await expect(gallery.continueLink).toContainText('XOR, step by step');
  await page.reload();
  await gallery.continueLink.click();
  await workspace.ready();
  expect(await workspace.step()).toBe(3);
});

test('undoes and redoes settings, by button and by key', async ({ page, workspace, training }) => {
  await workspace.goto('xor');
  await workspace.ready();
  await expect(workspace.undo).toBeDisabled();
  const rate = await training.learningRate.inputValue();
  await training.type(training.learningRate, '0.25');
  await training.type(training.width, '5');
  await training.optimizer.selectOption('Adam');

  await workspace.undo.click();
  await expect(training.optimizer).toHaveValue('momentum');
  await workspace.undo.click();
  await expect(training.width).toHaveValue('2');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+z');
  await expect(training.learningRate).toHaveValue(rate);
  await expect(workspace.undo).toBeDisabled();

  await workspace.redo.click();
  await page.keyboard.press('Control+Shift+Z');
  await expect(training.learningRate).toHaveValue('0.25');
  await expect(training.width).toHaveValue('5');
  await expect(training.network).toContainText('21 parameters');
});

test('keeps changed settings apart from the run they are not yet part of', async ({ page, workspace, training }) => {
  await workspace.goto('xor');
  await workspace.ready();
  await workspace.trainBatches(2);
  await training.type(training.width, '3');
  await expect.poll(() => training.noteOf(training.width)).toBe('needs a reset');

  await page.reload();
  await workspace.ready();
  expect(await workspace.step()).toBe(2);
  await expect(training.width).toHaveValue('3');
  await expect.poll(() => training.noteOf(training.width)).toBe('needs a reset');
  await training.apply.click();
  await expect.poll(() => workspace.step()).toBe(0);
  await workspace.trainBatches(1);
});
