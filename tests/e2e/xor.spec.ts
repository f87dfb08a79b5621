/**
 * XOR, step by step: every number on the screen is the one that an interpretation outside the browser finds from the
 * same weights, at every step, forwards and backwards; and the update made is the one that the engine makes.
 */
import { initialWeights } from '@/core/initializers';
import {
  graphOf,
  Interpretation,
  isRounded,
  type Sample,
  type Tensors,
  type Work,
  xorGraph,
  xorSeed,
} from './interpretation';
import type { ShownNumber, Stepper } from './pages/stepper';
import { expect, test } from './test';
import { evaluateTex } from './tex';

/** The sample that is chosen at first, and all of them in the order in which they are added to it. */
const ONE = ['0 1 → 1'];
const ALL = [...ONE, '0 0 → 0', '1 0 → 1', '1 1 → 0'];
const readSample = (text: string): Sample => {
  const [inputs, targets] = text.split(' → ').map((part) => part.split(' ').map(Number));
  return { inputs, targets };
};
const initial = (): Tensors => initialWeights(xorGraph(1), xorSeed);

/** Numbers of float32 agree to about seven digits. */
const agrees = (a: number, b: number, relative = 1e-5) => Math.abs(a - b) <= relative * (Math.abs(b) + 1e-3);

/** Everything on the screen is right and belongs there. */
async function expectRight(stepper: Stepper, expected: Interpretation): Promise<ShownNumber[]> {
  const { graph } = expected;
  const checks = await stepper.checks();
  const shown = await stepper.shown();
  const position = await stepper.position();
  const wrong: unknown[] = [];
  for (const number of shown) {
    const { node, element, value, text, after } = number;
    if (value !== expected.value(node, element)) wrong.push({ ...number, expected: expected.value(node, element) });
    if (!isRounded(text, value)) wrong.push({ ...number, badly: 'rounded' });
    if (expected.knownAfter(node, element) > position) wrong.push({ ...number, known: 'later' });
    if (after !== null) {
      const updated = graph.updates.get(graph.nodes[node].name) ?? -1;
      if (!isRounded(after, expected.value(updated, element))) wrong.push({ ...number, badly: 'updated' });
      if (expected.knownAfter(updated, element) > position) wrong.push({ ...number, known: 'later' });
    }
  }
  for (const { text, value } of await stepper.others()) {
    // The signs of changes, and the one digit of how much two sources differ, are written apart.
    if (!isRounded(text.replace('+', ''), value)) wrong.push({ text, value, badly: 'rounded' });
  }
  for (const { tex, value } of await stepper.formulas()) {
    const result = evaluateTex(tex);
    if (result !== null && Math.abs(result - value) > 1e-3 * Math.abs(value) + 1e-4) wrong.push({ tex, value, result });
  }
  for (const { terms, sum } of await stepper.sums()) {
    const products = terms.map(({ factors }) => factors.reduce((product, factor) => product * factor));
    if (terms.some(({ product }, i) => !agrees(product, products[i], 1e-12))) wrong.push(terms);
    const total = products.reduce((before, product) => before + product);
    // Terms of one number are added up (the paths of a gradient) or averaged (the losses of samples, a normalization).
    const mean = terms.every(({ factors }) => factors.length === 1) ? terms.length : 1;
    if (!agrees(total, sum, 1e-12) && !agrees(total / mean, sum, 1e-12)) wrong.push({ terms, sum });
  }
  const { page, difference, engine } = checks;
  if (difference !== undefined && !agrees(difference, page)) wrong.push(checks);
  if (engine !== undefined && !agrees(engine, page)) wrong.push(checks);
  expect(wrong).toEqual([]);
  return shown;
}

test.beforeEach(async ({ workspace, stepper }) => {
  await workspace.goto('xor', 'step');
  await stepper.ready();
});

