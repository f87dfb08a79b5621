/**
 * The production build: made when it is missing or older than what it is made of, and measured.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT, run, UserError } from './project.mjs';

const MANIFEST = join(ROOT, 'dist/.vite/manifest.json');
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

/** What is needed before a demo is opened may weigh this much, compressed. */
export const SCRIPT_BUDGET = 300_000;

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((time, name) => Math.max(time, newest(join(path, name))), stat.mtimeMs);
}

/** Whether dist/ holds a build of the sources as they are. */
export function buildIsFresh() {
  if (!existsSync(MANIFEST)) return false;
  const built = statSync(MANIFEST).mtimeMs;
  return SOURCES.every((source) => newest(join(ROOT, source)) <= built);
}

/** @throws {UserError} When the build fails, with what Vite said. */
export async function ensureBuild() {
  if (buildIsFresh()) return;
  const result = await run(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build'], { quiet: true });
  if (result.code !== 0) throw new UserError(`The production build failed:\n${result.stdout}${result.stderr}`);
}

/**
 * The files a page needs before it can do anything: the entry of a Vite manifest and all it imports statically.
 *
 * @param {Record<string, { file: string, imports?: string[], css?: string[], isEntry?: boolean }>} manifest
 * @returns {{ scripts: string[], styles: string[] }} Paths below dist/.
 */
export function entryFiles(manifest) {
  const scripts = new Set();
  const styles = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (scripts.has(chunk.file)) return;
    scripts.add(chunk.file);
    for (const style of chunk.css ?? []) styles.add(style);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key);
  return { scripts: [...scripts], styles: [...styles] };
}

/** @param {string} file Below dist/. */
export function gzippedSize(file) {
  return gzipSync(readFileSync(join(ROOT, 'dist', file)), { level: 9 }).length;
}

/**
 * Compressed bytes the page needs before a demo is opened.
 *
 * @returns {{ script: number, style: number, files: { file: string, bytes: number }[] }}
 */
export function entrySize() {
  const { scripts, styles } = entryFiles(JSON.parse(readFileSync(MANIFEST, 'utf8')));
  const measure = (names) => names.map((file) => ({ file, bytes: gzippedSize(file) }));
  const sum = (files) => files.reduce((total, { bytes }) => total + bytes, 0);
  const files = measure(scripts).sort((a, b) => b.bytes - a.bytes);
  return { script: sum(files), style: sum(measure(styles)), files };
}
