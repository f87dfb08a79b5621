/**
 * The gradient of a convolution's kernel on WebGPU. It is a matrix product: (kernel cells · channels) × positions times
 * positions × filters, where the first matrix is read from the image as it is needed and the positions are those of all
 * samples. The result is small and the sum long, a hundred thousand positions for one batch, so the sum is cut into
 * parts that run side by side, each in tiles kept in workgroup memory; a second pass adds the parts. (The stock kernel
 * gives each weight to one thread, which goes through all positions alone.)
 */
import type { Shape } from '@/core/graph/types';
import type { WindowAttrs } from '@/core/ops/window';
import type { Tensor } from '../../executors/kernels';
import { sumOfParts } from './columnSums';
import { runShader } from './program';
import { WINDOW_FUNCTIONS, windowUniforms } from './window';

/** A workgroup of 8 × 8 threads, each with 4 × 4 weights. */
const THREADS = 8;
const EACH = 4;
const TILE = THREADS * EACH;
/** Positions read into workgroup memory at a time. */
const DEPTH = 16;
/** Enough workgroups to keep a graphics card busy. */
const WORKGROUPS = 512;
/** Positions of a part at least: fewer would cost more in the second pass than they gain. */
const SHORTEST_PART = 256;

/** How the sum over `positions` is cut: parts of equal length, a multiple of DEPTH, and how many. */
export function partsOf(positions: number, tiles: number): { length: number; count: number } {
  const wanted = Math.min(Math.ceil(WORKGROUPS / tiles), Math.ceil(positions / SHORTEST_PART));
  const length = Math.ceil(positions / wanted / DEPTH) * DEPTH;
  return { length, count: Math.ceil(positions / length) };
}

const PARTIAL_SUMS = `
  ${WINDOW_FUNCTIONS}
  var<workgroup> patches : array<array<f32, ${TILE}>, ${DEPTH}>;
  var<workgroup> gradients : array<array<f32, ${TILE}>, ${DEPTH}>;

  // The image under one weight's cell and channel at one position of the window.
  fn pixelUnder(weight : i32, position : i32) -> f32 {
    let channel = weight % uniforms.channels;
    let cell = weight / uniforms.channels;
    let column = position % uniforms.columns;
    let row = (position / uniforms.columns) % uniforms.rows;
    let sample = position / (uniforms.columns * uniforms.rows);
    let y = imageRow(row, cell / uniforms.windowColumns);
    let x = imageColumn(column, cell % uniforms.windowColumns);
    if (y < 0 || x < 0) { return 0.0; }
    return image[((sample * uniforms.height + y) * uniforms.width + x) * uniforms.channels + channel];
  }

  fn main() {
    let firstWeight = i32(workgroupId.y) * ${TILE};
    let firstFilter = i32(workgroupId.x) * ${TILE};
    let part = i32(workgroupId.z);
    let end = min((part + 1) * uniforms.partLength, uniforms.positions);
    let thread = i32(localIndex);
    var sums : array<array<f32, ${EACH}>, ${EACH}>;
    // Every thread counts to the same number, or the barriers would be refused.
    for (var slice = 0; slice < uniforms.partLength; slice += ${DEPTH}) {
      let start = part * uniforms.partLength + slice;
      for (var i = thread; i < ${TILE * DEPTH}; i += ${THREADS * THREADS}) {
        let position = start + i / ${TILE};
        let weight = firstWeight + i % ${TILE};
        let output = firstFilter + i % ${TILE};
        var seen = 0.0;
        var arriving = 0.0;
        if (position < end && weight < uniforms.weights) { seen = pixelUnder(weight, position); }
        if (position < end && output < uniforms.filters) { arriving = upstream[position * uniforms.filters + output]; }
        patches[i / ${TILE}][i % ${TILE}] = seen;
        gradients[i / ${TILE}][i % ${TILE}] = arriving;
      }
      workgroupBarrier();
      for (var k = 0; k < ${DEPTH}; k++) {
        for (var a = 0; a < ${EACH}; a++) {
          let value = patches[k][i32(localId.y) * ${EACH} + a];
          for (var b = 0; b < ${EACH}; b++) {
            sums[a][b] += value * gradients[k][i32(localId.x) * ${EACH} + b];
          }
        }
      }
      workgroupBarrier();
    }
    for (var a = 0; a < ${EACH}; a++) {
      for (var b = 0; b < ${EACH}; b++) {
        let weight = firstWeight + i32(localId.y) * ${EACH} + a;
        let output = firstFilter + i32(localId.x) * ${EACH} + b;
        if (weight < uniforms.weights && output < uniforms.filters) {
          result[(part * uniforms.weights + weight) * uniforms.filters + output] = sums[a][b];
        }
      }
    }
  }
`;

/** ∂L/∂kernel, given ∂L/∂output. */
export function webgpuKernelGradient(image: Tensor, upstream: Tensor, attrs: WindowAttrs, kernelShape: Shape): Tensor {
  const [windowRows, windowColumns, channels, filters] = kernelShape;
  const weights = windowRows * windowColumns * channels;
  const positions = upstream.size / filters;
  const tiles = [Math.ceil(filters / TILE), Math.ceil(weights / TILE)] as const;
  const { length, count } = partsOf(positions, tiles[0] * tiles[1]);
  const partial = runShader({
    key: 'conv2dKernelGradient',
    code: PARTIAL_SUMS,
    inputs: { image, upstream },
    uniforms: {
      ...windowUniforms(image.shape, [windowRows, windowColumns], attrs),
      filters,
      weights,
      positions,
      partLength: length,
    },
    shape: [count, weights, filters],
    workgroup: [THREADS, THREADS, 1],
    workgroups: [...tiles, count],
  });
  const gradient = sumOfParts(partial, kernelShape);
  partial.dispose();
  return gradient;
}
