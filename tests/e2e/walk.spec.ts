/**
 * The walk itself: by keys alone, with every step announced; the same picture however a moment was reached; and what is
 * tried can be kept or taken back, iterations included.
 */
import { TEMPLATES } from '@/core/network/templates';
import type { Stepper } from './pages/stepper';
import { expect, test } from './test';

test.beforeEach(async ({ workspace, stepper }) => {
  await workspace.goto('xor', 'step');
  await stepper.ready();
});

/** All there is to see: numbers with their places, sentences and names, without what the pointer brings. */
async function picture(stepper: Stepper, position: number) {
  await stepper.expectPosition(position);
  await expect(stepper.announcement).toContainText(new RegExp(`\\b${position}\\b`));
  // Differences come a moment later than the numbers that they check.
  await stepper.checks();
  return { numbers: await stepper.shown(), said: await stepper.said() };
}

test('by keys alone: every step is announced, depth and notation are chosen, and a number is opened', async ({
  page,
  stepper,
}) => {
  await page.getByRole('button', { name: 'Skip to the content' }).focus();
  await page.keyboard.press('Enter');
  const length = await stepper.length();
  const heard = new Set<string>();
  for (let position = 1; position <= length; position++) {
    await page.keyboard.press(position % 2 === 0 ? 'ArrowRight' : 'PageDown');
    await stepper.expectPosition(position);
    await expect(stepper.announcement).toContainText(`${position}`);
    heard.add(await stepper.announcement.innerText());
  }
  expect(heard.size).toBe(length);
  await page.keyboard.press('Home');
  await stepper.expectPosition(0);
  await page.keyboard.press('Shift+ArrowRight');
  expect(await stepper.position()).toBeGreaterThan(1);

  // From both pictures to the one number and back, then a symbol is opened by Tab and Enter.
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect(page.getByRole('radio', { name: 'One number' })).toBeChecked();
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  await expect(page.getByRole('radio', { name: 'Both', exact: true }).first()).toBeChecked();
  await stepper.madeFrom.first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Back to the step' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Back to the step' })).toBeHidden();
});

test('stepping, playing, scrubbing and jumping lead to the same picture', async ({ page, stepper }) => {
  const target = Math.floor((await stepper.length()) * 0.6);
  await stepper.slider.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < target; i++) await page.keyboard.press('ArrowRight');
  const stepped = await picture(stepper, target);
  expect(stepped.numbers.length).toBeGreaterThan(20);

  await page.keyboard.press('End');
  await stepper.expectPosition(await stepper.length());
  for (let i = await stepper.length(); i > target; i--) await page.keyboard.press('ArrowLeft');
  expect(await picture(stepper, target)).toEqual(stepped);

  const box = await stepper.slider.boundingBox();
  if (!box) throw new Error('The timeline is not on screen.');
  const cells = (await stepper.length()) + 1;
  await page.mouse.move(box.x + 2, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + (box.width * (target + 0.5)) / cells, box.y + 8, { steps: 6 });
  // The hand rests with the button held: what is to be read has come after by itself.
  await expect(page.locator('#stepper-detail [aria-busy=true]')).toHaveCount(0);
  expect(await picture(stepper, target)).toEqual(stepped);
  await page.mouse.up();
  await page.mouse.move(2, 2);
  expect(await picture(stepper, target)).toEqual(stepped);

  await stepper.first.click();
  await stepper.pace.selectOption('8 / s');
  await stepper.play.click();
  await expect.poll(() => stepper.position(), { intervals: [20] }).toBeGreaterThanOrEqual(target - 2);
  await stepper.pause.click();
  await page.mouse.move(2, 2);
  // Where it stopped is a matter of moments; from there it is a step or two.
  while ((await stepper.position()) < target) await page.keyboard.press('ArrowRight');
  while ((await stepper.position()) > target) await page.keyboard.press('ArrowLeft');
  expect(await picture(stepper, target)).toEqual(stepped);
});

test('an activation and a rate are tried, kept in the network, and iterations gone back to', async ({
  page,
  stepper,
  workspace,
}) => {
  await stepper.last.click();
  const loss = await stepper.lossAfter.getAttribute('data-value');
  await page
    .getByRole('combobox', { name: /^Activation of hidden/ })
    .first()
    .selectOption({ label: 'tanh' });
  await expect.poll(() => stepper.lossAfter.getAttribute('data-value')).not.toBe(loss);
  const tried = await stepper.lossAfter.getAttribute('data-value');
  const weights = await stepper.weights();
  await page.getByRole('button', { name: 'Keep in the network' }).click();
  await expect(page.getByRole('button', { name: 'Keep in the network' })).toBeHidden();
  await stepper.ready();
  await expect.poll(() => stepper.lossAfter.getAttribute('data-value')).toBe(tried);
  expect(await stepper.weights()).toEqual(weights);

  await stepper.apply.press('Enter');
  await stepper.expectPosition(0);
  await expect(stepper.next, 'the keyboard goes on from there').toBeFocused();
  await stepper.last.click();
  await stepper.apply.click();
  await stepper.expectPosition(0);
  await page.getByRole('button', { name: /^iteration 3/ }).click();
  await page
    .getByRole('button', { name: /^iteration 1\b/i })
    .last()
    .click();
  await page.keyboard.press('Escape');
  await expect.poll(() => stepper.weights()).toEqual(weights);

  await workspace.undo.click();
  await expect(page.getByRole('combobox', { name: /^Activation of hidden/ }).first()).toHaveValue(
    String(TEMPLATES.xor.network.layers[0].activation),
  );
});
