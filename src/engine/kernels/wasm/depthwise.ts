/**
 * Depthwise convolution with one filter a channel, and its gradients, on the wasm backend: native/depthwise.c. All strides,
 * dilations and paddings. Threads share the images of a batch, or the channels of the kernel.
 */
import type { Shape } from '@/core/graph/types';
import { axesOf, type WindowAttrs } from '@/core/ops/window';
import type { Tensor } from '../../executors/kernels';
import { shares } from './crew';
import { addressOf, blank, crew, withScratch } from './native';

const FLOAT_BYTES = 4;
const DOUBLE_BYTES = 8;
/** Channels that the kernel's gradient works on at once. */
const CHANNELS_AT_ONCE = 16;

/** The shape of the output, and the arguments that the kernels end with, for so many images. */
function geometryOf(image: Shape, kernel: Shape, window: WindowAttrs) {
  const [images, height, width, channels] = image;
  const [rows, columns] = axesOf(image, [kernel[0], kernel[1]], window);
  const moves = [...window.strides, ...window.dilations, window.padding[0][0], window.padding[1][0]];
  const sizes = [height, width, channels, rows.positions, columns.positions, kernel[0], kernel[1]];
  const output = [images, rows.positions, columns.positions, channels];
  const products = output.reduce((size, n) => size * n, kernel[0] * kernel[1]);
  return { output, products, argumentsFor: (count: number) => [count, ...sizes, ...moves] };
}

/** Runs a kernel on pieces of the batch; `from` and `to` are the arrays it reads and writes for each image. */
function byImages(
  name: string,
  [from, kernel, to]: readonly [Tensor, Tensor, Tensor],
  { products, argumentsFor }: ReturnType<typeof geometryOf>,
): void {
  const images = from.shape[0] as number;
  const bytes = (x: Tensor) => (x.size / images) * FLOAT_BYTES;
  const work = shares(crew(), images, products).map((piece) => [
    addressOf(from) + piece.from * bytes(from),
    addressOf(kernel),
    addressOf(to) + piece.from * bytes(to),
    ...argumentsFor(piece.to - piece.from),
  ]);
  crew().run(name, work);
}

/** x [n, h, w, c], kernel [kh, kw, c] → [n, oh, ow, c]. */
export function wasmDepthwise(x: Tensor, kernel: Tensor, window: WindowAttrs): Tensor {
  const geometry = geometryOf(x.shape, kernel.shape, window);
  const out = blank(geometry.output);
  byImages('depthwise', [x, kernel, out], geometry);
  return out;
}

/** ∂L/∂x, given ∂L/∂output [n, oh, ow, c] → inputShape [n, h, w, c]. */
export function wasmDepthwiseInputGradient(
  upstream: Tensor,
  kernel: Tensor,
  window: WindowAttrs,
  inputShape: Shape,
): Tensor {
  const out = blank(inputShape);
  byImages('depthwiseInputGradient', [upstream, kernel, out], geometryOf(inputShape, kernel.shape, window));
  return out;
}

/** ∂L/∂kernel, given ∂L/∂output [n, oh, ow, c] → kernelShape [kh, kw, c]. */
export function wasmDepthwiseKernelGradient(
  x: Tensor,
  upstream: Tensor,
  window: WindowAttrs,
  kernelShape: Shape,
): Tensor {
  const out = blank(kernelShape);
  const { products, argumentsFor } = geometryOf(x.shape, kernelShape, window);
  const [images, , , channels] = x.shape as number[];
  const cells = kernelShape[0] * kernelShape[1];
  withScratch(cells * channels * DOUBLE_BYTES, (scratch) => {
    const work = shares(crew(), Math.ceil(channels / CHANNELS_AT_ONCE), products).map((piece) => {
      const from = piece.from * CHANNELS_AT_ONCE;
      const to = Math.min(channels, piece.to * CHANNELS_AT_ONCE);
      const totals = scratch + from * cells * DOUBLE_BYTES;
      return [addressOf(x), addressOf(upstream), addressOf(out), totals, from, to, ...argumentsFor(images)];
    });
    crew().run('depthwiseKernelGradient', work);
  });
  return out;
}
