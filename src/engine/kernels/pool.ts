/** Pooling and its gradients, as each backend does them best. */
import { getBackend } from '@tensorflow/tfjs-core';
import type { Shape } from '@/core/graph/types';
import type { PoolAttrs } from '@/core/ops/pool2d';
import type { Tensor } from '../executors/kernels';
import { stockAvgPool, stockAvgPoolGradient, stockMaxPool, stockMaxPoolGradient } from './stock/pool';
import { wasmAvgPool2d, wasmAvgPool2dGradient, wasmMaxPool2d, wasmMaxPool2dGradient } from './wasm/pool';
import { webgpuAvgPoolGradient, webgpuMaxPoolGradient } from './webgpu/pool';

/** The largest value of each window, channel by channel. */
export function maxPool2d(x: Tensor, attrs: PoolAttrs): Tensor {
  if (getBackend() === 'wasm') return wasmMaxPool2d(x, attrs);
  return stockMaxPool(x, attrs);
}

/** ∂L/∂image: each upstream value goes to the first largest cell of its window. */
export function maxPool2dGradient(upstream: Tensor, x: Tensor, attrs: PoolAttrs): Tensor {
  const backend = getBackend();
  if (backend === 'wasm') return wasmMaxPool2dGradient(upstream, x, attrs);
  if (backend === 'webgpu') return webgpuMaxPoolGradient(upstream, x, attrs);
  return stockMaxPoolGradient(upstream, x, attrs);
}

/** The mean of each window, channel by channel; padding does not count. */
export function avgPool2d(x: Tensor, attrs: PoolAttrs): Tensor {
  if (getBackend() === 'wasm') return wasmAvgPool2d(x, attrs);
  return stockAvgPool(x, attrs);
}

/** ∂L/∂image: each upstream value is shared out equally among its window's cells. */
export function avgPool2dGradient(upstream: Tensor, attrs: PoolAttrs, inputShape: Shape): Tensor {
  const backend = getBackend();
  if (backend === 'wasm') return wasmAvgPool2dGradient(upstream, attrs, inputShape);
  if (backend === 'webgpu') return webgpuAvgPoolGradient(upstream, attrs, inputShape);
  return stockAvgPoolGradient(upstream, attrs, inputShape);
}