test('every number of an iteration is right, forwards and backwards', async ({ stepper }) => {
  test.setTimeout(180_000);
  await stepper.choose(ONE);
  const expected = new Interpretation(ONE.map(readSample), initial());
  await expect.poll(() => stepper.length()).toBe(expected.timeline.length);

  const seen: ShownNumber[][] = [];
  let formulas = 0;
  let sums = 0;
  for (let position = 0; position <= expected.timeline.length; position++) {
    await stepper.expectPosition(position);
    seen.push(await expectRight(stepper, expected));
    formulas += (await stepper.formulas()).filter(({ tex }) => evaluateTex(tex) !== null).length;
    sums += (await stepper.sums()).length;
    if (position < expected.timeline.length) await stepper.next.click();
  }
  await expect(stepper.next).toBeDisabled();
  expect(formulas).toBeGreaterThan(20);
  expect(sums).toBeGreaterThan(2);

  await test.step('at the end all gradients and all new weights are there', async () => {
    await stepper.showTables();
    const shown = new Set((await expectRight(stepper, expected)).map(({ node, element }) => `${node}/${element}`));
    for (const { node, name, shape } of expected.graph.weights) {
      const size = shape.reduce((product, length) => product * length, 1);
      for (let element = 0; element < size; element++) {
        const nodes = [node, expected.graph.gradients.get(node), expected.graph.updates.get(name)];
        for (const each of nodes) expect(shown).toContain(`${each}/${element}`);
      }
    }
    await stepper.showPicture();
  });

  await test.step('the way back shows the same', async () => {
    for (let position = expected.timeline.length - 1; position >= 0; position--) {
      await stepper.previous.click();
      await stepper.expectPosition(position);
      expect(await stepper.shown()).toEqual(seen[position]);
    }
    await expect(stepper.previous).toBeDisabled();
  });
});

/** Layer normalization, a way past it, and an optimizer with decay and clipping. */
const RESIDUAL: Work = {
  network: {
    format: 1,
    input: { shape: [2] },
    layers: [
      { id: 'first', kind: 'dense', units: 3, activation: 'gelu' },
      { id: 'norm', kind: 'layerNormalization' },
      { id: 'second', kind: 'dense', units: 3, activation: 'tanh', kernelRegularizer: { kind: 'l2', l2: 0.01 } },
      { id: 'sum', kind: 'add', inputs: ['first', 'second'] },
      { id: 'output', kind: 'dense', units: 1, activation: 'sigmoid' },
    ],
    loss: { kind: 'binaryCrossentropy' },
  },
  optimizer: { kind: 'adamw', learningRate: 0.05, clipNorm: 1 },
};

test('every number of a residual network with layer normalization and AdamW is right', async ({ page, stepper }) => {
  await page.evaluate(({ network, optimizer }) => {
    // The tab has a copy of its own.
    for (const storage of [localStorage, sessionStorage]) {
      const key = Object.keys(storage).find((candidate) => candidate.endsWith('document/1/xor'));
      if (key === undefined) continue;
      const document = JSON.parse(storage.getItem(key) ?? '');
      document.network = network;
      document.training.phases[0].optimizer = optimizer;
      storage.setItem(key, JSON.stringify(document));
    }
  }, RESIDUAL);
  await page.reload();
  await stepper.ready();
  const weights = initialWeights(graphOf(RESIDUAL, 1), xorSeed);
  const expected = new Interpretation([readSample(ONE[0])], weights, undefined, 0, RESIDUAL);
  const { length, phases } = expected.timeline;
  await expect.poll(() => stepper.length()).toBe(length);
  // The ends of the phases, and steps on the way.
  const stops = new Set([...phases.map((phase) => phase.first), ...Array.from({ length: 12 }, (_, i) => (i + 1) * 12)]);
  for (const stop of [...stops, length].filter((at) => at <= length).sort((a, b) => a - b)) {
    await stepper.goTo(stop);
    await stepper.expectPosition(stop);
    expect((await expectRight(stepper, expected)).length, `step ${stop}`).toBeGreaterThan(10);
  }
  await expect(stepper.detail).toContainText('weight decay');
});

