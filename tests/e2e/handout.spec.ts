/** The tour by keyboard, which leaves everything as it was; the presentation by a clicker; files that stand alone. */
import { violations } from './axe';
import { Handout } from './pages/handout';
import { expect, test } from './test';

test.beforeEach(async ({ page, workspace, stepper }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await workspace.goto('xor', 'step');
  await stepper.ready();
});

test('the tour is offered once, is walked by keyboard, and leaves everything as it was', async ({ page, stepper }) => {
  const handout = new Handout(page);
  await stepper.slider.press('End');
  const end = await stepper.position();
  const before = await stepper.weights();
  await handout.invitation.getByRole('button', { name: 'Start the tour' }).click();
  await handout.expectScene(1);
  await stepper.expectPosition(0);
  for (let n = 2; n <= 9; n++) {
    await page.keyboard.press('ArrowRight');
    await handout.expectScene(n);
  }
  await expect.poll(() => stepper.weights()).not.toEqual(before);
  await page.keyboard.press('ArrowLeft');
  await handout.expectScene(8);
  for (let n = 9; n <= 12; n++) {
    await page.keyboard.press('ArrowRight');
    await handout.expectScene(n);
  }
  await expect(stepper.timeline.getByText('iteration 2')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(handout.tour).toBeHidden();
  await expect(stepper.timeline.getByText('iteration 1')).toBeVisible();
  await stepper.expectPosition(end);
  await expect.poll(() => stepper.weights()).toEqual(before);
  await expect(handout.replay).toBeFocused();
  await expect(handout.invitation).toBeHidden();
});

test('a presentation follows the clicker; pictures and tables are files that stand alone', async ({
  page,
  stepper,
  context,
}) => {
  const handout = new Handout(page);
  await page.keyboard.press('p');
  await expect(handout.presentation).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(handout.narration).toContainText('The neuron multiplies each of its 2 inputs');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(handout.presentation).toBeHidden();
  await stepper.expectPosition(1);

  await handout.openMenu();
  const table = await handout.save('All numbers');
  expect(table.name).toBe('xor-iteration-1-all-numbers.csv');
  expect(table.content.toString()).toMatch(/^node,phase,layer,index,value,gradient,updated\r\n/);
  const picture = await handout.save('Network as SVG');
  expect(picture.name).toBe('xor-iteration-1-step-1-network.svg');
  const png = await handout.save('Network as PNG');
  expect(png.content.subarray(1, 4).toString()).toBe('PNG');
  const alone = await context.newPage();
  await alone.setContent(picture.content.toString().replace(/^<\?xml.*?\?>/, ''));
  await expect(alone.getByText('0.7137')).toBeVisible();
  const svg = picture.content.toString();
  expect(svg).not.toMatch(/foreignObject|var\(--|class="|href="(?!data:|#)/);
});
