/**
 * A page on plain http from another machine: no secure context, so no WebGPU, no cross-origin isolation, no
 * SharedArrayBuffer, no cache for files. Everything must work all the same, on the next backend, which says why.
 */
import { CHROMIUM_FLAGS, launchOptions } from '../../scripts/chromium.mjs';
import { expect, test } from './test';

/** An address reserved for documentation, led to this machine: as an IP address it is served, but not trusted. */
const FAR = '192.0.2.1';

test.use({
  launchOptions: {
    ...(await launchOptions()),
    args: [...CHROMIUM_FLAGS, `--host-resolver-rules=MAP ${FAR} 127.0.0.1`],
  },
  baseURL: ({ baseURL }, provide) => provide(String(baseURL).replace('127.0.0.1', FAR)),
});

test.beforeEach(({ errors }) => errors.allow(/Cross-Origin-Opener-Policy header has been ignored/));

test('trains on the next backend, and says which and why', async ({ page, workspace, training, drawing, gallery }) => {
  await gallery.goto();
  expect(
    await page.evaluate(() => [isSecureContext, crossOriginIsolated, 'gpu' in navigator, 'caches' in window]),
  ).toEqual([false, false, false, false]);
  await workspace.goto('mnist-mlp', 'train', null);
  await workspace.ready();
  await expect(workspace.backend).toHaveAccessibleName(/WASM/);
  const details = await workspace.backendDetails();
  await expect(details).toContainText('Training runs on the processor, through WebAssembly. SIMD, 1 thread');
  await expect(details).toContainText('This page is not cross-origin isolated, so WebAssembly gets one thread only.');
  await expect(details.getByRole('row', { name: /^WebGPU/ })).toContainText('this browser does not have it');
  await expect(details.getByRole('row', { name: /^WASM/ })).toContainText('in use');
  await page.keyboard.press('Escape');

  await workspace.trainBatches(2);
  expect((await training.summary())?.last).toBeLessThan(3);
  await drawing.draw([
    [
      [0.5, 0.2],
      [0.5, 0.8],
    ],
  ]);
  await expect(drawing.answer).toBeAttached();
});

test('takes another backend than the one asked for when that cannot be had', async ({ workspace }) => {
  await workspace.goto('xor', 'train', 'webgpu');
  await workspace.ready();
  await expect(workspace.backend).toHaveAccessibleName(/WASM/);
  const details = await workspace.backendDetails();
  await expect(details.getByRole('row', { name: /^WebGPU/ })).toContainText('this browser does not have it');
});