test('the update made is the one the engine makes; it can be undone', async ({ page, stepper, workspace }) => {
  await stepper.choose(ALL);
  const first = new Interpretation(ALL.map(readSample), initial());
  await expect.poll(() => stepper.length()).toBe(first.timeline.length);
  await stepper.last.click();
  await expectRight(stepper, first);
  const before = await stepper.weights();
  const promised = Number(await stepper.lossAfter.getAttribute('data-value'));
  expect(agrees(promised, first.lossAfter, 1e-9)).toBe(true);

  await stepper.apply.click();
  await stepper.expectPosition(0);
  await expect(page.getByText('iteration 2', { exact: true })).toBeVisible();
  const { weights, states } = first.next;
  const second = new Interpretation(ALL.map(readSample), weights, states, 1);
  await stepper.last.click();
  await expectRight(stepper, second);
  const made = await stepper.weights();
  expect(made).not.toEqual(before);

  await stepper.undoUpdate.click();
  await expect(page.getByText('iteration 1', { exact: true })).toBeVisible();
  await expect.poll(() => stepper.weights()).toEqual(before);

  await test.step('one batch of training leads to the same weights', async () => {
    await workspace.open('Train');
    await workspace.reset.click();
    await workspace.ready();
    await workspace.trainBatches(1);
    await workspace.open('Step');
    await stepper.ready();
    const trained = await stepper.weights();
    expect(Object.keys(trained)).toEqual(Object.keys(made));
    for (const [name, weight] of Object.entries(trained)) expect(weight, name).toBeCloseTo(made[name], 6);
  });
});

test('a weight can be changed; everything follows, and goes back', async ({ page, stepper }) => {
  await stepper.choose(ONE);
  await stepper.last.click();
  const before = await stepper.shown();
  await expect(await stepper.edit('hidden, weight 2 → 1', '0.25')).toBeHidden();
  await expect(page.getByText('1 number changed')).toBeVisible();

  const weights = initial();
  weights.get('hidden/kernel')?.set([0.25], 2);
  const changed = new Interpretation([readSample(ONE[0])], weights);
  await page.keyboard.press('Escape');
  await stepper.first.click();
  await stepper.last.click();
  await expectRight(stepper, changed);

  await expect(await stepper.edit('hidden, weight 2 → 1', 'a quarter')).toHaveValue('0.25');
  await expect(page.getByText('“a quarter” is not a number. 0.25 stays.')).toBeVisible();
  await page.keyboard.press('Escape');

  await stepper.undoChanges.click();
  await expect(page.getByText('1 number changed')).toBeHidden();
  await stepper.first.click();
  await stepper.last.click();
  await expect.poll(() => stepper.shown()).toEqual(before);
});

test('the timeline is walked by key, by drag and by itself, in steps of any size', async ({ page, stepper }) => {
  const length = await stepper.length();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await stepper.expectPosition(2);
  await page.keyboard.press('ArrowLeft');
  await stepper.expectPosition(1);
  await page.keyboard.press('End');
  await stepper.expectPosition(length);
  await page.keyboard.press('Home');
  await stepper.expectPosition(0);

  const box = await stepper.slider.boundingBox();
  if (!box) throw new Error('The timeline is not on screen.');
  await page.mouse.move(box.x + 2, box.y + 5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 5, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => stepper.position()).toBeGreaterThan(length * 0.4);

  await stepper.granularity('phase');
  await expect.poll(() => stepper.length()).toBe(4);
  await stepper.granularity('element');
  await expect.poll(() => stepper.length()).toBeGreaterThan(length);
  await stepper.granularity('neuron');
  await stepper.first.click();
  await stepper.pace.selectOption('4 / s');
  await stepper.play.click();
  await expect.poll(() => stepper.position()).toBeGreaterThan(2);
  await stepper.pause.click();
  await expect(stepper.play).toBeVisible();
});
