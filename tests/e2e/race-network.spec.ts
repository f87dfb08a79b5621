/** Optimizers on the network: raced, paused, kept and taken away; a learning rate found by the range test; the insides. */
import { violations } from './axe';
import { NetworkRace } from './pages/networkRace';
import { expect, test } from './test';

test('races three optimizers on XOR, keeps the winner as a run, and finds a rate', async ({
  page,
  workspace,
  training,
  runs,
}) => {
  const race = new NetworkRace(page);
  await workspace.goto('xor');
  await workspace.ready();
  await page.getByRole('link', { name: 'Race optimizers from here' }).click();
  await expect(page.getByRole('list', { name: 'Who races' }).getByRole('listitem')).toHaveText([
    /Momentum 0\.5/,
    /SGD 0\.5/,
    /Adam 0\.02/,
  ]);

  // Long enough to be paused on the way.
  await race.setLength(400);
  await race.start.click();
  await race.pause.click();
  await race.setLength(50);
  await expect(race.resume).toBeVisible();
  await race.resume.click();
  await race.finished();
  await expect(race.curves).toHaveCount(6);
  await expect(race.summary).toContainText('After 400 steps');
  const winner = (await race.results.getByRole('rowheader').first().innerText()).trim();
  expect(await race.summary.innerText()).toContain(`${winner} leads`);

  // What the chart says is what the file says.
  await page.locator('#race-smoothing').fill('0');
  await race.plot.press('End');
  const saving = page.waitForEvent('download');
  await race.csv.click();
  const stream = await (await saving).createReadStream();
  const lines = (await stream.toArray()).join('').trim().split('\r\n');
  expect(lines[0]).toBe('configuration,optimizer,series,step,epoch,seconds,loss,accuracy,learningRate,gradientNorm');
  const momentum = lines.map((line) => line.split(',')).filter(([, optimizer]) => optimizer === 'momentum');
  expect(momentum).toHaveLength(400);
  const [, , , step, epoch, , loss, , rate] = momentum[399];
  expect([step, epoch, rate]).toEqual(['400', '400', '0.5']);
  const [, shown] = await race.row('Momentum 0.5');
  expect(Number(shown.split(/\s/)[0])).toBeCloseTo(Number(loss), 4);
  // All began with the same weights and the same batch.
  const first = lines.map((line) => line.split(',')).filter((cells) => cells[3] === '1' && cells[2] === 'train');
  expect(new Set(first.map((cells) => cells[6])).size).toBe(1);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Keep Momentum 0.5' }).click();
  await page.getByRole('link', { name: 'To the runs' }).click();
  await expect.poll(() => runs.names()).toContain('Race: Momentum 0.5');

  await workspace.open('Train');
  await page.getByRole('link', { name: 'Range test' }).click();
  await race.startTest.click();
  const use = page.getByRole('button', { name: 'Use this rate' }).first();
  await expect(use).toBeVisible({ timeout: 20_000 });
  const suggested = (await page.locator('#main strong').first().innerText()).trim();
  await use.click();
  await workspace.open('Train');
  await expect(training.learningRate).toHaveValue(suggested);
});

test('shows the insides of the optimizer once the network trains', async ({ page, workspace }) => {
  const race = new NetworkRace(page);
  await workspace.goto('xor', 'race');
  await race.show('Inside the optimizer');
  await expect(page.getByText('The network is not training.')).toBeVisible();
  await workspace.oneEpoch.click();
  const grid = page.getByRole('region', { name: 'States and steps of every weight' });
  await expect(grid.getByRole('rowheader')).toHaveText([
    'hidden/kernel',
    'hidden/bias',
    'output/kernel',
    'output/bias',
  ]);
  await expect(grid.getByRole('columnheader')).toHaveText(['Weight', 'Update to weight', 'velocity', 'step Δθ']);
  await expect(grid.getByRole('img')).toHaveCount(8);
});
