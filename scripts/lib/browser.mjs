/**
 * Installs a browser where none is found: Debian's Chromium when this is Debian and we may install, else the one
 * Playwright downloads into the user's own cache.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../chromium.mjs';
import { ROOT, run, UserError } from './project.mjs';

async function installWithApt() {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'], { env });
}

/** @throws {UserError} When no browser is there and none could be installed. */
export async function ensureBrowser() {
  if (await findChromium()) return;
  console.log('No Chromium found; installing one …');
  await installWithApt();
  if (await findChromium()) return;
  await run(process.execPath, [join(ROOT, 'node_modules/playwright/cli.js'), 'install', 'chromium']);
  if (await findChromium()) return;
  throw new UserError(
    'There is no Chromium and none could be installed. Install Chromium or Chrome, or set CHROMIUM_PATH to one.',
  );
}
