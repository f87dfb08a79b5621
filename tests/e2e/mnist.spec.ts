/** MNIST as a person uses it: real data, real training, digits drawn with the mouse, and every control of the run. */
import { ONE, ZERO } from './pages/drawing';
import { expect, test } from './test';

test.beforeEach(async ({ workspace }) => {
  await workspace.goto('mnist-mlp');
  await workspace.ready();
});

test('learns real digits until it reads what one draws', async ({ page, workspace, training, drawing, confusion }) => {
  await expect(workspace.backend).toHaveAccessibleName(/WASM/);
  await expect(page.getByRole('list', { name: 'Samples' }).getByRole('img')).toHaveCount(20);
  await expect(page.getByRole('table', { name: 'Samples of each class' })).toContainText('5,923');

  await test.step('trains until validation accuracy passes 0.95', async () => {
    await workspace.play.click();
    await expect(workspace.backend).toHaveAccessibleName(/images\/s/);
    await training.show('Accuracy');
    await expect
      .poll(async () => (await training.summary())?.validation ?? 0, { timeout: 90_000 })
      .toBeGreaterThan(0.95);
    const summary = await training.summary();
    expect(summary?.last).toBeGreaterThan(summary?.first ?? 1);
  });

  await test.step('answers while one draws, and while training goes on', async () => {
    await expect(workspace.pause).toBeVisible();
    await drawing.draw(ONE, async () => {
      await expect.poll(() => drawing.probability(1)).toBeGreaterThan(0.5);
    });
    await drawing.expectRead(1);
  });

  await workspace.pause.click();
  await expect(workspace.play).toBeEnabled();

  await test.step('reads a 0, and the 1 again', async () => {
    await drawing.clear.click();
    await expect(drawing.panel).toContainText('Draw a digit here');
    await drawing.draw(ZERO);
    await drawing.expectRead(0);
    await expect(page.getByRole('region', { name: 'Hidden activations' })).toContainText(
      /hidden: 128 units, \d+ above zero/,
    );
    await drawing.undo.click();
    await expect(drawing.answer).toBeHidden();
    await drawing.draw(ONE);
    await drawing.expectRead(1);
  });

  await test.step('tells how it does on images it has never seen', async () => {
    // Pausing has set off an evaluation by itself; the counts stand still once the one asked for is done.
    await confusion.evaluate.click();
    await expect(confusion.panel).not.toContainText('Evaluating');
    await expect(confusion.evaluate).toBeEnabled();
    await expect.poll(() => confusion.accuracy()).toBeGreaterThan(0.94);
    const counts = await confusion.counts();
    expect(counts).toHaveLength(100);
    expect(counts.reduce((sum, count) => sum + count)).toBe(10_000);
    const right = counts.filter((_, cell) => cell % 11 === 0).reduce((sum, count) => sum + count);
    expect(right / 10_000).toBeCloseTo(await confusion.accuracy(), 6);
  });

  await test.step('shows the images behind a cell', async () => {
    const counts = await confusion.counts();
    const confused = counts.map((count, cell) => (cell % 11 === 0 ? 0 : count));
    const worst = confused.indexOf(Math.max(...confused));
    const [truth, predicted] = [Math.floor(worst / 10), worst % 10];
    const images = await confusion.open(truth, predicted);
    await expect(images).toHaveCount(Math.min(24, confused[worst]));
    await (await confusion.open(1, 1)).last().scrollIntoViewIfNeeded();
  });
});

test('plays, pauses, trains one batch, and a reset repeats the same run', async ({ workspace, training }) => {
  await workspace.trainBatches(3);
  const before = await training.table(3);
  expect(before).toHaveLength(3);

  await workspace.speed.selectOption('10 / s');
  await workspace.play.click();
  await expect.poll(() => workspace.step()).toBeGreaterThan(6);
  await workspace.pause.click();
  await expect(workspace.play).toBeEnabled();
  const paused = await workspace.step();
  await workspace.trainBatches(1);
  expect(await workspace.step()).toBe(paused + 1);

  await workspace.reset.click();
  await expect.poll(() => workspace.step()).toBe(0);
  expect(await training.summary()).toBeNull();
  await workspace.trainBatches(3);
  expect(await training.table(3)).toEqual(before);
});

test('trains one epoch at a time', async ({ workspace, training }) => {
  await training.type(training.batchSize, '2048');
  await workspace.ready();
  await workspace.oneEpoch.click();
  // 54,000 images in batches of 2,048.
  await expect.poll(() => workspace.step(), { timeout: 40_000 }).toBe(27);
  await expect(workspace.play).toBeEnabled();
  await expect.poll(async () => (await training.summary())?.validation).toBeGreaterThan(0);
});

test('changes the learning rate without a reset, the width only with one', async ({ page, workspace, training }) => {
  await workspace.trainBatches(2);
  await training.type(training.learningRate, '0.01');
  await expect(page.getByText('needs a reset', { exact: true })).toBeHidden();
  await workspace.trainBatches(1);
  expect(await workspace.step()).toBe(3);

  await expect(training.network).toContainText('100,480 parameters');
  await training.type(training.width, '64');
  await expect(training.network).toContainText('50,240 parameters');
  await expect.poll(() => training.noteOf(training.width)).toBe('needs a reset');
  expect(await workspace.step()).toBe(3);
  await workspace.trainBatches(1);

  await training.apply.click();
  await expect.poll(() => workspace.step()).toBe(0);
  await expect(page.getByText('needs a reset', { exact: true })).toBeHidden();
  await workspace.trainBatches(1);
});

