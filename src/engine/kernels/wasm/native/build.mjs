/**
 * Builds the kernels: `node src/engine/kernels/wasm/native/build.mjs`, with clang and wasm-ld 14 of Debian. Three binaries
 * from one source: SIMD for TensorFlow.js' heap, the same for the shared heap of its threaded build, and one without SIMD.
 * They are committed and never built elsewhere; each carries the digest of the sources it was built from, which a unit
 * test compares.
 *
 * The kernels live in a heap that belongs to TensorFlow.js' allocator, so they must touch no memory but what they are
 * given: no data, no stack. The linker always adds a global, the stack pointer; it is taken out again, so a function that
 * used it would make the binary invalid. A build that is invalid or has globals, data or tables fails, here and in the test.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const COMMON = [
  '--target=wasm32',
  ...['-std=c17', '-O3', '-ffreestanding', '-fno-builtin', '-ffp-contract=off', '-fvisibility=hidden', '-nostdlib'],
  ...['-Wall', '-Wextra', '-Werror', '-Wno-missing-field-initializers'],
  '-Wl,--no-entry,--import-memory,--export-dynamic,--strip-all',
];
const SIMD = ['-msimd128', '-mbulk-memory'];
/** As much as TensorFlow.js' shared memory may grow to. */
const SHARED = ['-matomics', '-Wl,--shared-memory,--max-memory=4294967296'];

/** Binaries and the flags they are built with. */
export const BINARIES = {
  'kernels-simd.wasm': SIMD,
  'kernels-shared.wasm': [...SIMD, ...SHARED],
  'kernels-plain.wasm': [],
};

/** The name of the custom section with the digest. */
export const SECTION = 'sources';

/** SHA-256 of all that the binaries are made from: the C sources and this script. */
export function digestOfSources() {
  const hash = createHash('sha256');
  for (const file of readdirSync(FOLDER).sort()) {
    if (/\.([ch]|mjs)$/.test(file)) hash.update(`${file}\n`).update(readFileSync(FOLDER + file));
  }
  return hash.digest('hex');
}

/** The sections of a binary: their ids and where they lie. */
export function sectionsOf(binary) {
  const sections = [];
  let at = 8;
  while (at < binary.length) {
    const start = at;
    const id = binary[at++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += size;
    sections.push({ id, start, end: at });
  }
  return sections;
}

/** Sections that would mean memory of the module's own: tables, memories, globals, elements, data. */
export const OWN_MEMORY = [4, 5, 6, 9, 11, 12];

const GLOBALS = 6;

/** The linked binary without its globals and with the digest. */
function finish(linked, digest) {
  const globals = sectionsOf(linked).find(({ id }) => id === GLOBALS);
  const parts = globals ? [linked.subarray(0, globals.start), linked.subarray(globals.end)] : [linked];
  const content = [SECTION.length, ...Buffer.from(SECTION), ...Buffer.from(digest)];
  return Buffer.concat([...parts, Buffer.from([0, content.length, ...content])]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sources = readdirSync(FOLDER).filter((file) => file.endsWith('.c'));
  const digest = digestOfSources();
  for (const [name, flags] of Object.entries(BINARIES)) {
    const path = FOLDER + name;
    execFileSync('clang', [...COMMON, ...flags, ...sources, '-o', path], { cwd: FOLDER, stdio: 'inherit' });
    const binary = finish(readFileSync(path), digest);
    rmSync(path);
    if (!WebAssembly.validate(binary)) throw new Error(`${name} uses a stack`);
    const own = sectionsOf(binary).filter(({ id }) => OWN_MEMORY.includes(id));
    if (own.length > 0) throw new Error(`${name} has memory of its own: sections ${own.map(({ id }) => id)}`);
    writeFileSync(path, binary);
    process.stdout.write(`${name} ${binary.length} bytes\n`);
  }
}
