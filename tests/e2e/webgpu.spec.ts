/** Training on WebGPU in the worker: the real API, on whatever adapter there is (in tests a software one). */
import { expect, test } from './test';

test('a small network learns on WebGPU', async ({ workspace, training, page }) => {
  await workspace.goto('xor', 'train', 'webgpu');
  await workspace.ready();
  await expect(workspace.backend).toHaveAccessibleName(/WebGPU/);
  await training.type(training.learningRate, '2');
  await workspace.play.click();
  await expect
    .poll(
      async () => {
        const summary = await training.summary();
        return summary ? summary.last / summary.first : 1;
      },
      { timeout: 60_000 },
    )
    .toBeLessThan(0.5);

  const details = await workspace.backendDetails();
  await expect(details.getByRole('row', { name: /^WebGPU/ })).toContainText('in use, as the address asks');
  await expect(details.getByRole('row', { name: /^CPU/ })).toContainText('not tried: the address asks for WebGPU');
  await expect(details).toContainText('Here there is no graphics card behind it');
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
});
