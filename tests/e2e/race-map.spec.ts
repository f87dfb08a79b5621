/** The map of a race: the start moved by pointer and by keys, the window, a grid of starts, and the same in space. */
import { violations } from './axe';
import { RaceMap } from './pages/raceMap';
import { expect, test } from './test';

test('moves the start, zooms, sends off many starts, and shows the surface in space', async ({ page }) => {
  const map = new RaceMap(page);
  await map.goto('on=himmelblau&from=-0.5,-1&r=adam,0.1&r=momentum,0.003&steps=200');
  await map.expectStart('−0.5', '−1');

  await map.press(0.75, 0.75);
  await map.expectStart(3, '−3');
  await map.start.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowUp');
  await map.expectStart('3.12', '−1.8');

  await map.plane.focus();
  await page.keyboard.press('+');
  await expect(map.plane).toHaveAccessibleName(/x from −4\.8 to 4\.8/);
  await page.keyboard.press('0');
  await expect(map.plane).toHaveAccessibleName(/x from −6 to 6/);

  await map.manyStarts(5);
  await expect(map.outcomes).toContainText('Adam 25 of 25 starts end at a minimum.');
  const counts = (await map.outcomes.innerText()).matchAll(/(\d+) at \(/g);
  expect([...counts].reduce((sum, [, count]) => sum + Number(count), 0)).toBe(25);
  expect(await violations(page)).toEqual([]);

  await map.show('Both');
  await expect(map.space.locator('canvas')).toBeVisible({ timeout: 20_000 });
  await map.space.focus();
  await page.keyboard.press('ArrowLeft');
  await map.show('Contours');
  await expect(map.space).toHaveCount(0);
});
