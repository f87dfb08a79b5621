/** Runs: kept, named, compared, gone on with, deleted; in two tabs; and where there is no storage or no space. */
import type { Page } from '@playwright/test';
import { violations } from './axe';
import { Runs } from './pages/runs';
import { readNumber, type Training } from './pages/training';
import { Workspace } from './pages/workspace';
import { expect, test } from './test';

const RUN = (number: number) => `XOR, step by step · run ${number}`;

/** Two runs of XOR: five batches with the template's settings, then three with another width and learning rate. */
async function twoRuns(workspace: Workspace, training: Training): Promise<void> {
  await workspace.goto('xor');
  await workspace.ready();
  await workspace.trainBatches(5);
  await training.type(training.width, '3');
  await training.type(training.learningRate, '0.25');
  await training.apply.click();
  await expect.poll(() => workspace.step()).toBe(0);
  await workspace.trainBatches(3);
}

test('compares two runs: both curves, and the settings that differ', async ({ page, workspace, training, runs }) => {
  await twoRuns(workspace, training);
  const table = await training.table(3);
  await runs.open();
  await expect(runs.rows).toHaveCount(2);
  await expect.poll(() => runs.names()).toEqual([RUN(2), RUN(1)]);
  await expect(runs.row(RUN(2))).toContainText('3–1 · Momentum 0.25 · batch 4 · seed 2');
  await expect(runs.row(RUN(2))).toContainText('3 of 500 epochs');

  await runs.choose(RUN(1));
  await expect(runs.differences.getByRole('listitem')).toHaveText([
    /^hidden\.units\s*3 →\s*to\s*2$/,
    /^Learning rate\s*0\.25 →\s*to\s*0\.5$/,
  ]);
  await expect(runs.comparison.locator('svg.recharts-surface path.recharts-line-curve')).toHaveCount(2);
  const losses = await runs.column('A Training');
  expect(readNumber(losses[10])).toBe(Number.NaN);
  expect(losses[6]).toBe(table[2][1]);
  expect((await runs.column('B Training')).filter((loss) => loss === '–')).toHaveLength(2);
  expect(await violations(page)).toEqual([]);

  // What is chosen is still chosen after a look at another view.
  await workspace.open('Train');
  await runs.open();
  await expect(runs.differences.getByRole('listitem')).toHaveCount(2);
});

test('names a run, finds it by its name after a reload, and gives it its number back', async ({
  page,
  workspace,
  training,
  runs,
}) => {
  await twoRuns(workspace, training);
  await runs.open();
  await runs.rename(RUN(1), 'Narrow');
  await expect.poll(() => runs.names()).toEqual([RUN(2), 'Narrow']);
  await expect(page.getByRole('button', { name: 'Rename Narrow' })).toBeFocused();
  await page.reload();
  await expect.poll(() => runs.names()).toEqual([RUN(2), 'Narrow']);
  await runs.rename('Narrow', '');
  await expect.poll(() => runs.names()).toEqual([RUN(2), RUN(1)]);
});

test('goes on with an earlier run as if nothing had come between', async ({ workspace, training, runs }) => {
  await twoRuns(workspace, training);
  await runs.open();
  await runs.act('Open', RUN(1));
  await workspace.ready();
  expect(await workspace.step()).toBe(5);
  await expect(training.width).toHaveValue('2');
  await workspace.trainBatches(2);
  const resumed = await training.table(7);
  await workspace.reset.click();
  await expect.poll(() => workspace.step()).toBe(0);
  await workspace.trainBatches(7);
  expect((await training.table(7)).map(([, loss]) => loss)).toEqual(resumed.map(([, loss]) => loss));
  await runs.open();
  await expect(runs.rows).toHaveCount(3);
});

test('resumes a run: it trains on by itself', async ({ workspace, training, runs }) => {
  await twoRuns(workspace, training);
  await workspace.speed.selectOption('10 / s');
  await runs.open();
  await runs.act('Resume', RUN(1));
  await expect(workspace.pause).toBeVisible();
  await expect.poll(() => workspace.step()).toBeGreaterThan(8);
  await workspace.pause.click();
  await workspace.ready();
});

