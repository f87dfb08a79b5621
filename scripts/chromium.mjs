/**
 * Where Chromium is, and how it is started: one place for the browser tests, the end-to-end tests, the benchmark and
 * the pictures. The flags keep it from calling home, and let WebGPU run on its software adapter, which is slow but the
 * same API as real hardware.
 */
import { existsSync } from 'node:fs';
import { UserError } from './lib/project.mjs';

export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

const SYSTEM_PATHS = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

/**
 * The Chromium executable to use: `CHROMIUM_PATH` if set, one of the system's, or Playwright's own download.
 *
 * @returns {Promise<string | null>} Its path, or null when none is installed.
 * @throws {UserError} When `CHROMIUM_PATH` names a file that does not exist.
 */
export async function findChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (!existsSync(chosen)) throw new UserError(`CHROMIUM_PATH is set to ${chosen}, and there is no such file.`);
    return chosen;
  }
  const installed = SYSTEM_PATHS.find((path) => existsSync(path));
  if (installed) return installed;
  try {
    const { chromium } = await import('playwright');
    const own = chromium.executablePath();
    return existsSync(own) ? own : null;
  } catch {
    return null;
  }
}

/**
 * Playwright's launch options for that browser.
 *
 * @returns {Promise<{ executablePath?: string, args: string[], headless: true }>}
 */
export async function launchOptions() {
  const executablePath = await findChromium();
  return { ...(executablePath ? { executablePath } : {}), args: CHROMIUM_FLAGS, headless: true };
}
