/**
 * Depthwise convolution with one filter a channel, and its gradients, on WebGPU: a thread for each element of the output
 * or of the image's gradient. A weight's gradient is a long sum, so it is cut into parts that run side by side, and a
 * second pass adds the parts (the stock kernel gives each weight to one thread).
 */
import type { Shape } from '@/core/graph/types';
import { axesOf, type WindowAttrs } from '@/core/ops/window';
import type { Tensor } from '../../executors/kernels';
import { sumOfParts } from './columnSums';
import { runShader, type Triple } from './program';
import { WINDOW_FUNCTIONS, windowUniforms } from './window';

const WORKGROUP: Triple = [64, 1, 1];
/** Threads that keep a graphics card busy, and positions that are worth one. */
const THREADS = 2 ** 15;
const FEWEST_POSITIONS = 64;

const FORWARD = `
  ${WINDOW_FUNCTIONS}
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    let channel = index % uniforms.channels;
    let place = index / uniforms.channels;
    let column = place % uniforms.columns;
    let row = (place / uniforms.columns) % uniforms.rows;
    let sample = place / (uniforms.columns * uniforms.rows);
    var sum = 0.0;
    for (var i = 0; i < uniforms.windowRows; i++) {
      let y = imageRow(row, i);
      if (y < 0) { continue; }
      for (var j = 0; j < uniforms.windowColumns; j++) {
        let x = imageColumn(column, j);
        if (x < 0) { continue; }
        let pixel = image[((sample * uniforms.height + y) * uniforms.width + x) * uniforms.channels + channel];
        sum += pixel * weights[(i * uniforms.windowColumns + j) * uniforms.channels + channel];
      }
    }
    result[index] = sum;
  }
`;

const TO_INPUT = `
  ${WINDOW_FUNCTIONS}
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    let channel = index % uniforms.channels;
    let pixel = index / uniforms.channels;
    let atColumn = pixel % uniforms.width;
    let atRow = (pixel / uniforms.width) % uniforms.height;
    let sample = pixel / (uniforms.width * uniforms.height);
    var sum = 0.0;
    for (var i = 0; i < uniforms.windowRows; i++) {
      let row = windowRow(atRow, i);
      if (row < 0) { continue; }
      for (var j = 0; j < uniforms.windowColumns; j++) {
        let column = windowColumn(atColumn, j);
        if (column < 0) { continue; }
        let source = ((sample * uniforms.rows + row) * uniforms.columns + column) * uniforms.channels + channel;
        sum += upstream[source] * weights[(i * uniforms.windowColumns + j) * uniforms.channels + channel];
      }
    }
    result[index] = sum;
  }
`;

const TO_KERNEL = `
  ${WINDOW_FUNCTIONS}
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    let channel = index % uniforms.channels;
    let cell = (index / uniforms.channels) % (uniforms.windowRows * uniforms.windowColumns);
    let part = index / (uniforms.channels * uniforms.windowRows * uniforms.windowColumns);
    let i = cell / uniforms.windowColumns;
    let j = cell % uniforms.windowColumns;
    let end = min((part + 1) * uniforms.partLength, uniforms.positions);
    var sum = 0.0;
    for (var position = part * uniforms.partLength; position < end; position++) {
      let y = imageRow((position / uniforms.columns) % uniforms.rows, i);
      let x = imageColumn(position % uniforms.columns, j);
      if (y < 0 || x < 0) { continue; }
      let sample = position / (uniforms.columns * uniforms.rows);
      let pixel = image[((sample * uniforms.height + y) * uniforms.width + x) * uniforms.channels + channel];
      sum += pixel * upstream[position * uniforms.channels + channel];
    }
    result[index] = sum;
  }
`;

const sizeOfWindow = (kernel: Shape) => [kernel[0], kernel[1]] as const;

/** image [n, h, w, c], kernel [kh, kw, c] → [n, oh, ow, c]. */
export function webgpuDepthwise(image: Tensor, kernel: Tensor, window: WindowAttrs): Tensor {
  const size = sizeOfWindow(kernel.shape);
  const [rows, columns] = axesOf(image.shape, size, window);
  const [samples, , , channels] = image.shape as number[];
  return runShader({
    key: 'depthwiseConv2d',
    code: FORWARD,
    inputs: { image, weights: kernel },
    uniforms: windowUniforms(image.shape, size, window),
    shape: [samples, rows.positions, columns.positions, channels],
    workgroup: WORKGROUP,
  });
}

/** ∂L/∂image, given ∂L/∂output. */
export function webgpuDepthwiseInputGradient(
  upstream: Tensor,
  kernel: Tensor,
  window: WindowAttrs,
  inputShape: Shape,
): Tensor {
  return runShader({
    key: 'depthwiseConv2dInputGradient',
    code: TO_INPUT,
    inputs: { upstream, weights: kernel },
    uniforms: windowUniforms(inputShape, sizeOfWindow(kernel.shape), window),
    shape: inputShape,
    workgroup: WORKGROUP,
  });
}

/** ∂L/∂kernel, given ∂L/∂output. */
export function webgpuDepthwiseKernelGradient(
  image: Tensor,
  upstream: Tensor,
  window: WindowAttrs,
  kernelShape: Shape,
): Tensor {
  const [windowRows, windowColumns, channels] = kernelShape;
  const weights = windowRows * windowColumns * channels;
  const positions = upstream.size / channels;
  const wanted = Math.min(Math.ceil(THREADS / weights), Math.ceil(positions / FEWEST_POSITIONS));
  const partLength = Math.ceil(positions / wanted);
  const partial = runShader({
    key: 'depthwiseConv2dKernelGradient',
    code: TO_KERNEL,
    inputs: { image, upstream },
    uniforms: { ...windowUniforms(image.shape, [windowRows, windowColumns], window), positions, partLength },
    shape: [Math.ceil(positions / partLength), weights],
    workgroup: WORKGROUP,
  });
  const gradient = sumOfParts(partial, kernelShape);
  partial.dispose();
  return gradient;
}