test('deletes a run, and brings it back', async ({ page, workspace, training, runs }) => {
  await twoRuns(workspace, training);
  await runs.open();
  await runs.act('Delete', RUN(1));
  await expect(runs.rows).toHaveCount(1);
  await expect(runs.undo).toBeFocused();
  await runs.undo.click();
  await expect(runs.rows).toHaveCount(2);
  await runs.act('Open', RUN(1));
  await workspace.ready();
  expect(await workspace.step()).toBe(5);

  // The open one stays when all the others go; when it goes itself, the network begins anew.
  await runs.open();
  await runs.deleteUnnamed.click();
  await expect.poll(() => runs.names()).toEqual([RUN(1)]);
  await runs.act('Delete', RUN(1));
  await expect(page.getByText('No runs yet.')).toBeVisible();
  await workspace.open('Train');
  await workspace.ready();
  expect(await workspace.step()).toBe(0);
  await page.reload();
  await workspace.ready();
  expect(await workspace.step()).toBe(0);
  await runs.open();
  await expect(page.getByText('No runs yet.')).toBeVisible();
});

test('keeps the ends of epochs of the MLP, opens one of them, and saves the curves', async ({
  page,
  workspace,
  training,
  runs,
}) => {
  await workspace.goto('mnist-mlp');
  await workspace.ready();
  await training.type(training.batchSize, '1000');
  await workspace.ready();
  await workspace.oneEpoch.click();
  await expect.poll(() => workspace.step(), { timeout: 60_000 }).toBe(54);
  await workspace.ready();
  await workspace.trainBatches(2);
  const table = await training.table(56);
  await runs.open();
  await expect(runs.checkpoints).toContainText('End of epoch 1');
  await expect(runs.checkpoints.getByRole('row')).toHaveCount(3);
  await expect(runs.row('MNIST digits · run 1')).toContainText(/\d\d\.\d% validation/);

  const saving = page.waitForEvent('download');
  await runs.csv.click();
  const saved = await saving;
  const stream = await saved.createReadStream();
  const lines = (await stream.toArray()).join('').trim().split('\r\n');
  expect(lines[0]).toBe('run,series,step,epoch,seconds,loss,accuracy,partial,learningRate');
  expect(lines.filter((line) => line.includes(',train,'))).toHaveLength(56);
  const last = lines.findLast((line) => line.includes(',train,'))?.split(',') ?? [];
  expect(Number(last[5])).toBeCloseTo(readNumber(table[table.length - 1][1]), 2);

  await runs.checkpoints.getByRole('button', { name: 'Open at step 54' }).click();
  await expect(workspace.notices).toContainText('From there a copy goes on');
  await workspace.ready();
  expect(await workspace.step()).toBe(54);
  await workspace.trainBatches(2);
  const again = await training.table(56);
  expect(again[again.length - 1]).toEqual(table[table.length - 1]);
  await runs.open();
  await expect.poll(() => runs.names()).toEqual(['MNIST digits · run 2', 'MNIST digits · run 1']);
  await expect(page.getByText('A copy of MNIST digits · run 1, from step 54 on.')).toBeVisible();
});

test('two tabs on one demo keep two runs', async ({ page, workspace, context, errors }) => {
  void errors;
  await workspace.goto('xor');
  await workspace.ready();
  await workspace.trainBatches(3);
  const other = await context.newPage();
  const there = new Workspace(other);
  await there.goto('xor');
  await expect(there.notices).toContainText('Another tab has this run open. This tab goes on with a copy from step 3.');
  await there.ready();
  expect(await there.step()).toBe(3);
  await there.trainBatches(4);
  await workspace.trainBatches(1);

  const list = new Runs(other);
  await list.open();
  await expect(list.rows).toHaveCount(2);
  await expect(list.row(RUN(1))).toContainText('open in another tab');
  await expect(list.row(RUN(1))).toContainText('4 of 500 epochs');
  await expect(list.row(RUN(2))).toContainText('7 of 500 epochs');
  await expect(list.row(RUN(1)).getByRole('button', { name: 'is open in another tab' })).toBeDisabled();

  // Each finds its own again.
  await page.reload();
  await workspace.ready();
  expect(await workspace.step()).toBe(4);
  await workspace.trainBatches(1);
  await other.reload();
  await list.open();
  await there.open('Train');
  await there.ready();
  expect(await there.step()).toBe(7);
  await list.open();
  await expect(list.row(RUN(1))).toContainText('5 of 500 epochs');
  await other.close();
});

