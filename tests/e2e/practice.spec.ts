/** Learning by doing on XOR: numbers are hidden, found by hand, marked, and printed. */
import { initialWeights } from '@/core/initializers';
import { precise } from '@/panels/backprop/model/format';
import { Interpretation, xorGraph, xorSeed } from './interpretation';
import { expect, test } from './test';

test('a hidden gradient is found by hand: a wrong answer is told what is missing, a right one brings it back', async ({
  workspace,
  stepper,
  practice,
  page,
}) => {
  const expected = new Interpretation([{ inputs: [0, 1], targets: [1] }], initialWeights(xorGraph(1), xorSeed));
  const gradient = (name: string) => {
    const node = expected.graph.gradients.get(expected.graph.nodes.find((n) => n.name === name)?.id ?? -1) ?? -1;
    return { node, value: expected.value(node, 0) };
  };
  const upstream = gradient('output/biasAdd');
  const asked = gradient('hidden/sigmoid');

  await workspace.goto('xor', 'step');
  await stepper.ready();
  await stepper.last.click();
  await practice.hide('All gradients');
  const shown = async () => (await stepper.shown()).map(({ node }) => node);
  expect(await shown()).not.toContain(asked.node);

  const mark = practice.mark(/^hidden: hidden, neuron 1 · gradient/);
  await mark.click();
  await expect(practice.answer).toBeFocused();
  await practice.type('12 %');
  await expect(practice.verdict).toContainText('No percent');
  // What arrives, with a decimal comma: the weight on the way is missing.
  await practice.type(upstream.value.toPrecision(4).replace('.', ','));
  await expect(practice.verdict).toContainText('local derivative');
  await expect(mark).toBeVisible();
  // A fraction.
  await practice.type(`${Math.round(asked.value * 1e6)}/1000000`);
  await expect(practice.verdict).toContainText('Right');
  await expect(mark).toHaveCount(0);
  expect(await shown()).toContain(asked.node);
  await expect(practice.score).toContainText('0 of');

  // The others stay hidden over a reload, and are what the worksheet asks for; its answers stand in the key alone.
  await page.reload();
  await stepper.ready();
  await expect(practice.hidden.first()).toBeVisible();
  await practice.worksheet.click();
  await expect(practice.tasks).toContainText('output, neuron 1 · gradient of');
  await expect(practice.key).toContainText(precise(upstream.value));
  await expect(practice.tasks).not.toContainText(precise(upstream.value));
  await page.keyboard.press('Escape');
  await expect(practice.tasks).toHaveCount(0);
});
