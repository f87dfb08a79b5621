/** Looking inside the CNN: maps that follow pen and training, every number of a cell against another computation of it. */
import { violations } from './axe';
import { interpretedCell, keptWeights, testImage } from './interpretedCnn';
import { ONE } from './pages/drawing';
import { expect, test } from './test';

const number = (text: string) => Number(text.trim().replaceAll('−', '-'));

test('shows how every cell came about, as a computation outside the page confirms', async ({
  page,
  workspace,
  maps,
}) => {
  await workspace.goto('mnist-cnn', 'inspect');
  await workspace.ready();
  await test.step('begins with a test image, and a cell explained', async () => {
    await expect(maps.layer('conv3')).toHaveAccessibleName(/conv3: 64 maps of 3×3, from 0 to/);
    await expect(maps.value).toBeVisible();
    expect((await maps.place()).layer).toBe('conv1');
  });

  await test.step('trains, and the maps change with it', async () => {
    const before = await maps.pixels('conv2');
    await workspace.play.click();
    await expect.poll(() => maps.step(), { timeout: 60_000 }).toBeGreaterThan(12);
    await workspace.pause.click();
    await expect(workspace.play).toBeEnabled();
    expect(await maps.pixels('conv2')).not.toEqual(before);
  });

  // The last snapshot is of the step that is kept.
  await expect(async () => expect((await keptWeights(page)).step).toBe(await maps.step())).toPass({ timeout: 30_000 });
  const { weights } = await keptWeights(page);
  const image = testImage(0);
  const checkCell = async () => {
    const place = await maps.place();
    const expected = interpretedCell(weights, image, place);
    const shown = number(await maps.value.innerText());
    expect(Math.abs(shown - expected), JSON.stringify(place)).toBeLessThan(1e-4 * Math.max(1, Math.abs(expected)));
    const engine = number(await maps.engine.innerText());
    expect(Math.abs(engine - expected)).toBeLessThan(2e-4 * Math.max(1, Math.abs(expected)));
    return { place, expected };
  };

  await test.step('a cell of every layer', async () => {
    for (const layer of ['conv1', 'conv2', 'conv3', 'pool1', 'pool2']) {
      await maps.hover(layer, 76, 30);
      expect((await checkCell()).place.layer).toBe(layer);
    }
  });

  await test.step('its products add up', async () => {
    await maps.hover('conv2', 30, 24);
    const { place } = await checkCell();
    await maps.layer('conv2').click({ position: { x: 30, y: 24 } });
    const products = await maps.products();
    expect(products).toHaveLength(9 * 32);
    const bias = weights['conv2/bias'][place.map - 1];
    const sum = products.reduce((total, product) => total + product, bias);
    const engine = number(await maps.engine.innerText());
    expect(Math.abs(Math.max(0, sum) - engine)).toBeLessThan(2e-3);
    await maps.cell.getByRole('button', { name: 'Unpin' }).click();
  });

  await test.step('the winner of a pool, and how it came about itself', async () => {
    await maps.hover('pool2', 20, 20);
    const { place, expected } = await checkCell();
    const [, row, column] = /row (\d+), column (\d+) of conv2/.exec(await maps.winner.innerText()) ?? [];
    await maps.cell.getByRole('button', { name: 'How the winner came about' }).click();
    const winner = { layer: 'conv2', map: place.map, row: Number(row), column: Number(column) };
    expect(await maps.place()).toEqual(winner);
    expect((await checkCell()).expected).toBe(expected);
  });
});

