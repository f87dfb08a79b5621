/**
 * Convolution and both its gradients as stock forward convolutions, right on every backend for all strides, dilations and
 * paddings; it serves those without kernels of their own. The stock gradient kernels know no dilations.
 *
 * Gradient of the image: between the upstream's pixels go stride − 1 zeros, and the flipped kernel slides over that.
 * Gradient of the kernel: channels and samples change places, so that the upstream is the kernel; what was a stride is
 * then a dilation and the other way round (Dumoulin and Visin: A guide to convolution arithmetic, 2016, chapter 4).
 */
import { getBackend } from '@tensorflow/tfjs-core';
import type { Shape } from '@/core/graph/types';
import type { Pair, WindowAttrs } from '@/core/ops/window';
import { freeing, reshaped, run, type Tensor } from '../../executors/kernels';
import { withEvenChannels } from '../webgl/conv2d';

/** What is added to the products' sums in the same kernel. */
export interface Epilogue {
  bias: Tensor;
  /** `linear`, `relu` or `sigmoid`. */
  activation: string;
}

type Four = [number, number, number, number];

/** activation(image ⋆ kernel + bias), or the sums alone. */
export function stockConv2d(image: Tensor, kernel: Tensor, window: WindowAttrs, epilogue?: Epilogue): Tensor {
  const { strides, dilations, padding } = window;
  const attrs = {
    strides: [...strides],
    dilations: [...dilations],
    pad: [[0, 0], [...padding[0]], [...padding[1]], [0, 0]],
    dataFormat: 'NHWC',
  };
  const convolve = (x: Tensor, filter: Tensor): Tensor => {
    if (!epilogue) return run('Conv2D', { x, filter }, attrs);
    const { bias, activation } = epilogue;
    return run('FusedConv2D', { x, filter, bias }, { ...attrs, activation, leakyreluAlpha: 0 });
  };
  return getBackend() === 'webgl' ? withEvenChannels(image, kernel, convolve) : convolve(image, kernel);
}

/** Puts `stride − 1` zero rows after every row, and columns after every column. */
export function withGaps(x: Tensor, [rowStride, columnStride]: Pair): Tensor {
  const [samples, rows, columns, channels] = x.shape as Four;
  const spaced = (lines: Tensor, stride: number) =>
    stride === 1
      ? run('Identity', { x: lines })
      : run('PadV2', { x: lines }, { paddings: padsOf([0, [0, stride - 1], 0]), constantValue: 0 });
  const lines = reshaped(x, [samples * rows, 1, columns * channels]);
  const tall = spaced(lines, rowStride);
  const pixels = reshaped(tall, [samples * rows * rowStride * columns, 1, channels]);
  const wide = spaced(pixels, columnStride);
  const out = reshaped(wide, [samples, rows * rowStride, columns * columnStride, channels]);
  return freeing(out, lines, tall, pixels, wide);
}

const padsOf = (pads: readonly (0 | Pair)[]) => pads.map((pad) => (pad === 0 ? [0, 0] : [...pad]));

/**
 * Cuts off what a negative padding takes away.
 * @returns the image, which the caller owns, and the padding that is left.
 */
export function cropped(x: Tensor, padding: readonly [Pair, Pair]): { image: Tensor; padding: [Pair, Pair] } {
  const kept = padding.map(([before, after]) => [Math.max(0, before), Math.max(0, after)] as const);
  const cuts = padding.map(([before, after]) => [Math.max(0, -before), Math.max(0, -after)] as const);
  const left = [kept[0], kept[1]] as [Pair, Pair];
  if (cuts.flat().every((cut) => cut === 0)) return { image: run('Identity', { x }), padding: left };
  const [samples, rows, columns, channels] = x.shape as Four;
  const size = [samples, rows - cuts[0][0] - cuts[0][1], columns - cuts[1][0] - cuts[1][1], channels];
  return { image: run('Slice', { x }, { begin: [0, cuts[0][0], cuts[1][0], 0], size }), padding: left };
}

/** Padding (negative: cropping) with which a kernel that slides over the upstream with gaps meets every pixel once. */
export function fullPadding(
  upstream: Shape,
  kernel: Shape,
  { strides, dilations, padding }: WindowAttrs,
  inputShape: Shape,
): [Pair, Pair] {
  const along = (axis: 0 | 1): Pair => {
    const reach = (kernel[axis] - 1) * dilations[axis];
    const size = upstream[axis + 1] * strides[axis];
    return [reach - padding[axis][0], inputShape[axis + 1] + padding[axis][0] - size];
  };
  return [along(0), along(1)];
}

/** The kernel upside down and mirrored, filters and channels exchanged. */
function flipped(kernel: Tensor): Tensor {
  const [rows, columns, channels, filters] = kernel.shape as Four;
  const cells = reshaped(kernel, [rows * columns, channels, filters]);
  const reversed = run('Reverse', { x: cells }, { dims: [0] });
  const exchanged = run('Transpose', { x: reversed }, { perm: [0, 2, 1] });
  return freeing(reshaped(exchanged, [rows, columns, filters, channels]), cells, reversed, exchanged);
}

/** ∂L/∂image, given ∂L/∂output. */
export function stockInputGradient(upstream: Tensor, kernel: Tensor, window: WindowAttrs, inputShape: Shape): Tensor {
  const gaps = withGaps(upstream, window.strides);
  const { image, padding } = cropped(gaps, fullPadding(upstream.shape, kernel.shape, window, inputShape));
  const filter = flipped(kernel);
  const gradient = stockConv2d(image, filter, { strides: [1, 1], dilations: window.dilations, padding });
  return freeing(gradient, gaps, image, filter);
}

/** ∂L/∂kernel, given ∂L/∂output. */
export function stockKernelGradient(
  image: Tensor,
  upstream: Tensor,
  { strides, dilations, padding }: WindowAttrs,
  kernelShape: Shape,
): Tensor {
  // Rows and columns that no window saw are left out, so that the result has just the kernel's size.
  const exact = [0, 1].map((axis): Pair => {
    const seen = (upstream.shape[axis + 1] - 1) * strides[axis] + (kernelShape[axis] - 1) * dilations[axis] + 1;
    return [padding[axis][0], seen - padding[axis][0] - image.shape[axis + 1]];
  });
  const channelsFirst = run('Transpose', { x: image }, { perm: [3, 1, 2, 0] });
  const { image: seen, padding: left } = cropped(channelsFirst, [exact[0], exact[1]]);
  const filter = run('Transpose', { x: upstream }, { perm: [1, 2, 0, 3] });
  const byChannel = stockConv2d(seen, filter, { strides: dilations, dilations: strides, padding: left });
  const gradient = run('Transpose', { x: byChannel }, { perm: [1, 2, 0, 3] });
  return freeing(gradient, channelsFirst, seen, filter, byChannel);
}
