/** Convolution and its gradients, as each backend does them best. */
import { getBackend } from '@tensorflow/tfjs-core';
import type { Shape } from '@/core/graph/types';
import type { WindowAttrs } from '@/core/ops/window';
import type { Tensor } from '../executors/kernels';
import { type Epilogue, stockConv2d, stockInputGradient, stockKernelGradient } from './stock/conv2d';
import { wasmConv2d, wasmConv2dInputGradient, wasmConv2dKernelGradient } from './wasm/conv2d';
import { webgpuKernelGradient } from './webgpu/conv2d';

export type { Epilogue };

/** image [n, h, w, c] ⋆ kernel [kh, kw, c, f], and what is to be done with the sums in the same kernel. */
export function conv2d(image: Tensor, kernel: Tensor, window: WindowAttrs, epilogue?: Epilogue): Tensor {
  if (getBackend() === 'wasm') return wasmConv2d(image, kernel, window, epilogue);
  return stockConv2d(image, kernel, window, epilogue);
}

/** ∂L/∂image, given ∂L/∂output. */
export function conv2dInputGradient(upstream: Tensor, kernel: Tensor, window: WindowAttrs, inputShape: Shape): Tensor {
  if (getBackend() === 'wasm') return wasmConv2dInputGradient(upstream, kernel, window, inputShape);
  return stockInputGradient(upstream, kernel, window, inputShape);
}

/** ∂L/∂kernel, given ∂L/∂output. */
export function conv2dKernelGradient(image: Tensor, upstream: Tensor, window: WindowAttrs, kernelShape: Shape): Tensor {
  const backend = getBackend();
  if (backend === 'wasm') return wasmConv2dKernelGradient(image, upstream, window, kernelShape);
  if (backend === 'webgpu') return webgpuKernelGradient(image, upstream, window, kernelShape);
  return stockKernelGradient(image, upstream, window, kernelShape);
}
