/**
 * End-to-end tests: the production build as a visitor gets it, in real Chromium. `npm test` builds it beforehand and
 * says so with E2E_BUILT; run alone, the build comes first, so that no test ever looks at an old one. With E2E_URL, what
 * already runs there is tested instead.
 */
import { defineConfig } from '@playwright/test';
import { launchOptions } from './scripts/chromium.mjs';

const port = Number(process.env.E2E_PORT ?? 5321);
const url = process.env.E2E_URL ?? `http://127.0.0.1:${port}/`;
const preview = `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort --host 127.0.0.1`;

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  // Two pages side by side leave each a core where there are two; more would starve one another's training.
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0,
  reporter: process.env.E2E_REPORT ? [['list'], ['json', { outputFile: process.env.E2E_REPORT }]] : [['list']],
  use: {
    baseURL: url,
    launchOptions: await launchOptions(),
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'off',
  },
  webServer: process.env.E2E_URL
    ? undefined
    : {
        command: process.env.E2E_BUILT ? preview : `node node_modules/vite/bin/vite.js build && ${preview}`,
        url,
        reuseExistingServer: false,
        timeout: 180_000,
      },
});
