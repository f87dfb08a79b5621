/**
 * The measurement that decides between backends that could both win: a few training steps of a dense layer and of a
 * convolution, written in kernels, with one read-back at the end. Takes well under a second.
 */
import { readScalars, run, scalar, type Tensor, tensor } from '../executors/kernels';
import { conv2d, conv2dInputGradient, conv2dKernelGradient } from '../kernels/conv2d';
import { matMul } from '../kernels/matMul';

/** The dense layer of the smallest network for images, and a convolution of about as many products. */
const ROWS = [128, 784];
const WEIGHTS = [784, 256];
const IMAGES = [32, 14, 14, 16];
const KERNEL = [3, 3, 16, 32];
const WINDOW = {
  strides: [1, 1],
  dilations: [1, 1],
  padding: [
    [0, 0],
    [0, 0],
  ],
} as const;
const LONGEST_MS = 300;
const MOST_STEPS = 20;

function values(shape: number[], scale: number): Tensor {
  const count = shape.reduce((product, n) => product * n, 1);
  return tensor(
    Float32Array.from({ length: count }, (_, i) => scale * Math.sin(i)),
    shape,
  );
}

interface Layer {
  forward(weights: Tensor): Tensor;
  /** ∂/∂weights, given the gradient of the output. */
  gradient(upstream: Tensor, weights: Tensor): Tensor;
}

function dense(x: Tensor): Layer {
  return {
    forward: (w) => matMul(x, w, { transposeA: false, transposeB: false }),
    gradient: (g) => matMul(x, g, { transposeA: true, transposeB: false }),
  };
}

function convolution(images: Tensor): Layer {
  return {
    forward: (kernel) => conv2d(images, kernel, WINDOW),
    gradient: (g, kernel) => {
      conv2dInputGradient(g, kernel, WINDOW, IMAGES).dispose();
      return conv2dKernelGradient(images, g, WINDOW, KERNEL);
    },
  };
}

/** A layer with relu, its square's gradient to the weights, and a small step along it; returns the new weights. */
function step(layer: Layer, w: Tensor, rate: Tensor): Tensor {
  const z = layer.forward(w);
  const mask = run('Step', { x: z }, { alpha: 0 });
  const gradient = run('Multiply', { a: z, b: mask });
  const slope = layer.gradient(gradient, w);
  const change = run('Multiply', { a: slope, b: rate });
  const next = run('Sub', { a: w, b: change });
  for (const used of [z, mask, gradient, slope, change, w]) used.dispose();
  return next;
}

async function settle(weights: readonly Tensor[]): Promise<void> {
  const sums = weights.map((x) => run('Sum', { x }, { axis: x.shape.map((_, axis) => axis), keepDims: false }));
  await readScalars(sums);
  for (const sum of sums) sum.dispose();
}

/** Milliseconds of one step on the current backend, after a first one that compiles what there is to compile. */
export async function trial(): Promise<number> {
  const inputs = [values(ROWS, 1), values(IMAGES, 1)];
  const layers = [dense(inputs[0]), convolution(inputs[1])];
  const rate = scalar(1e-6);
  const stepped = (weights: readonly Tensor[]) => weights.map((w, i) => step(layers[i], w, rate));
  let weights = stepped([values(WEIGHTS, 0.05), values(KERNEL, 0.05)]);
  await settle(weights);
  const start = performance.now();
  let steps = 0;
  while (steps < MOST_STEPS && performance.now() - start < LONGEST_MS) {
    weights = stepped(weights);
    if (++steps % 5 === 0) await settle(weights);
  }
  await settle(weights);
  const elapsed = performance.now() - start;
  for (const used of [...inputs, rate, ...weights]) used.dispose();
  return elapsed / steps;
}
