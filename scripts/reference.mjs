/**
 * `npm run reference [-- --check]`: writes docs/reference from the definitions, or says which of its files are stale.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureDependencies, main, requireNode } from './lib/project.mjs';
import { staleReference } from './lib/reference.mjs';

await main(async () => {
  requireNode();
  await ensureDependencies();
  const { stale, pages, folder } = await staleReference();
  if (process.argv.includes('--check')) {
    for (const file of stale) console.log(`stale: docs/reference/${file}`);
    if (stale.length > 0) process.exitCode = 1;
    return;
  }
  for (const file of stale) {
    const path = join(folder, file);
    if (!pages.has(file)) rmSync(path);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, pages.get(file));
    }
  }
  console.log(stale.length === 0 ? 'The reference is up to date.' : `${stale.length} files of the reference renewed.`);
});
