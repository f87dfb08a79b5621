/**
 * One configuration for the dev server, the preview server and the production build. Both servers send the two
 * headers that make the page cross-origin isolated, without which WebAssembly has no threads.
 */
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * What the built page may load and run: its own files, WebAssembly, and workers from blobs (TensorFlow.js starts its
 * threads so). Styles may be inline, since formulas and measured layouts set them; scripts never. Data may come from any
 * https address. The development server is left without, because its hot reload is an inline script.
 */
const POLICY = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval' blob:",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self' data:",
  'connect-src': "'self' https: data: blob:",
  'worker-src': "'self' blob:",
  'object-src': "'none'",
  'base-uri': "'self'",
  'form-action': "'none'",
};

const contentPolicy: Plugin = {
  name: 'content-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: {
        'http-equiv': 'Content-Security-Policy',
        content: Object.entries(POLICY)
          .map(([directive, sources]) => `${directive} ${sources}`)
          .join('; '),
      },
      injectTo: 'head-prepend',
    },
  ],
};

/**
 * TensorFlow.js starts its WebAssembly threads from the text of a function (`toString`), which minifying breaks: the
 * function asks whether an outer name exists, the minifier knows that it does and drops the question, and in the
 * thread the name is missing. The answer there is always no.
 */
export const threadsFromText: Plugin = {
  name: 'threads-from-text',
  apply: 'build',
  transform(code, id) {
    if (!id.includes('tfjs-backend-wasm-threaded-simd.js')) return null;
    const question = 'typeof _scriptDir !== "undefined" && _scriptDir';
    if (!code.includes(question)) this.error('The threaded WebAssembly glue has changed: see threads-from-text.');
    return { code: code.replace(question, 'false'), map: null };
  },
};

export default defineConfig({
  base: './',
  plugins: [react(), contentPolicy],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  server: { headers: isolation, port: 5173 },
  preview: { headers: isolation, port: 4173 },
  worker: { format: 'es', plugins: () => [threadsFromText] },
  build: { target: 'es2022', manifest: true, chunkSizeWarningLimit: 2500 },
});
