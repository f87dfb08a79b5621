/** The functions panel: what is shown is what the definitions compute, and what the address says. */
import { violations } from './axe';
import { expect, test } from './test';

test('activations are compared along a point, and a link opens the same view', async ({ functions, gallery, page }) => {
  await gallery.goto();
  await gallery.open('The functions behind it');
  await functions.look('sigmoid');
  await functions.compare('Swish (SiLU)');
  await functions.type('point-x', -2);
  await expect(functions.lines('value')).toHaveCount(3);
  const sigmoid = 1 / (1 + Math.exp(2));
  const [value, slope] = await functions.values('sigmoid');
  expect(value).toBeCloseTo(sigmoid, 4);
  expect(slope).toBeCloseTo(sigmoid * (1 - sigmoid), 4);
  await expect(functions.formulas).toContainText('0.1192');

  await functions.point('value').press('Shift+ArrowRight');
  await expect(page.locator('#point-x')).toHaveValue('-1');
  await expect(page).toHaveURL(/show=sigmoid,tanh,swish.*of=sigmoid.*x=-1/);
  await page.getByRole('button', { name: 'Take tanh out of the plot' }).click();
  await expect(functions.lines('slope')).toHaveCount(2);

  await expect(page).toHaveURL(/show=sigmoid,,swish/);
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(functions.shown.getByRole('listitem')).toHaveCount(2);
  await expect(page.locator('#point-x')).toHaveValue('-1');

  await functions.look('softmax');
  await functions.type('logit-1', 0);
  const jacobian = page.getByRole('table', { name: 'Jacobian' });
  const first = (await jacobian.getByRole('row').nth(1).getByRole('cell').allInnerTexts()).map((text) =>
    Number(text.replace('−', '-')),
  );
  expect(first.reduce((sum, part) => sum + part, 0)).toBeCloseTo(0, 3);
});

test('losses, schedules and initializers follow their settings; axe finds nothing', async ({ functions, page }) => {
  await functions.goto('losses', 'show=huber&of=huber&real.p=3&real.t=1');
  await functions.type('setting-delta', 0.5);
  // δ(|ŷ − t| − δ/2), whose slope is δ.
  expect(await functions.values('Huber')).toEqual([0.875, 0.5]);
  await functions.look('zeroOne');
  await expect(page.getByText('Training refuses this loss')).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await functions.open('schedules');
  await functions.look('step');
  await functions.type('setting-stepSize', 100);
  await functions.type('point-t', 250);
  expect((await functions.values('Step'))[0]).toBeCloseTo(0.0025, 6);
  await functions.look('reduceOnPlateau');
  const epoch = page.getByRole('button', { name: /^Epoch 20, loss/ });
  const before = await epoch.getAttribute('aria-label');
  await epoch.press('Shift+ArrowDown');
  expect(await page.getByRole('button', { name: /^Epoch 20, loss/ }).getAttribute('aria-label')).not.toBe(before);
  expect(await violations(page)).toEqual([]);

  await functions.open('initializers');
  await functions.look('orthogonal');
  await expect(page.locator('#signal')).toContainText('Orthogonal: the signal vanishes');
  await page.locator('#signal-activation').selectOption('linear');
  await expect(page.locator('#signal')).toContainText('Orthogonal keeps the signal');
  expect(await violations(page)).toEqual([]);
});

test('a function of one’s own is differentiated, checked, and its faults are pointed at', async ({
  functions,
  page,
}) => {
  await functions.goto('own');
  await functions.expression.fill('a * log(x');
  await expect(page.getByText('Something is missing at the end')).toBeVisible();
  await functions.expression.fill('a * log(x)');
  await expect(functions.formulas).toContainText('ln');
  await functions.type('value-a', 3);
  await functions.type('point-x', 2);
  await expect(page.locator('#check')).toContainText('They agree');
  await expect(page.locator('#check')).toContainText('1.5');
  await expect(page.getByText(/No value for x in −5 … 0/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
