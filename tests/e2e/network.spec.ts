/** The layers of a network: changed one by one, and what cannot be built is named where it is wrong. */
import { violations } from './axe';
import { expect, test } from './test';

test('names a layer that does not fit, goes on with the network as it was, and mends it', async ({
  page,
  workspace,
  training,
  layers,
  switches,
}) => {
  await workspace.goto('mnist-cnn');
  await workspace.ready();
  await workspace.trainBatches(1);
  await expect(layers.panel.getByRole('listitem')).toHaveCount(9);
  await expect(layers.row('conv2')).toContainText('11×11×64');

  await test.step('a kernel larger than its input', async () => {
    await layers.type('conv1', 'Kernel size', '29');
    const { words, fix } = layers.problem('conv1');
    await expect(words).toContainText('The kernel of conv1 covers 29×29, but its input is only 28×28.');
    await expect(words).toContainText('Until then the network as it was stays in use.');
    await expect(training.apply).toBeDisabled();
    await switches.setLanguage('zh-CN');
    await expect(words).toContainText('conv1 的卷积核是 29×29，输入却只有 28×28。');
    expect(await violations(page)).toEqual([]);
    await switches.setLanguage('en');
    // Nothing is lost: the network that runs still trains.
    await workspace.trainBatches(1);
    await fix.click();
    await expect(words).toBeHidden();
    await expect(layers.field('conv1', 'Kernel size')).toHaveValue('13');
    await expect(layers.row('conv1')).toContainText('16×16×32');
    await expect(layers.row('conv3')).toContainText('1×1×64');
    await workspace.undo.click();
    await expect(words).toBeVisible();
    await workspace.undo.click();
    await expect(layers.field('conv1', 'Kernel size')).toHaveValue('3');
    await expect(words).toBeHidden();
  });

  await test.step('a pool larger than its input', async () => {
    await layers.type('pool2', 'Window size', '12');
    const { words, fix } = layers.problem('pool2');
    await expect(words).toContainText('covers 12×12, but its input is only 11×11');
    await fix.click();
    await expect(layers.field('pool2', 'Window size')).toHaveValue('3');
  });

  await test.step('a stride and a size of 0 are refused where they are typed', async () => {
    await layers.type('conv1', 'Stride', '0');
    await expect(layers.field('conv1', 'Stride')).toHaveValue('1');
    await expect(layers.row('conv1')).toContainText('The least is 1. 1 stays.');
    await layers.type('pool1', 'Window size', '0');
    await expect(layers.field('pool1', 'Window size')).toHaveValue('2');
  });

  await test.step('padding, and the reset that it takes', async () => {
    await layers.open('conv1');
    await layers.field('conv1', 'Padding').selectOption('same size');
    await expect(layers.row('conv1')).toContainText('28×28×32');
    await expect(layers.row('conv1')).toContainText('needs a reset');
    await training.apply.click();
    await expect.poll(() => workspace.step()).toBe(0);
    await workspace.ready();
    await workspace.trainBatches(1);
    await expect(layers.row('conv1')).not.toContainText('needs a reset');
  });
});

test('finds a kept network that cannot be built, says where, and builds it once it is mended', async ({
  page,
  workspace,
  layers,
}) => {
  await workspace.goto('mnist-cnn');
  await workspace.ready();
  await layers.type('conv1', 'Filters', '8');
  await workspace.ready();
  await page.evaluate(() => {
    // The tab has a copy of its own.
    for (const storage of [localStorage, sessionStorage]) {
      const key = Object.keys(storage).find((candidate) => candidate.endsWith('document/1/mnist-cnn')) ?? '';
      const document = JSON.parse(storage.getItem(key) ?? '');
      document.network.layers[0].strides = 0;
      storage.setItem(key, JSON.stringify(document));
    }
  });
  await page.reload();
  const { words, fix } = layers.problem('conv1');
  await expect(words).toContainText('Layer conv1: stride must be at least 1, and is 0.');
  await expect(workspace.play).toBeDisabled();
  await fix.click();
  await expect(words).toBeHidden();
  await workspace.ready();
  await workspace.trainBatches(1);
});
