/** Gradients are checked against differences and the engine; a batch's gradient is the mean of its samples'. */
import { violations } from './axe';
import { Check } from './pages/check';
import { expect, test } from './test';

test('all gradients agree, one number for any h, and samples average to the batch', async ({
  page,
  workspace,
  stepper,
}) => {
  await workspace.goto('xor', 'step');
  await stepper.ready();
  const tools = new Check(page);
  await tools.open('Check');

  await test.step('a gradient that is not computed yet is not shown', async () => {
    await expect(tools.check.getByText(/is computed in step \d+ of \d+/)).toBeVisible();
    await expect(tools.check.locator('[data-check]')).toHaveCount(0);
    await tools.check.getByRole('button', { name: 'Go there' }).click();
    const { page: own, difference, engine } = await tools.opinions();
    expect(Math.abs(difference / own - 1)).toBeLessThan(1e-6);
    expect(Math.abs(engine / own - 1)).toBeLessThan(1e-4);
    await expect(tools.check.getByRole('img', { name: /Error of the central difference/ })).toBeVisible();
  });

  await test.step('a large h errs more', async () => {
    const slider = tools.check.getByRole('slider');
    const off = async () => {
      const { page: own, difference } = await tools.opinions();
      return Math.abs(difference - own);
    };
    const near = await off();
    await slider.press('Home');
    expect(await off()).toBeGreaterThan(1000 * near);
  });

  await test.step('all of them are right', async () => {
    await tools.checkAll();
    await expect(tools.verdict).toContainText('agree with their central differences');
    await expect(tools.check.getByText('The training engine has the same gradients')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await tools.check
      .getByRole('row', { name: /^output\/kernel/ })
      .first()
      .getByRole('button')
      .click();
    await expect(tools.check.getByText(/^output, weight/)).toBeVisible();
  });

  await test.step('three samples, and their mean', async () => {
    await stepper.choose(['0 1 → 1', '0 0 → 0', '1 1 → 0']);
    await tools.open('Samples');
    await stepper.last.click();
    await expect(tools.samples.locator('ol [data-value]')).toHaveCount(3);
    const gradients = await tools.gradients();
    const mean = gradients.reduce((a, b) => a + b) / 3;
    const batch = await tools.summary('batch');
    expect(Math.abs(mean - batch)).toBeLessThan(1e-14);
    expect(Math.abs((await tools.summary('mean')) - mean)).toBeLessThan(1e-14);
    expect(await tools.summary('deviation')).toBeGreaterThan(0);
    await expect(tools.samples.getByText('is exactly the mean of these 3')).toBeVisible();
    await tools.samples.getByRole('button').nth(1).click();
    await expect(tools.samples.getByRole('button').nth(1)).toHaveAttribute('aria-pressed', 'true');
  });
});
