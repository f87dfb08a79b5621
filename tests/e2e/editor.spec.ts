/** The layer editor: a network built by hand, broken and mended, with the mouse and with keys alone. */
import { violations } from './axe';
import { expect, test } from './test';

test('builds a residual network with batch normalization from the plain one, and trains it', async ({
  page,
  workspace,
  training,
  layers,
}) => {
  await workspace.goto('mnist-mlp');
  await workspace.ready();
  await layers.addAfter(null, 'conv2d');
  await layers.type('conv1', 'Filters', '4');
  await layers.addAfter('conv1', 'maxPooling2d');
  await layers.addAfter('pool1', 'conv2d');
  await layers.type('conv2', 'Filters', '4');
  await layers.addAfter('conv2', 'batchNormalization');
  await layers.addResidual('bn1', 'pool1');
  await expect(layers.row('add1')).toContainText('reads pool1 and bn1');
  await expect(layers.row('add1')).toContainText('14×14×4');
  await expect(layers.row('pool1')).toContainText('also read by add1');
  expect(await layers.names()).toEqual(['conv1', 'pool1', 'conv2', 'bn1', 'add1', 'flatten', 'hidden', 'output']);

  await test.step('what follows the sum is put in, and the sum is still read', async () => {
    await layers.dragAbove('hidden', 'conv1');
    expect(await layers.names()).toEqual(['hidden', 'conv1', 'pool1', 'conv2', 'bn1', 'add1', 'flatten', 'output']);
    await workspace.undo.click();
    await layers.addAfter('bn1', 'activation');
    await expect(layers.row('add1')).toContainText('reads pool1 and activation1');
    await expect(layers.panel).toContainText('101,');
  });

  await test.step('it trains, and is kept', async () => {
    await workspace.ready();
    await workspace.trainBatches(3);
    const summary = (await training.summary())!;
    expect(summary.steps).toBe(3);
    expect(summary.last).toBeGreaterThan(0);
    expect(summary.last).toBeLessThan(summary.first);
    await page.reload();
    await workspace.ready();
    await expect(layers.row('add1')).toContainText('reads pool1 and activation1');
    await workspace.trainBatches(1);
  });
});

test('says what is wrong with a changed network and mends it, while the old one trains on', async ({
  page,
  workspace,
  training,
  layers,
  switches,
}) => {
  await workspace.goto('mnist-cnn');
  await workspace.ready();
  await workspace.trainBatches(1);

  await test.step('a layer that others read is removed', async () => {
    await layers.type('conv3', 'Filters', '64');
    await layers.field('conv3', 'Padding').selectOption('same size');
    await layers.addResidual('conv3', 'pool2');
    await (await layers.tool('remove', 'pool2')).click();
    const { words, fix } = layers.problem('add1');
    await expect(words).toContainText('add1 reads pool2, which does not come before it.');
    await expect(words).toContainText('Until then the network as it was stays in use.');
    await expect(training.apply).toBeDisabled();
    await workspace.trainBatches(1);
    await fix.click();
    await expect(layers.row('add1')).toContainText('reads conv2 and conv3');
    await workspace.undo.click();
    await workspace.undo.click();
    await expect(layers.row('pool2')).toBeVisible();
    await (await layers.tool('remove', 'add1')).click();
    await layers.takeBack.click();
    await expect(layers.row('add1')).toContainText('5×5×64');
    await (await layers.tool('remove', 'add1')).click();
  });

  await test.step('the last layer does not fit the ten classes', async () => {
    await layers.type('output', 'Width', '7');
    const { words, fix } = layers.problem('output');
    await expect(words).toContainText('output is the last layer and gives 7, but there are 10 classes.');
    await fix.click();
    await expect(layers.field('output', 'Width')).toHaveValue('10');
    await layers.field('output', 'Activation').selectOption('ReLU');
    await expect(layers.row('output').getByRole('note')).toContainText('output should end with softmax');
    expect(await violations(page)).toEqual([]);
    await switches.setLanguage('zh-CN');
    await expect(layers.row('output').getByRole('note')).toContainText('output 末尾应该用 softmax');
    await switches.setLanguage('en');
    await layers.row('output').getByRole('note').getByRole('button').click();
    await expect(layers.field('output', 'Activation')).toHaveValue('softmax');
    await expect(layers.row('output').getByRole('note')).toBeHidden();
  });

  await test.step('a kind that does not fit says why, and brings along what helps', async () => {
    await (await layers.tool('add-after', 'flatten')).click();
    await expect(layers.offer('maxPooling2d')).toContainText('Needs images (height, width, channels)');
    await expect(layers.offer('embedding')).toHaveAttribute('aria-disabled', 'true');
    await expect(layers.offer('embedding')).toContainText('this data set has none');
    expect(await violations(page)).toEqual([]);
    await layers.offer('maxPooling2d').click();
    expect((await layers.names()).slice(5)).toEqual(['flatten', 'reshape1', 'pool3', 'hidden', 'output']);
    await layers.type('reshape1', 'New shape', '7, 7');
    const { words, fix } = layers.problem('reshape1');
    await expect(words).toContainText('reshape1 cannot make 7×7 out of 1600');
    await fix.click();
    await expect(words).toBeHidden();
  });
});

test('adds, names, moves, removes and takes back with keys alone', async ({ page, workspace, layers }) => {
  await workspace.goto('xor');
  await workspace.ready();
  const key = (...keys: string[]) =>
    keys.reduce((before, name) => before.then(() => page.keyboard.press(name)), Promise.resolve());
  await layers.addButton.focus();
  await key('Enter');
  await expect(layers.dialog).toBeVisible();
  await key('Escape');
  await expect(layers.addButton).toBeFocused();

  await key('Enter');
  await page.keyboard.type('layer norm');
  await expect(layers.offer('layerNormalization')).toBeVisible();
  await key('Enter');
  await expect(layers.dialog).toBeHidden();
  await expect(layers.toggle('ln1')).toBeFocused();
  expect(await layers.names()).toEqual(['hidden', 'ln1', 'output']);

  await key('Alt+ArrowUp');
  expect(await layers.names()).toEqual(['ln1', 'hidden', 'output']);
  await expect(layers.toggle('ln1')).toBeFocused();
  await key('ArrowDown', 'ArrowDown');
  await expect(layers.toggle('output')).toBeFocused();
  await key('ArrowUp', 'ArrowUp', 'Delete');
  expect(await layers.names()).toEqual(['hidden', 'output']);
  await expect(layers.takeBack).toBeFocused();
  await key('Enter');
  await expect(layers.toggle('ln1')).toBeFocused();

  await layers.field('ln1', 'Name').focus();
  await page.keyboard.type('hidden');
  await key('Enter');
  await expect(layers.row('ln1')).toContainText('Another layer is called hidden.');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('norm');
  await key('Enter');
  await expect(layers.toggle('norm')).toBeVisible();
  await expect(layers.field('norm', 'Name')).toBeFocused();
  await workspace.ready();
  await workspace.trainBatches(2);
});
