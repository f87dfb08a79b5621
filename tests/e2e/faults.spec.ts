/** Break it: a mistake changes the very numbers, check and curve tell, and a hidden one can be found. */
import { Faults } from './pages/faults';
import { expect, test } from './test';

test('a mistake on XOR fails the check, is mended, and a hidden one is found', async ({ page, stepper }) => {
  const faults = new Faults(page);
  await page.goto('./?backend=wasm#/work/xor/step');
  await stepper.ready();
  const after = () => stepper.slider.getAttribute('aria-valuemax');
  const steps = await after();
  await faults.open();
  // What cannot be made here says why.
  await expect(faults.head('missingTranspose')).toBeDisabled();
  await faults.breakIt('signError');
  await expect(faults.banner).toContainText('Sign error');
  // A room is told, too.
  await page.locator('#stepper-present').click();
  await expect(page.locator('#present-fault')).toHaveText(/A mistake is built in: Sign error\.$/);
  await page.locator('#present-leave').click();
  await expect(faults.check).toContainText(/^Fails: 6 of 6 tensors/);
  await expect(faults.check.getByRole('row', { name: /^output\/bias/ })).toContainText('1 of 1');
  await expect(faults.curve).toContainText('rises');
  // The wrong sign is a step of its own.
  expect(Number(await after())).toBeGreaterThan(Number(steps));
  await faults.mend();
  await expect.poll(after).toBe(steps);

  const choices = await faults.hide();
  expect(choices.length).toBeGreaterThan(2);
  // The list would name it: that ends the round only after a question.
  const list = faults.tool.getByRole('radio', { name: 'Choose a mistake' });
  await list.click({ force: true });
  await expect(page.getByRole('button', { name: 'Keep looking' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(faults.tool.getByRole('radio', { name: 'Find the mistake' })).toBeFocused();
  await expect(faults.banner).toContainText('Which one?');
  for (const kind of choices) {
    if (await faults.score.isVisible()) break;
    await faults.guess(kind);
  }
  await expect(faults.answer).toContainText('Found at');
  await expect(faults.score).toContainText('of 1 round');
  await expect(faults.banner).not.toContainText('Which one?');

  await faults.tool.getByRole('button', { name: 'Next mistake' }).click();
  await list.click({ force: true });
  await page.getByRole('button', { name: 'End the round' }).click();
  await expect(list).toBeChecked();
  await expect(faults.tool.locator('[data-fault][data-on=true]')).toBeVisible();
});
