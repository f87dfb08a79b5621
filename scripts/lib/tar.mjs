/**
 * Reads the regular files of a tar archive (POSIX ustar, as npm packs them). Headers are 512-byte blocks: name, size in
 * octal, a checksum; a file's bytes follow, padded to the next block.
 */
const BLOCK = 512;

function text(block, start, length) {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString('utf8');
}

/** Sum of all header bytes, the checksum field itself counted as spaces. */
function checksum(block) {
  let sum = 8 * 32;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i];
  return sum;
}

/**
 * @param {Buffer} archive Uncompressed.
 * @returns {Map<string, Buffer>} File names to their bytes (views on the archive).
 * @throws When it is no tar archive, or ends within a file.
 */
export function readTar(archive) {
  const files = new Map();
  let offset = 0;
  while (offset + BLOCK <= archive.length) {
    const block = archive.subarray(offset, offset + BLOCK);
    if (block.every((byte) => byte === 0)) break;
    if (Number.parseInt(text(block, 148, 8).trim(), 8) !== checksum(block)) throw new Error('not a tar archive');
    const size = Number.parseInt(text(block, 124, 12).trim(), 8);
    const type = String.fromCharCode(block[156]);
    const prefix = text(block, 257, 5) === 'ustar' ? text(block, 345, 155) : '';
    const name = prefix ? `${prefix}/${text(block, 0, 100)}` : text(block, 0, 100);
    const start = offset + BLOCK;
    if (start + size > archive.length) throw new Error(`the archive ends within ${name}`);
    if (type === '0' || type === '\0') files.set(name, archive.subarray(start, start + size));
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
