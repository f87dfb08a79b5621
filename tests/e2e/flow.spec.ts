/** Signal flow on XOR: what is said of the gradient, its numbers, units, and another activation in the laboratory. */
import { violations } from './axe';
import { expect, test } from './test';

test('signal flow: the gradient in a sentence and a table, a unit with its samples, and the laboratory', async ({
  page,
  stepper,
  workspace,
}) => {
  await workspace.goto('xor', 'step');
  await stepper.ready();
  await page.getByRole('toolbar', { name: 'Step view' }).getByRole('radio', { name: 'Signal flow' }).check();
  const flow = page.locator('#stepper-flow');
  await expect(flow.locator('#flow-verdict')).toContainText('from output back to hidden its norm is multiplied by');

  // The layers by keyboard: one after another, read aloud, and opened at the right.
  await expect(flow.getByRole('button', { name: /^hidden: output .* singular values/ })).toBeVisible();
  await flow.getByRole('button', { name: /^hidden: output/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(flow.getByRole('button', { name: /^output: output/ })).toBeFocused();
  await expect(page.getByTestId('flow-readout')).toContainText('output: output');
  await page.keyboard.press('Enter');
  await expect(flow.getByRole('button', { name: /^output: output/ })).toHaveAttribute('aria-pressed', 'true');

  await flow.getByRole('button', { name: 'Show as a table' }).click();
  await expect(flow.locator('#flow-values tbody tr')).toHaveCount(2);
  await flow.getByRole('toolbar', { name: 'Units of hidden' }).getByRole('button').first().click();
  await expect(page.getByTestId('flow-unit')).toContainText('Unit 1 of hidden is off for 0%');
  expect(await violations(page)).toEqual([]);

  await flow.getByRole('radio', { name: 'Laboratory' }).check();
  const verdict = flow.locator('#flow-lab-verdict');
  await expect(verdict).toContainText('it vanishes on the way');
  await flow.getByRole('button', { name: 'Show as a table' }).click();
  const rows = flow.locator('#flow-lab-values tbody tr');
  await expect(rows).toHaveCount(9);
  const before = await rows.first().textContent();
  await flow.getByLabel('Activation').selectOption('tanh');
  await expect(verdict).toContainText('The gradient arrives');
  expect(await rows.first().textContent()).not.toBe(before);
  expect(await violations(page)).toEqual([]);

  // Back to the network: a sample that shows a unit is stepped.
  await flow.getByRole('radio', { name: 'This network' }).check();
  await flow.getByRole('toolbar', { name: 'Units of hidden' }).getByRole('button').first().click();
  const sample = page.getByTestId('flow-unit').getByRole('button', { name: 'Step it sample 4' }).first();
  await sample.click();
  await expect(stepper.network.getByRole('button', { name: /1 1/ })).toHaveAttribute('aria-pressed', 'true');
});
