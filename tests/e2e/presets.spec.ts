/** Examples to step through: from the gallery into the step view, its numbers, and on to another by the menu. */
import { expect, test } from './test';

test('opens an example from the gallery, with its published numbers, and another from the menu', async ({
  gallery,
  page,
  stepper,
}) => {
  await gallery.goto();
  await page.getByRole('link', { name: 'The well-known 2–2–2 example' }).click();
  await expect(page).toHaveURL(/#\/work\/mazur\/step$/);
  await expect(page.getByRole('complementary', { name: 'What this example shows' })).toContainText('.2910277737');
  await stepper.last.click();
  await expect(stepper.network).toContainText('0.2984');
  await expect
    .poll(async () => Number(await stepper.lossAfter.getAttribute('data-value')))
    .toBeCloseTo(0.2910277737, 9);

  await page.getByRole('button', { name: 'Hide what this example shows' }).click();
  await expect(page.getByRole('complementary', { name: 'What this example shows' })).toHaveCount(0);

  // By keyboard: the menu opens on the open example, and the arrow keys go on from there.
  const menu = page.getByRole('button', { name: 'Example: The well-known 2–2–2 example' });
  await expect(menu).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('link', { name: 'The well-known 2–2–2 example' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/work\/linear-regression\/step$/);
  await expect(page.getByRole('complementary', { name: 'What this example shows' })).toContainText('y = x + 1');
  // All four points at once.
  await stepper.last.click();
  await expect.poll(async () => Number(await stepper.lossAfter.getAttribute('data-value'))).toBeCloseTo(0.4225, 9);
});
