/** The MNIST CNN as a person uses it: it learns real digits on WASM, reads what one draws, and survives a reload. */
import { ONE, ZERO } from './pages/drawing';
import { expect, test } from './test';

test('a convolutional network learns to read, and goes on where it was after a reload', async ({
  page,
  workspace,
  training,
  drawing,
}) => {
  test.setTimeout(420_000);
  await workspace.goto('mnist-cnn');
  await workspace.ready();
  await expect(training.network).toContainText('93,322 parameters');

  await test.step('trains until validation accuracy passes 0.93', async () => {
    await workspace.play.click();
    await expect(workspace.backend).toHaveAccessibleName(/WASM.*images\/s/);
    await training.show('Accuracy');
    await expect
      .poll(async () => (await training.summary())?.validation ?? 0, { timeout: 300_000, intervals: [1000] })
      .toBeGreaterThan(0.93);
  });

  await test.step('answers while one draws, and while training goes on', async () => {
    await expect(workspace.pause).toBeVisible();
    await drawing.draw(ONE);
    await drawing.expectRead(1);
    await drawing.clear.click();
    await drawing.draw(ZERO);
    await drawing.expectRead(0);
  });

  await test.step('goes on by itself after a reload in the middle of the run', async () => {
    const before = await workspace.step();
    const { first } = (await training.summary()) ?? {};
    await page.reload();
    await expect(workspace.pause).toBeVisible({ timeout: 60_000 });
    // A few seconds of work at most are lost, and nothing of the curve before them.
    await expect.poll(() => workspace.step(), { timeout: 60_000 }).toBeGreaterThan(before);
    await training.show('Accuracy');
    expect((await training.summary())?.first).toBe(first);
    await workspace.pause.click();
    await expect(workspace.play).toBeEnabled();
    await drawing.expectRead(0);
  });
});
