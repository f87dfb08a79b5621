/**
 * Resizing and its gradient. Both go along one axis after the other, and along an axis a row of the result is a sum of a
 * few rows of the source, each with its weight: on wasm a kernel of our own reads just those, elsewhere it is a matrix
 * product. The stock gradient kernels do not know half-pixel centres, and wasm and webgpu have none.
 */
import { getBackend } from '@tensorflow/tfjs-core';
import type { Shape } from '@/core/graph/types';
import { type ResizeAttrs, resizeTaps, type Tap } from '@/core/ops/resize2d';
import { freeing, reshaped, run, type Tensor, tensor } from '../executors/kernels';
import { wasmMixer } from './wasm/mixRows';
import { withEvenInner } from './webgl/matMul';

/** Mixes the rows of several matrices: [matrices, from, width] → [matrices, to, width]. */
export interface Mixer {
  run(matrices: Tensor): Tensor;
  /** Frees the weights it keeps. */
  dispose(): void;
}

/** @param taps for each row of the result, which rows it takes, of `from`. */
function matrixMixer(taps: readonly (readonly Tap[])[], from: number): Mixer {
  const weights = new Float32Array(taps.length * from);
  taps.forEach((row, to) => {
    for (const { at, weight } of row) weights[to * from + at] += weight;
  });
  let matrix: Tensor | null = null;
  const asTheyLie = { transposeA: false, transposeB: false };
  const product = (a: Tensor, b: Tensor) => run('BatchMatMul', { a, b }, asTheyLie);
  return {
    run(matrices) {
      matrix ??= tensor(weights, [1, taps.length, from]);
      return getBackend() === 'webgl' ? withEvenInner(matrix, matrices, asTheyLie, product) : product(matrix, matrices);
    },
    dispose: () => matrix?.dispose(),
  };
}

/** The same map the other way: what each row of the source gives to the rows of the result. */
function transposed(taps: readonly (readonly Tap[])[], from: number): Tap[][] {
  const back = Array.from({ length: from }, (): Tap[] => []);
  taps.forEach((row, to) => {
    for (const { at, weight } of row) back[at].push({ at: to, weight });
  });
  return back;
}

/** Resizes images of a shape (`forward`), or takes ∂L/∂output to ∂L/∂image (`backward`). */
export function resizer(image: Shape, { size, interpolation }: ResizeAttrs, direction: 'forward' | 'backward'): Mixer {
  const [samples, height, width, channels] = image;
  const mixer = (small: number, large: number): Mixer => {
    const taps = resizeTaps(small, large, interpolation);
    const [rows, from] = direction === 'forward' ? [taps, small] : [transposed(taps, small), large];
    return getBackend() === 'wasm' ? wasmMixer(rows, from) : matrixMixer(rows, from);
  };
  const vertical = mixer(height, size[0]);
  const horizontal = mixer(width, size[1]);
  const [before, after] = direction === 'forward' ? [[height, width], size] : [size, [height, width]];
  return {
    run(x) {
      const lines = reshaped(x, [samples, before[0], before[1] * channels]);
      const stretched = vertical.run(lines);
      const pixels = reshaped(stretched, [samples * after[0], before[1], channels]);
      const resized = horizontal.run(pixels);
      return freeing(reshaped(resized, [samples, ...after, channels]), lines, stretched, pixels, resized);
    },
    dispose() {
      vertical.dispose();
      horizontal.dispose();
    },
  };
}
