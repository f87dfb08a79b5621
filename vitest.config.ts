/**
 * Two test projects: `unit` runs in Node, `browser` in real Chromium, on a cross-origin isolated page so that
 * WebAssembly has its threads and a software WebGPU adapter is there.
 */
import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './scripts/chromium.mjs';
import { isolation } from './vite.config.ts';

const alias = { '@': new URL('./src', import.meta.url).pathname };

/** Bundled before the first test: a dependency found late would reload the page in the middle of a test. */
const prebundled = [
  '@mantine/core',
  '@mantine/hooks',
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgl',
  '@tensorflow/tfjs-backend-webgpu',
  'dexie',
  'fast-check',
  'i18next',
  'katex',
  'react',
  'react-dom',
  'react-dom/client',
  'react-i18next',
  'react/jsx-dev-runtime',
  'recharts',
  'zod',
  'zundo',
  'zustand',
];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/unit/**/*.test.ts'],
          testTimeout: 20_000,
          // Threads start sooner than processes, and the tests need no process of their own.
          pool: 'threads',
          maxWorkers: availableParallelism(),
        },
      },
      {
        resolve: { alias },
        server: { headers: isolation },
        worker: { format: 'es' },
        optimizeDeps: { include: prebundled },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Two pages at a time leave each a core where there are two: most tests wait for workers to start.
          maxWorkers: 2,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: await launchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
