/**
 * The production build as a visitor gets it: built when it is not fresh, and served with the headers of a real host.
 */
import { ensureBuild } from './build.mjs';
import { ROOT } from './project.mjs';

/**
 * @template T
 * @param {(address: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withSite(use) {
  await ensureBuild();
  const { preview } = await import('vite');
  const server = await preview({ root: ROOT, logLevel: 'error', preview: { host: '127.0.0.1', port: 5328 } });
  try {
    return await use(server.resolvedUrls.local[0]);
  } finally {
    await server.close();
  }
}
