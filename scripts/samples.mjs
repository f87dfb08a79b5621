/**
 * Makes `public/samples`: the first images of a data set's test split, in test order (so that test image 7 is the same
 * image before and after the whole set is there), as small IDX files packed with gzip. They are in the repository, so
 * this is run only when a set is added: `node scripts/samples.mjs`. It needs the prepared data sets.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { main, ROOT, requireNode, UserError } from './lib/project.mjs';

const DESCRIPTIONS = ['src/data/mnist.json'];

/**
 * The first `count` entries of an IDX file of unsigned bytes, as an IDX file.
 *
 * @param {Uint8Array} file
 * @param {number} count
 * @returns {Buffer}
 */
export function firstEntries(file, count) {
  const dimensions = file[3];
  const header = Buffer.from(file.subarray(0, 4 + 4 * dimensions));
  let entry = 1;
  for (let axis = 1; axis < dimensions; axis++) entry *= header.readUInt32BE(4 + 4 * axis);
  header.writeUInt32BE(count, 4);
  return Buffer.concat([header, file.subarray(header.length, header.length + count * entry)]);
}

/**
 * The samples of a set, unpacked, in the order of `samples.files`.
 *
 * @param {object} published A data set's description, `src/data/*.json`.
 * @param {string} publicFolder
 * @returns {Promise<Buffer[]>}
 * @throws {UserError} When the set is not prepared.
 */
export async function makeSamples({ folder, samples }, publicFolder) {
  return Promise.all(
    samples.files.map(async ({ of }) => {
      const path = join(publicFolder, folder, of);
      const bytes = await readFile(path).catch(() => {
        throw new UserError(`${of} is not there. Run \`npm run datasets\` first.`);
      });
      return firstEntries(bytes, samples.count);
    }),
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    requireNode();
    const publicFolder = join(ROOT, 'public');
    for (const description of DESCRIPTIONS) {
      const published = JSON.parse(await readFile(join(ROOT, description), 'utf8'));
      const made = await makeSamples(published, publicFolder);
      await mkdir(join(publicFolder, published.samples.folder), { recursive: true });
      for (const [index, bytes] of made.entries()) {
        const { name, sha256 } = published.samples.files[index];
        const digest = createHash('sha256').update(bytes).digest('hex');
        await writeFile(join(publicFolder, published.samples.folder, name), gzipSync(bytes, { level: 9 }));
        const note = digest === sha256 ? 'as described' : `SHA-256 ${digest}, which ${description} does not have yet`;
        console.log(`${name}: ${bytes.length} bytes unpacked, ${note}.`);
      }
    }
  });
}
