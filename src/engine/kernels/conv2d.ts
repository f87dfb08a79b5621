/** Convolution and its gradients, as each backend does them best. */
import { getBackend } from '@tensorflow/tfjs-core';
import type { Shape } from '@/core/graph/types';
import type { WindowAttrs } from '@/core/ops/window';
import type { Tensor } from '../executors/kernels';
import { type Epilogue, stockConv2d, stockInputGradient, stockKernelGradient } from './stock/conv2d';
import { webgpuKernelGradient } from './webgpu/conv2d';

export type { Epilogue };

/** image [n, h, w, c] ⋆ kernel [kh, kw, c, f], and what is to be done with the sums in the same kernel. */
export function conv2d(image: Tensor, kernel: Tensor, window: WindowAttrs, epilogue?: Epilogue): Tensor {
  return stockConv2d(image, kernel, window, epilogue);
}

/** ∂L/∂image, given ∂L/∂output. */
export function conv2dInputGradient(upstream: Tensor, kernel: Tensor, window: WindowAttrs, inputShape: Shape): Tensor {
  return stockInputGradient(upstream, kernel, window, inputShape);
}

/** ∂L/∂kernel, given ∂L/∂output. */
export function conv2dKernelGradient(image: Tensor, upstream: Tensor, window: WindowAttrs, kernelShape: Shape): Tensor {
  if (getBackend() === 'webgpu') return webgpuKernelGradient(image, upstream, window, kernelShape);
  return stockKernelGradient(image, upstream, window, kernelShape);
}
