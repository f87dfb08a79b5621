/**
 * Depthwise convolution and its gradients, as each backend does them best. The kernels know one filter a channel; with a
 * multiplier every channel of the image is repeated as often first, and its gradients are added up again.
 */
import { getBackend } from '@tensorflow/tfjs-core';
import type { Shape } from '@/core/graph/types';
import type { WindowAttrs } from '@/core/ops/window';
import { broadcast, freeing, reshaped, run, shared, type Tensor } from '../executors/kernels';
import { stockDepthwise, stockDepthwiseInputGradient, stockDepthwiseKernelGradient } from './stock/depthwise';
import { wasmDepthwise, wasmDepthwiseInputGradient, wasmDepthwiseKernelGradient } from './wasm/depthwise';
import { webgpuDepthwise, webgpuDepthwiseInputGradient, webgpuDepthwiseKernelGradient } from './webgpu/depthwise';

/** Kernels with one filter a channel: image [n, h, w, c], kernel [kh, kw, c]. */
interface DepthwiseKernels {
  forward(image: Tensor, kernel: Tensor, window: WindowAttrs): Tensor;
  toInput(upstream: Tensor, kernel: Tensor, window: WindowAttrs, inputShape: Shape): Tensor;
  toKernel(image: Tensor, upstream: Tensor, window: WindowAttrs, kernelShape: Shape): Tensor;
}

const STOCK: DepthwiseKernels = {
  forward: stockDepthwise,
  toInput: stockDepthwiseInputGradient,
  toKernel: stockDepthwiseKernelGradient,
};
const KERNELS: Partial<Record<string, DepthwiseKernels>> = {
  wasm: {
    forward: wasmDepthwise,
    toInput: wasmDepthwiseInputGradient,
    toKernel: wasmDepthwiseKernelGradient,
  },
  webgpu: {
    forward: webgpuDepthwise,
    toInput: webgpuDepthwiseInputGradient,
    toKernel: webgpuDepthwiseKernelGradient,
  },
};
const kernels = () => KERNELS[getBackend()] ?? STOCK;

type Four = readonly [number, number, number, number];

/** [kh, kw, c, m] → [kh, kw, c·m]: the kernels in the order of the output's channels. */
const flatShape = ([rows, columns, channels, multiplier]: Four): Shape => [rows, columns, channels * multiplier];

/** Every channel `multiplier` times, one after the other. */
function repeated(image: Tensor, multiplier: number): Tensor {
  if (multiplier === 1) return shared(image);
  const { shape, size } = image;
  const [samples, rows, columns, channels] = shape as unknown as Four;
  const cells = reshaped(image, [size, 1]);
  const wide = broadcast(cells, [size, multiplier]);
  return freeing(reshaped(wide, [samples, rows, columns, channels * multiplier]), cells, wide);
}

/** image [n, h, w, c], kernel [kh, kw, c, m] → [n, oh, ow, c·m]. */
export function depthwiseConv2d(image: Tensor, kernel: Tensor, window: WindowAttrs): Tensor {
  const shape = kernel.shape as unknown as Four;
  const wide = repeated(image, shape[3]);
  const flat = reshaped(kernel, flatShape(shape));
  return freeing(kernels().forward(wide, flat, window), wide, flat);
}

/** ∂L/∂image, given ∂L/∂output [n, oh, ow, c·m]. */
export function depthwiseInputGradient(
  upstream: Tensor,
  kernel: Tensor,
  window: WindowAttrs,
  inputShape: Shape,
): Tensor {
  const shape = kernel.shape as unknown as Four;
  const multiplier = shape[3];
  const flat = reshaped(kernel, flatShape(shape));
  const [samples, rows, columns, channels] = inputShape;
  const wide = kernels().toInput(upstream, flat, window, [samples, rows, columns, channels * multiplier]);
  flat.dispose();
  if (multiplier === 1) return wide;
  const shares = reshaped(wide, [wide.size / multiplier, multiplier]);
  const sums = run('Sum', { x: shares }, { axis: [1], keepDims: false });
  return freeing(reshaped(sums, inputShape), wide, shares, sums);
}

/** ∂L/∂kernel, given ∂L/∂output [n, oh, ow, c·m]. */
export function depthwiseKernelGradient(
  image: Tensor,
  upstream: Tensor,
  window: WindowAttrs,
  kernelShape: Shape,
): Tensor {
  const shape = kernelShape as unknown as Four;
  const wide = repeated(image, shape[3]);
  const gradient = kernels().toKernel(wide, upstream, window, flatShape(shape));
  return freeing(reshaped(gradient, kernelShape), wide, gradient);
}
