/** Optimizers race on surfaces: played, scrubbed and stepped, on a function typed in, until one flies away; and taken along. */
import { runRace } from '@/core/racing/run';
import type { RaceSpec } from '@/core/racing/types';
import { violations } from './axe';
import { Race } from './pages/race';
import { expect, test } from './test';

test('a race is played, scrubbed and stepped, and its file holds what is computed outside the page', async ({
  page,
}) => {
  const race = new Race(page);
  await race.goto();
  await race.expectPosition(400);
  await expect(race.summary).toContainText('After 400 steps Adam leads');
  expect(await race.standing()).toEqual(['Adam', 'Momentum', 'RMSprop', 'SGD']);
  expect(await violations(page)).toEqual([]);

  await race.play.press('Home');
  await race.expectPosition(0);
  await race.speed(2000);
  await page.locator('h1').click();
  await page.keyboard.press(' ');
  await race.expectPosition(400);
  await expect(race.play).toHaveAccessibleName('Play');
  await race.scrub(0.5);
  await expect(race.bar).toHaveAttribute('aria-valuenow', /^(19[5-9]|20[0-5])$/);

  await page.keyboard.press('Home');
  await page.locator('h1').click();
  for (const key of ['ArrowRight', 'Shift+ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
  await race.expectPosition(11);
  await page.locator('#racer-adam').click();
  await expect(race.numbers).toContainText('Step 11, from (');

  const { spec } = JSON.parse(await race.save('Race and results (JSON)')) as { spec: RaceSpec };
  const outside = runRace(spec);
  const [head, ...rows] = (await race.save('All steps (CSV)'))
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
  expect(rows).toHaveLength(4 * 401);
  const column = (name: string, of = 'Adam') =>
    rows.filter((row) => row[head.indexOf('racer')] === of).map((row) => Number(row[head.indexOf(name)]));
  expect(column('loss', 'RMSprop')).toEqual([...outside.tracks[2].loss]);
  // Browsers round powers, of which Adam has some, differently in the last digit.
  const squares = outside.tracks[3].states.v.values.filter((_, i) => i % 2 === 1);
  expect(column('v_y')[400]).toBeCloseTo(squares[400], 9);
  expect(column('loss')[400]).toBeCloseTo(outside.tracks[3].loss[400], 12);
  // The step is read off the mean and the root of the mean square, whose columns are there.
  const [x, mHat, vHat] = ['x', 'mHat_x', 'vHat_x'].map((name) => column(name));
  expect(x[11]).toBeCloseTo(x[10] - (0.05 * mHat[11]) / (Math.sqrt(vHat[11]) + 1e-7), 12);
});

test('a typed function is raced on, its mistake is pointed at, and who flies away is stopped and spoils nothing', async ({
  page,
}) => {
  const race = new Race(page);
  await race.goto('on=bowl&r=adam,0.05&steps=60');
  await race.ownFunction();
  await race.expression.fill('x^2 + 10*y^2 +');
  await expect(race.expression).toHaveAttribute('aria-invalid', 'true');
  await race.expression.fill('x^2 + 10*y^2');
  await expect(race.expression).toHaveAttribute('aria-invalid', 'false');
  await race.add('sgd', 'sgd', 0.04);
  await expect(race.row('SGD')).toBeVisible();
  await expect.poll(() => race.valueAxis()).toContain('10⁻⁴');
  const calm = await race.valueAxis();
  await race.add('momentum', 'momentum', 3);
  await expect(race.row('Momentum')).toContainText(/stopped at step \d+: left the map/);
  expect((await race.standing()).at(-1)).toBe('Momentum');
  await expect(race.numbers).toContainText('rate × curvature was 3 × 20 = 60');
  await expect(race.curves.getByText(/stopped at step/)).toBeVisible();
  await expect.poll(() => race.valueAxis()).toEqual(calm);
  await race.curves.getByRole('radio', { name: 'linear' }).check();
  await expect.poll(() => race.valueAxis()).toContain('80');
});

test('in Chinese, on a telephone', async ({ page, switches }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const race = new Race(page);
  await race.goto('on=ravine&r=adam,0.05&r=sgd,0.001&steps=40');
  await switches.setLanguage('zh-CN');
  await expect(race.summary).toContainText('40 步之后，');
  await page.locator('#race-first').click();
  await race.expectPosition(0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
});
