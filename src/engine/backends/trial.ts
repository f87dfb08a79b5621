/**
 * The measurement that decides between backends that could both win: a few training steps of a dense layer, written
 * in kernels, with one read-back at the end. Takes well under a second.
 */
import { readScalars, run, scalar, type Tensor, tensor } from '../executors/kernels';
import { matMul } from '../kernels/matMul';

const BATCH = 128;
const INPUTS = 784;
const UNITS = 256;
const LONGEST_MS = 300;
const MOST_STEPS = 20;

function values(count: number, scale: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => scale * Math.sin(i));
}

/** relu(x·w), its square's gradient to w, and a small step along it; returns the new weights. */
function step(x: Tensor, w: Tensor, rate: Tensor): Tensor {
  const z = matMul(x, w, { transposeA: false, transposeB: false });
  const mask = run('Step', { x: z }, { alpha: 0 });
  const gradient = run('Multiply', { a: z, b: mask });
  const slope = matMul(x, gradient, { transposeA: true, transposeB: false });
  const change = run('Multiply', { a: slope, b: rate });
  const next = run('Sub', { a: w, b: change });
  for (const used of [z, mask, gradient, slope, change, w]) used.dispose();
  return next;
}

async function settle(w: Tensor): Promise<void> {
  const sum = run('Sum', { x: w }, { axis: [0, 1], keepDims: false });
  await readScalars([sum]);
  sum.dispose();
}

/** Milliseconds of one step on the current backend, after a first one that compiles what there is to compile. */
export async function trial(): Promise<number> {
  const x = tensor(values(BATCH * INPUTS, 1), [BATCH, INPUTS]);
  const rate = scalar(1e-6);
  let w = step(x, tensor(values(INPUTS * UNITS, 0.05), [INPUTS, UNITS]), rate);
  await settle(w);
  const start = performance.now();
  let steps = 0;
  while (steps < MOST_STEPS && performance.now() - start < LONGEST_MS) {
    w = step(x, w, rate);
    if (++steps % 5 === 0) await settle(w);
  }
  await settle(w);
  const elapsed = performance.now() - start;
  for (const used of [x, rate, w]) used.dispose();
  return elapsed / steps;
}
