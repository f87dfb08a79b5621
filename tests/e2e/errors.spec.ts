/** What goes wrong: training that diverges, data that is not as it should be, a worker that dies. */
import { readFileSync } from 'node:fs';
import type { Page, Worker } from '@playwright/test';
import { expect, test } from './test';

test.describe('learning rate 1000', () => {
  const cases = [
    { work: 'mnist-mlp', optimizer: 'SGD', usual: '0.003' },
    { work: 'xor', optimizer: 'Adam', usual: '0.5' },
  ] as const;
  for (const { work, optimizer, usual } of cases) {
    test(`with ${optimizer} on ${work} is noticed at once`, async ({ page, workspace, training }) => {
      await workspace.goto(work);
      await workspace.ready();
      await training.optimizer.selectOption(optimizer);
      await training.type(training.learningRate, '1000');
      await workspace.play.click();

      await expect(workspace.alert).toContainText(/Training diverged at step \d+/);
      const step = Number(/at step (\d+)/.exec(await workspace.alert.innerText())?.[1]);
      expect(step).toBeLessThan(150);
      await expect(workspace.alert).toContainText(
        /The first to overflow: .* of layer “(hidden|output)”\.|No number is infinite yet; the largest, \S+, is in .*\./,
      );
      expect((await workspace.alert.boundingBox())?.height).toBeLessThan(130);
      await expect(workspace.pause).toBeHidden();
      await expect(workspace.play).toBeDisabled();

      await page.getByRole('button', { name: `Learning rate ${usual} and reset` }).click();
      await expect(workspace.alert).toBeHidden();
      await expect(training.learningRate).toHaveValue(usual);
      await workspace.ready();
      expect(await workspace.step()).toBe(0);

      // With that it learns at once.
      await workspace.play.click();
      await expect.poll(() => workspace.step()).toBeGreaterThan(120);
      await expect(workspace.alert).toBeHidden();
      const summary = await training.summary();
      expect(summary?.last).toBeLessThan(summary?.first ?? 0);
    });
  }
});

test('a lower learning rate than the one that diverged is left as it is', async ({ workspace, training }) => {
  await workspace.goto('mnist-mlp');
  await workspace.ready();
  await training.type(training.learningRate, '1000');
  await workspace.play.click();
  await expect(workspace.alert).toContainText('a single update has thrown the weights far past the minimum');
  await training.type(training.learningRate, '0.000001');
  await expect(workspace.alert.getByRole('button')).toHaveText(['Reset with learning rate 1e-6']);
  await workspace.alert.getByRole('button').click();
  await workspace.ready();
  await expect(training.learningRate).toHaveValue('1e-6');
});

test('a backend nobody knows is said to be unknown, without the page waiting for the words', async ({
  page,
  workspace,
}) => {
  let send!: () => void;
  const held = new Promise<void>((resolve) => {
    send = resolve;
  });
  await page.route(/assets\/errors-/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./?backend=foo#/work/xor/train');
  await workspace.ready();
  send();
  await expect(workspace.notices).toContainText('“foo”');
  await expect(workspace.notices).toContainText('webgpu, wasm, webgl, cpu');
});

test.describe('a data file', () => {
  const FILE = 'train-labels-idx1-ubyte';
  const bytes = readFileSync(new URL(`../../public/datasets/mnist/${FILE}`, import.meta.url));
  const damaged = Buffer.from(bytes);
  damaged[1234] ^= 1;
  const cases = [
    { what: 'that is missing', status: 404, body: Buffer.alloc(0), message: `${FILE} is not there.` },
    {
      what: 'that is truncated',
      status: 200,
      body: bytes.subarray(0, 50_000),
      message: `${FILE} arrived incomplete: 50000 of 60008 bytes. Nothing of it is used.`,
    },
    {
      what: 'with a wrong digest',
      status: 200,
      body: damaged,
      message: `${FILE} is not the file that was published (its checksum differs). Nothing of it is used.`,
    },
    {
      what: 'that is a page instead',
      status: 200,
      contentType: 'text/html',
      body: Buffer.from('<!doctype html>'),
      message: `${FILE} is not there.`,
    },
  ];
  for (const { what, message, ...answer } of cases) {
    test(`${what} is named, and trying again works`, async ({ page, workspace, errors }) => {
      errors.allow(/Failed to load resource.*404/);
      await page.route(`**/${FILE}`, (route) => route.fulfill({ contentType: 'application/octet-stream', ...answer }));
      await workspace.goto('mnist-mlp');
      await expect(workspace.alert).toContainText(message, { timeout: 40_000 });
      await expect(workspace.play).toBeDisabled();
      await expect(page.getByRole('list', { name: 'Samples' })).toBeHidden();

      await page.unroute(`**/${FILE}`);
      await workspace.alert.getByRole('button', { name: 'Try again' }).click();
      await workspace.ready();
      await expect(workspace.alert).toBeHidden();
      await workspace.trainBatches(1);
    });
  }

  test('is not fetched again once it is there, and tells the way while it comes', async ({ page, workspace }) => {
    const fetched: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/datasets/')) fetched.push(request.url());
    });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(`**/${FILE}`, (route) => held.then(() => route.continue()));
    await workspace.goto('mnist-mlp');
    const progress = page.getByRole('main').getByRole('progressbar', { name: 'Loading the images' });
    await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow'))).toBeGreaterThan(90);
    release();
    await workspace.ready();
    expect(fetched).toHaveLength(4);

    await page.reload();
    await workspace.ready();
    expect(fetched).toHaveLength(4);
  });
});