test('keeps the last valid value of a field, and says why', async ({ training, workspace }) => {
  await training.type(training.learningRate, '0.002');
  const refused = [
    { field: training.learningRate, text: 'fast', kept: '0.002', why: '“fast” is not a number. 0.002 stays.' },
    { field: training.learningRate, text: '-1', kept: '0.002', why: 'The least is 1e-8. 0.002 stays.' },
    { field: training.batchSize, text: '12.5', kept: '128', why: 'This must be a whole number. 128 stays.' },
    { field: training.width, text: '0', kept: '128', why: 'The least is 1. 128 stays.' },
    { field: training.width, text: '1e9', kept: '128', why: 'The most is 2048. 128 stays.' },
  ];
  for (const { field, text, kept, why } of refused) {
    await training.type(field, text);
    await expect(field).toHaveValue(kept);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect.poll(() => training.noteOf(field)).toBe(why);
  }
  await training.type(training.learningRate, '０，００５');
  await expect(training.learningRate).toHaveValue('0.005');
  await expect(training.learningRate).toHaveAttribute('aria-invalid', 'false');
  await expect(workspace.undo).toBeEnabled();
});

test('steps through the network being trained, with samples one chooses', async ({ page, workspace, stepper }) => {
  await workspace.trainBatches(2);
  await page.getByRole('link', { name: 'Step this batch' }).click();
  await stepper.ready();
  await expect(page.getByText('iteration 3', { exact: true })).toBeVisible();
  const length = await stepper.length();

  await page.getByRole('button', { name: 'Choose', exact: true }).click();
  await page.getByRole('button', { name: /^image 2, label \d$/ }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('2 samples', { exact: true })).toBeVisible();
  await expect.poll(() => stepper.length()).toBe(length);

  for (let position = 1; position <= length; position++) {
    await stepper.next.click();
    await stepper.expectPosition(position);
    const { page: own, engine, difference } = await stepper.checks();
    if (engine !== undefined) expect(Math.abs(engine - own)).toBeLessThan(1e-5 * Math.abs(own) + 1e-6);
    if (difference !== undefined) expect(Math.abs(difference - own)).toBeLessThan(1e-4 * Math.abs(own) + 1e-6);
  }
  await stepper.apply.click();
  await expect(page.getByText('iteration 4', { exact: true })).toBeVisible();
  await workspace.open('Train');
  await workspace.ready();
  expect(await workspace.step()).toBe(3);
});

test('is drawn on with keys, touched, and picked from the test images, too', async ({ page, workspace, drawing }) => {
  await workspace.trainBatches(1);
  await test.step('keys', async () => {
    await drawing.pad.focus();
    await page.keyboard.press('Space');
    for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Space');
    await expect(drawing.answer).toBeAttached();
    await page.keyboard.press('Delete');
    await expect(drawing.answer).toBeHidden();
  });
  await test.step('touch', async () => {
    await drawing.touch(ONE);
    await expect(drawing.answer).toBeAttached();
    expect(await page.evaluate(() => window.scrollY), 'the page stays where it is').toBe(0);
  });
  await test.step('a test image', async () => {
    await drawing.panel.getByRole('button', { name: 'Random test image' }).click();
    await expect(drawing.panel).toContainText(/Test image [\d,]+, a \d, just as it is/);
    await expect(drawing.answer).toBeAttached();
  });
});

test('is drawn on though something on the page is selected', async ({ page, drawing }) => {
  await page.locator('body').click({ position: { x: 4, y: 400 } });
  await page.keyboard.press('ControlOrMeta+A');
  await drawing.draw(ZERO);
  await drawing.draw(ONE);
  for (const place of [...ZERO[0].filter((_, i) => i % 4 === 0), ...ONE[0]]) {
    await expect.poll(() => drawing.inkAt(place), `ink at ${place}`).toBeGreaterThan(0.9);
  }
  expect(await drawing.inkAt([0.1, 0.1])).toBe(0);
});

test('says how many images are for what, and what the first step has come to', async ({
  page,
  workspace,
  training,
}) => {
  await expect(page.getByText('54,000 images to train on, 6,000 for validation')).toBeVisible();
  await workspace.trainBatches(1);
  await expect.poll(async () => (await training.summary())?.steps).toBe(1);
  await expect(page.getByText(/^After 1 step the training loss is [\d.]+\d\.\s*$/)).toBeAttached();
});

test('trains on while one looks elsewhere', async ({ page, workspace, stepper, switches }) => {
  await workspace.speed.selectOption('10 / s');
  await workspace.play.click();
  await expect.poll(() => workspace.step()).toBeGreaterThan(2);
  const step = await workspace.step();
  await workspace.open('Step');
  await stepper.ready();
  await expect(page.getByText(/^weights of step \d+; training goes on$/)).toBeVisible();
  await switches.setLanguage('zh-CN');
  await switches.setTheme('dark');
  await switches.setLanguage('en');
  await workspace.open('Train');
  await expect(workspace.pause).toBeVisible();
  expect(await workspace.step()).toBeGreaterThan(step);
});