test('is walked through with keys, painted on three scales, linked with the filters', async ({
  page,
  workspace,
  maps,
}) => {
  await workspace.goto('mnist-cnn', 'inspect');
  await workspace.ready();
  await expect(maps.value).toBeVisible();

  await test.step('keys', async () => {
    await maps.layer('pool1').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    const before = await maps.place();
    expect(before).toMatchObject({ layer: 'pool1', map: 2 });
    const across = before.column < 13 ? 1 : -1;
    await page.keyboard.press(across > 0 ? 'ArrowRight' : 'ArrowLeft');
    expect(await maps.place()).toEqual({ ...before, column: before.column + across });
    await expect(maps.layer('pool1').getByRole('status')).toContainText('pool1, map 2, row');
    await page.keyboard.press('Enter');
    await expect(maps.cell.getByRole('button', { name: 'Unpin' })).toBeVisible();
  });

  await test.step('a pinned cell stays where it is', async () => {
    const pinned = await maps.place();
    await maps.layer('conv1').hover({ position: { x: 90, y: 20 } });
    expect(await maps.place()).toEqual(pinned);
    await maps.cell.getByRole('button', { name: 'Unpin' }).click();
    await maps.hover('conv1', 90, 20);
  });

  await test.step('scales', async () => {
    await maps.scale('Each map');
    const own = await maps.pixels('conv1');
    await maps.scale('Network');
    await expect.poll(() => maps.pixels('conv1')).not.toEqual(own);
    await page.reload();
    await workspace.ready();
    await expect(maps.panel.getByRole('radio', { name: 'Network', exact: true })).toBeChecked();
  });

  await test.step('filters', async () => {
    await expect(maps.value).toBeVisible();
    await maps.filters.getByRole('radio', { name: 'conv2' }).check();
    const filters = maps.filters.getByRole('application', { name: /^64 filters of conv2, each 3×3 for 32 channels/ });
    await filters.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await maps.place()).toMatchObject({ layer: 'conv2', map: 2 });
    await maps.filters.getByRole('button', { name: 'Table of filter 2' }).click();
    await expect(maps.filters.getByRole('table').getByRole('cell')).toHaveCount(9);
  });

  await test.step('tables', async () => {
    await maps.panel.getByRole('button', { name: 'Table of pool2' }).click();
    await expect(maps.panel.getByRole('table').getByRole('cell')).toHaveCount(25);
  });

  expect(await violations(page)).toEqual([]);
});

test('follows what is drawn, and says so when nothing is', async ({ workspace, maps, drawing }) => {
  await workspace.goto('mnist-cnn', 'inspect');
  await workspace.ready();
  await expect(maps.layer('conv1')).toBeVisible();
  await drawing.clear.click();
  await expect(maps.panel).toContainText('The drawing is empty');
  await expect(drawing.panel).toContainText('The drawing is empty');
  await expect(maps.layer('conv1')).toBeHidden();
  expect(await drawing.probability(0)).toBeNaN();
  await drawing.draw(ONE);
  await expect(maps.layer('conv1')).toBeVisible();
  await expect(maps.value).toBeVisible();
  const drawn = await maps.pixels('conv1');
  await drawing.panel.getByRole('textbox', { name: 'Number of the test image' }).fill('17');
  await drawing.panel.getByRole('textbox', { name: 'Number of the test image' }).press('Enter');
  await expect(drawing.panel).toContainText('Test image 17, a 7');
  await expect.poll(() => maps.pixels('conv1')).not.toEqual(drawn);
  await drawing.panel.getByRole('button', { name: 'Next test image' }).click();
  await expect(drawing.panel).toContainText('Test image 18, a 3');
});

test('shows the maps of one layer beside the curves', async ({ page, workspace, maps }) => {
  await workspace.goto('mnist-cnn');
  await workspace.ready();
  const layer = maps.panel.getByRole('combobox', { name: 'Layer' });
  await expect(maps.panel).toContainText('32 maps of 26×26');
  await layer.selectOption('conv2');
  await expect(maps.panel).toContainText('64 maps of 11×11');
  await maps.layer('conv2').hover({ position: { x: 20, y: 20 } });
  await expect(maps.panel).toContainText(/conv2, map 1, row \d+, column \d+: [\d.]+/);
  await maps.panel.getByRole('link', { name: /how each cell came about/ }).click();
  await expect(page).toHaveURL(/inspect$/);
  await expect(maps.cell).toContainText('conv2, map 1, row');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a tap opens a cell as a sheet, another lets it go', async ({ page, workspace, maps }) => {
    await workspace.goto('mnist-cnn', 'inspect');
    await workspace.ready();
    await expect(maps.value).toBeAttached();
    await maps.layer('conv1').tap({ position: { x: 60, y: 20 } });
    await expect.poll(() => maps.place()).toMatchObject({ layer: 'conv1', map: 2 });
    await expect(maps.value).toBeInViewport();
    await maps.cell.getByRole('button', { name: 'Unpin' }).tap();
    await expect(maps.value).toBeHidden();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await violations(page)).toEqual([]);
  });
});
