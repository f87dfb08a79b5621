/**
 * Depthwise convolution with one filter a channel, and its gradients, from stock kernels, right for all strides,
 * dilations and paddings; it serves the backends without kernels of their own. The stock gradient kernels know no
 * dilations, and no stock kernel takes a stride and a dilation at once: what is skipped is then computed and left out.
 *
 * Gradient of the image: as of a convolution, the flipped kernels slide over the upstream with gaps (see conv2d.ts).
 * Gradient of the kernel: for each of its cells the part of the image under it, times the upstream with the same gaps,
 * summed over all places.
 */
import type { Shape } from '@/core/graph/types';
import type { Pair, WindowAttrs } from '@/core/ops/window';
import { freeing, reshaped, run, shared, type Tensor } from '../../executors/kernels';
import { reduce } from '../reduce';
import { cropped, fullPadding, withGaps } from './conv2d';

type Four = [number, number, number, number];

const ONES: Pair = [1, 1];

/** Every stride-th row and column. */
function everyNth(x: Tensor, strides: Pair): Tensor {
  const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
  return run('StridedSlice', { x }, { begin: [0, 0, 0, 0], end: x.shape, strides: [1, ...strides, 1], ...masks });
}

function padded(image: Tensor, padding: WindowAttrs['padding']): Tensor {
  if (padding.flat().every((n) => n === 0)) return shared(image);
  const paddings = [[0, 0], [...padding[0]], [...padding[1]], [0, 0]];
  return run('PadV2', { x: image }, { paddings, constantValue: 0 });
}

/** image [n, h, w, c], kernel [kh, kw, c] → [n, oh, ow, c]. */
export function stockDepthwise(image: Tensor, kernel: Tensor, { strides, dilations, padding }: WindowAttrs): Tensor {
  const both = strides.some((n) => n > 1) && dilations.some((n) => n > 1);
  const x = padded(image, padding);
  const filter = reshaped(kernel, [...kernel.shape, 1]);
  const attrs = { strides: both ? [1, 1] : [...strides], dilations: [...dilations], pad: 'valid' };
  const out = run('DepthwiseConv2dNative', { x, filter }, attrs);
  x.dispose();
  filter.dispose();
  return both ? freeing(everyNth(out, strides), out) : out;
}

/** ∂L/∂image, given ∂L/∂output. */
export function stockDepthwiseInputGradient(
  upstream: Tensor,
  kernel: Tensor,
  window: WindowAttrs,
  inputShape: Shape,
): Tensor {
  const gaps = withGaps(upstream, window.strides);
  const { image, padding } = cropped(gaps, fullPadding(upstream.shape, kernel.shape, window, inputShape));
  const cells = reshaped(kernel, [kernel.shape[0] * (kernel.shape[1] as number), kernel.shape[2] as number]);
  const reversed = run('Reverse', { x: cells }, { dims: [0] });
  const flipped = reshaped(reversed, kernel.shape);
  const gradient = stockDepthwise(image, flipped, { strides: ONES, dilations: window.dilations, padding });
  return freeing(gradient, gaps, image, cells, reversed, flipped);
}

/** ∂L/∂kernel, given ∂L/∂output. */
export function stockDepthwiseKernelGradient(
  image: Tensor,
  upstream: Tensor,
  { strides, dilations, padding }: WindowAttrs,
  kernelShape: Shape,
): Tensor {
  const gaps = withGaps(upstream, strides);
  const [samples, rows, columns, channels] = gaps.shape as Four;
  const [windowRows, windowColumns] = kernelShape;
  // The last gaps may lie behind the image.
  const behind = (axis: 0 | 1): Pair => [padding[axis][0], padding[axis][1] + strides[axis] - 1];
  const x = padded(image, [behind(0), behind(1)]);
  const parts: Tensor[] = [];
  for (let i = 0; i < windowRows; i++) {
    for (let j = 0; j < windowColumns; j++) {
      const begin = [0, i * dilations[0], j * dilations[1], 0];
      const seen = run('Slice', { x }, { begin, size: [samples, rows, columns, channels] });
      const products = run('Multiply', { a: seen, b: gaps });
      const flat = reshaped(products, [products.size / channels, channels]);
      parts.push(reduce('Sum', flat, [0], true));
      for (const used of [seen, products, flat]) used.dispose();
    }
  }
  x.dispose();
  gaps.dispose();
  if (parts.length === 1) return freeing(reshaped(parts[0], kernelShape), parts[0]);
  const joined = run('Concat', parts, { axis: 0 });
  return freeing(reshaped(joined, kernelShape), joined, ...parts);
}