test.describe('where runs cannot be kept', () => {
  /** What was trained in this tab is there, named, compared and gone on with, all the same. */
  async function worksWithout(workspace: Workspace, training: Training, runs: Runs): Promise<void> {
    await training.type(training.width, '3');
    await training.apply.click();
    await expect.poll(() => workspace.step()).toBe(0);
    await workspace.trainBatches(2);
    await runs.open();
    await expect(runs.rows).toHaveCount(2);
    await expect(runs.row(RUN(1))).toContainText('until the tab closes');
    await runs.rename(RUN(1), 'First');
    await runs.choose('First');
    await expect(runs.differences).toContainText('hidden.units');
    await runs.act('Open', 'First');
    await workspace.ready();
    expect(await workspace.step()).toBe(4);
  }

  test('because they are denied, that is said once, and everything works', async ({
    page,
    workspace,
    training,
    runs,
  }) => {
    await page.addInitScript(() => {
      const denied = () => {
        throw new DOMException('denied', 'SecurityError');
      };
      Object.defineProperty(window, 'indexedDB', { get: denied });
    });
    await workspace.goto('xor');
    await workspace.ready();
    await workspace.trainBatches(4);
    const notice = workspace.notices.getByText('This browser does not let the page keep runs.');
    await expect(notice).toHaveCount(1);
    await expect(notice).toContainText('Settings are kept.');
    await workspace.notices.getByRole('button', { name: 'Dismiss' }).click();
    await worksWithout(workspace, training, runs);
    await expect(notice).toHaveCount(0);
    await runs.open();
    await expect(page.getByRole('main')).toContainText('This browser does not let the page keep runs.');
  });

  test('because storage is full, that is said once, and keeping goes on when there is space', async ({
    page,
    workspace,
    training,
    runs,
  }) => {
    await page.addInitScript(() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...given) {
        if (sessionStorage.getItem('space') === null) throw new DOMException('full', 'QuotaExceededError');
        return put.apply(this, given);
      };
    });
    await workspace.goto('xor');
    await workspace.ready();
    await workspace.trainBatches(4);
    const notice = workspace.notices.getByText("The browser's storage is full.");
    await expect(notice).toHaveCount(1);
    await expect(notice).toContainText('weights and curves of this run are not kept');
    await workspace.notices.getByRole('button', { name: 'Dismiss' }).click();
    await worksWithout(workspace, training, runs);
    await runs.open();
    await expect(page.getByRole('main')).toContainText("The browser's storage is full.");

    await page.evaluate(() => sessionStorage.setItem('space', 'yes'));
    await workspace.open('Train');
    await workspace.trainBatches(1);
    await expect(workspace.notices).toContainText('There is space again.');
    await page.reload();
    await workspace.ready();
    expect(await workspace.step()).toBe(5);
    await runs.open();
    await expect(runs.row('First')).toBeVisible();
    await expect(runs.row('First')).not.toContainText('until the tab closes');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

  test('nothing is too wide, and everything can be touched', async ({ page, workspace, training, runs }) => {
    await twoRuns(workspace, training);
    await runs.open();
    await runs.row(RUN(1)).getByRole('checkbox').tap();
    await expect(runs.differences).toContainText('hidden.units');
    expect(await overflow(page)).toBe(0);
    await page.getByRole('button', { name: 'Compare 2', exact: true }).tap();
    await expect(runs.differences).toBeInViewport();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: `Delete ${RUN(1)}` }).tap();
    await runs.undo.tap();
    await expect(runs.rows).toHaveCount(2);
  });
});
