/** A learning rate that changes by itself and a run that ends by itself, as a visitor sets them and sees them at work. */
import { scheduleFrom } from '@/core/schedules/rate';
import { expect, test } from './test';

test('a schedule is previewed, used for every batch, and drawn beside the loss', async ({
  page,
  workspace,
  training,
}) => {
  await workspace.goto('xor');
  await workspace.ready();
  await page.getByRole('combobox', { name: 'Schedule' }).selectOption('step');
  await training.type(page.locator('#schedule-stepSize'), '2');
  const { at } = scheduleFrom(0.5, { kind: 'step', stepSize: 2, factor: 0.5 });
  await expect(page.locator('#schedule-table')).toBeVisible();
  await workspace.ready();
  await workspace.trainBatches(5);
  await expect(page.getByText(/learning rate 0\.125$/)).toBeVisible();
  await training.show('Learning rate');
  await expect(page.getByText('After 5 steps the learning rate has gone from 0.5 to 0.125.')).toBeAttached();
  const rates = (await training.table(5)).map(([step, rate]) => [Number(step), Number(rate)]);
  expect(rates).toEqual([1, 2, 3, 4, 5].map((step) => [step, at(step - 1)]));
  // It goes on where it was after a reload.
  await page.reload();
  await workspace.ready();
  await workspace.trainBatches(2);
  const later = (await training.show('Learning rate').then(() => training.table(7))).at(-1);
  expect(later).toEqual(['7', String(at(6))]);
});

test('a run ends by itself when the loss no longer improves, says why, and goes on', async ({
  page,
  workspace,
  training,
  runs,
}) => {
  await workspace.goto('xor');
  await workspace.ready();
  await page.getByRole('combobox', { name: 'Early stopping' }).selectOption({ label: 'on' });
  await page.locator('#early-stopping-more').click();
  // So large an improvement there never is: only the first epoch is better than nothing.
  await training.type(page.locator('#early-stopping-minDelta'), '1000');
  await workspace.ready();
  await workspace.play.click();
  const note = page.locator('#stopped-early');
  await expect(note).toContainText('Stopped early: the training loss has not improved for 3 epochs.');
  await expect(note).toContainText('It was best after epoch 1');
  await expect(note).toContainText('The network has the weights of that epoch again.');
  expect(await workspace.step()).toBe(4);
  const goOn = page.getByRole('banner').getByRole('button', { name: 'Go on', exact: true });
  await goOn.click();
  await expect.poll(() => workspace.step()).toBe(7);
  await expect(note).toBeVisible();
  await runs.open();
  await expect(runs.rows.first()).toContainText('stopped early');
});
