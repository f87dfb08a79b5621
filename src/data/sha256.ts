/**
 * SHA-256 as lower-case hexadecimal. The browser's own where there is one; it is missing on pages served over plain
 * http from another machine (a phone that looks at a laptop's page), where the same sum is computed here, FIPS 180-4.
 */

/** @returns The digest, 64 hexadecimal digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  return subtle ? toHex(new Uint8Array(await subtle.digest('SHA-256', bytes))) : sha256InScript(bytes);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** First 32 bits of the fractional part of a number, given it and a root of it. */
function fraction(value: number): number {
  return ((value - Math.floor(value)) * 2 ** 32) >>> 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  return primes;
}

/** The same digest without the browser's help. */
export function sha256InScript(bytes: Uint8Array): string {
  const primes = firstPrimes(64);
  // Round constants and start values are, by definition, the fractions of the primes' cube and square roots.
  const constants = Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
  const hash = Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  const schedule = new Uint32Array(64);

  const wholeBlocks = bytes.length >>> 6;
  const tail = new Uint8Array((bytes.length & 63) < 56 ? 64 : 128);
  tail.set(bytes.subarray(wholeBlocks << 6));
  tail[bytes.length & 63] = 0x80;
  const tailView = new DataView(tail.buffer);
  tailView.setUint32(tail.length - 8, Math.floor(bytes.length / 2 ** 29));
  tailView.setUint32(tail.length - 4, (bytes.length << 3) >>> 0);

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let block = 0; block < wholeBlocks; block++) compress(hash, schedule, constants, view, block << 6);
  for (let start = 0; start < tail.length; start += 64) compress(hash, schedule, constants, tailView, start);
  return Array.from(hash, (word) => word.toString(16).padStart(8, '0')).join('');
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function compress(hash: Uint32Array, w: Uint32Array, k: Uint32Array, view: DataView, start: number): void {
  for (let t = 0; t < 16; t++) w[t] = view.getUint32(start + 4 * t);
  for (let t = 16; t < 64; t++) {
    const s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >>> 3);
    const s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >>> 10);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let t = 0; t < 64; t++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t1 = (h + sum1 + ((e & f) ^ (~e & g)) + k[t] + w[t]) | 0;
    const t2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  hash[0] += a;
  hash[1] += b;
  hash[2] += c;
  hash[3] += d;
  hash[4] += e;
  hash[5] += f;
  hash[6] += g;
  hash[7] += h;
}
