/**
 * Counter-based random numbers: a value is a pure function of (seed, purpose, layer, step, index), never of what was
 * drawn before. The same dropout mask or initial weight therefore comes out in JavaScript, WebAssembly and WGSL, in
 * any order and on any number of threads.
 *
 * Generator: Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011), which needs only 32-bit additions, rotations and exclusive ors.
 */

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];
const PARITY = 0x1bd11bda;

/** Threefry-2x32-20 of the counter (c0, c1) under the key (k0, k1); returns the two output words. */
export function threefry(k0: number, k1: number, c0: number, c1: number): [number, number] {
  const keys = [k0 | 0, k1 | 0, PARITY ^ k0 ^ k1];
  let x0 = (c0 + keys[0]) | 0;
  let x1 = (c1 + keys[1]) | 0;
  for (let round = 0; round < 20; round++) {
    const r = ROTATIONS[round & 7];
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    if ((round & 3) === 3) {
      const group = (round + 1) >> 2;
      x0 = (x0 + keys[group % 3]) | 0;
      x1 = (x1 + keys[(group + 1) % 3] + group) | 0;
    }
  }
  return [x0 >>> 0, x1 >>> 0];
}

/** FNV-1a of a text, 32 bits: turns (purpose, layer) into the second key word. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** A stream of numbers: everything that identifies it except the index. */
export interface RandomKey {
  seed: number;
  /** What the numbers are for: `initial`, `dropout`, `batchOrder`, `split`, … */
  purpose: string;
  /** Layer or weight name; empty where there is none. */
  layer: string;
  step: number;
}

const word = (key: RandomKey, hash: number, index: number): number => threefry(key.seed, hash, key.step, index)[0];

/** 32 random bits as an unsigned integer. */
export function bits(key: RandomKey, index: number): number {
  return word(key, hashText(`${key.purpose}/${key.layer}`), index);
}

/** A number in [0, 1) with 24 random bits, exact in float32. */
export function uniform(key: RandomKey, index: number): number {
  return (bits(key, index) >>> 8) / 0x1000000;
}

/** Fills `out` with numbers in [low, high). */
export function fillUniform(out: Float64Array, key: RandomKey, low = 0, high = 1): Float64Array {
  const hash = hashText(`${key.purpose}/${key.layer}`);
  for (let i = 0; i < out.length; i++) out[i] = low + (high - low) * ((word(key, hash, i) >>> 8) / 0x1000000);
  return out;
}

/** Fills `out` with normal numbers (Box and Muller 1958; both words of one draw give one number). */
export function fillNormal(out: Float64Array, key: RandomKey, mean = 0, standardDeviation = 1): Float64Array {
  const hash = hashText(`${key.purpose}/${key.layer}`);
  for (let i = 0; i < out.length; i++) {
    const [a, b] = threefry(key.seed, hash, key.step, i);
    const radius = Math.sqrt(-2 * Math.log((a + 1) / 0x100000000));
    out[i] = mean + standardDeviation * radius * Math.cos((2 * Math.PI * b) / 0x100000000);
  }
  return out;
}

/**
 * Fills `out` with normal numbers no further than two standard deviations from the mean; what lies outside is drawn
 * again (with the attempt in place of the step), as Keras does.
 */
export function fillTruncatedNormal(out: Float64Array, key: RandomKey, mean = 0, standardDeviation = 1): Float64Array {
  let open = Array.from({ length: out.length }, (_, i) => i);
  for (let attempt = 0; open.length > 0; attempt++) {
    const draw = fillNormal(new Float64Array(out.length), { ...key, step: key.step + attempt });
    for (const i of open) out[i] = mean + standardDeviation * draw[i];
    open = open.filter((i) => Math.abs(draw[i]) > 2);
  }
  return out;
}

/** A random order of 0 … count − 1 (Fisher and Yates, Knuth TAOCP 3.4.2 algorithm P). */
export function permutation(key: RandomKey, count: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  const hash = hashText(`${key.purpose}/${key.layer}`);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor((word(key, hash, i) * (i + 1)) / 0x100000000);
    const swap = order[i];
    order[i] = order[j];
    order[j] = swap;
  }
  return order;
}
