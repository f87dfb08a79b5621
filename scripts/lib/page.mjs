/**
 * A page of this repository in real Chromium: served by Vite with the headers of the real site, opened, used, closed.
 */
import { join } from 'node:path';
import { launchOptions } from '../chromium.mjs';
import { ROOT } from './project.mjs';

/** Bundled before the page is opened: what is found later would reload it. */
const PREBUNDLED = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgl',
  '@tensorflow/tfjs-backend-webgpu',
  'convnetjs',
  'zod',
];

/**
 * Opens a page and gives it to `use`; server and browser end with it.
 *
 * @template T
 * @param {string} path Of the page's html file, from the root.
 * @param {(page: import('playwright').Page) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withPage(path, use) {
  const { createServer } = await import('vite');
  const server = await createServer({
    root: ROOT,
    logLevel: 'error',
    // Its own cache: a dev server that runs beside it keeps its own.
    cacheDir: join(ROOT, 'node_modules/.vite-scripts'),
    server: { host: '127.0.0.1', port: 5327, hmr: false, watch: null },
    optimizeDeps: { entries: [path], include: PREBUNDLED },
  });
  try {
    await server.listen();
    return await withBrowser((page) => openAndUse(page, new URL(path, server.resolvedUrls.local[0]).href, use));
  } finally {
    await server.close();
  }
}

/** A fresh page of a fresh browser. */
export async function withBrowser(use) {
  const { chromium } = await import('playwright');
  const browser = await chromium.launch(await launchOptions());
  try {
    return await use(await browser.newPage(), browser);
  } finally {
    await browser.close();
  }
}

async function openAndUse(page, address, use) {
  const failed = new Promise((_, reject) => {
    page.on('pageerror', reject);
    page.on('crash', () => reject(new Error('the page crashed')));
  });
  failed.catch(() => undefined);
  await page.goto(address, { waitUntil: 'load' });
  return Promise.race([use(page), failed]);
}

/**
 * Loads a TypeScript module of this repository into Node.
 *
 * @param {string} path From the root.
 */
export async function importTypeScript(path) {
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(join(ROOT, path), {
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    resolve: { alias: { '@': join(ROOT, 'src') } },
  });
  return module;
}
