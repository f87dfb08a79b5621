/** The reference that the definitions give, beside the one in docs. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { importTypeScript } from './page.mjs';
import { ROOT } from './project.mjs';

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

/** Files whose text is not what the definitions say now, that are missing, or that nothing makes any more. */
export async function staleReference() {
  const folder = join(ROOT, 'docs/reference');
  const { referencePages } = await importTypeScript('scripts/reference/pages.ts');
  const pages = referencePages(ROOT);
  const there = new Set(filesIn(folder).map((path) => relative(folder, path).replaceAll('\\', '/')));
  const changed = [...pages].filter(
    ([file, text]) => !there.has(file) || readFileSync(join(folder, file), 'utf8') !== text,
  );
  const left = [...there].filter((file) => !pages.has(file));
  return { folder, pages, stale: [...changed.map(([file]) => file), ...left].sort() };
}
