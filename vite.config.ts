/**
 * One configuration for the dev server, the preview server and the production build. Both servers send the two
 * headers that make the page cross-origin isolated, without which WebAssembly has no threads.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  plugins: [react()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  server: { headers: isolation, port: 5173 },
  preview: { headers: isolation, port: 4173 },
  worker: { format: 'es' },
  build: { target: 'es2022', manifest: true, chunkSizeWarningLimit: 2500 },
});