/** The engine's worker: the last one started, since the data's is started first and ends never. */
async function engineWorker(page: Page): Promise<Worker> {
  for (const worker of page.workers()) {
    if ((await worker.evaluate(() => self.name)) === 'engine') return worker;
  }
  throw new Error('There is no engine.');
}

test.describe('a worker that dies', () => {
  const crash = async (page: Page) => {
    const worker = await engineWorker(page);
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error('out of order');
      });
    });
  };

  test('is started again, and the run goes on where it was kept', async ({ page, workspace, training, errors }) => {
    errors.allow(/out of order/);
    await workspace.goto('xor');
    await workspace.ready();
    await workspace.trainBatches(5);
    const before = await training.table(5);
    await crash(page);
    await expect(workspace.notices).toContainText('Training goes on from step 5.');
    await workspace.ready();
    expect(await workspace.step()).toBe(5);
    expect(await training.table(5)).toEqual(before);
    await workspace.trainBatches(1);
    const resumed = await training.table(6);

    await workspace.reset.click();
    await expect.poll(() => workspace.step()).toBe(0);
    await workspace.trainBatches(6);
    expect(await training.table(6)).toEqual(resumed);
  });

  test('while it trains trains on by itself', async ({ page, workspace, errors }) => {
    errors.allow(/out of order/);
    await workspace.goto('mnist-mlp');
    await workspace.ready();
    await workspace.trainBatches(2);
    await workspace.speed.selectOption('30 / s');
    await workspace.play.click();
    await expect.poll(() => workspace.step()).toBeGreaterThan(10);
    await crash(page);
    await expect(workspace.notices).toContainText(/Training goes on from step \d+\./, { timeout: 40_000 });
    await expect(workspace.pause).toBeVisible();
    const step = await workspace.step();
    await expect.poll(() => workspace.step()).toBeGreaterThan(step);
  });

  test('again and again is given up with a reason, and can be tried again', async ({ page, workspace, errors }) => {
    errors.allow(/out of order/);
    await workspace.goto('xor');
    await workspace.ready();
    await workspace.trainBatches(1);
    for (let crashes = 0; crashes < 3; crashes++) {
      const dead = await engineWorker(page);
      await crash(page);
      await expect.poll(() => page.workers().includes(dead)).toBe(false);
      await workspace.ready();
    }
    await crash(page);
    await expect(workspace.alert).toContainText('The training engine keeps stopping');
    await expect(workspace.alert).toContainText('Another backend may work');
    await workspace.alert.getByRole('button', { name: 'Try again' }).click();
    await workspace.ready();
    expect(await workspace.step()).toBe(1);
  });
});

test('a view that stops working leaves the rest alone, and can be tried again', async ({ page, workspace, errors }) => {
  errors.allow(/Failed to load resource/, /Failed to fetch dynamically imported module/);
  let blocked = true;
  await page.route('**/assets/Chart-*.js', (route) => (blocked ? route.abort() : route.continue()));
  await workspace.goto('xor');
  await workspace.ready();
  await workspace.oneBatch.click();
  await expect(workspace.alert).toContainText('This view has stopped working.');
  blocked = false;
  await workspace.alert.getByRole('button', { name: 'Try again' }).click();
  await workspace.trainBatches(1);
});

test('a demo whose code does not come can be tried again, and a card without its picture opened', async ({
  page,
  gallery,
  workspace,
  errors,
}) => {
  errors.allow(/Failed to load resource/, /Failed to fetch dynamically imported module/);
  let blocked = true;
  await page.route(/assets\/(XorPicture|Workspace)-.*\.js/, (route) => (blocked ? route.abort() : route.continue()));
  await gallery.goto();
  await expect(gallery.picture('MNIST digits')).toBeVisible();
  await gallery.open('MNIST digits');
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  blocked = false;
  await again.click();
  await expect(workspace.backend).toBeVisible();
});

test('where nothing may be kept everything works, and that is said once', async ({ page, workspace, training }) => {
  await page.addInitScript(() => {
    const denied = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    Object.defineProperty(window, 'localStorage', { get: denied });
    Object.defineProperty(window, 'indexedDB', { get: denied });
    Object.defineProperty(window, 'caches', { get: denied });
  });
  await workspace.goto('xor');
  await workspace.ready();
  await workspace.trainBatches(2);
  await training.type(training.width, '3');
  await training.apply.click();
  await workspace.ready();
  await workspace.trainBatches(1);
  const notice = workspace.notices.getByText('This browser lets the page keep nothing.');
  await expect(notice).toHaveCount(1);
  await workspace.notices.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toBeHidden();
});
