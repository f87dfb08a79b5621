/** Pooling and its gradients, as each backend does them best. */
import { getBackend } from '@tensorflow/tfjs-core';
import type { Shape } from '@/core/graph/types';
import type { PoolAttrs } from '@/core/ops/pool2d';
import type { Tensor } from '../executors/kernels';
import { stockAvgPool, stockAvgPoolGradient, stockMaxPool, stockMaxPoolGradient } from './stock/pool';
import { webgpuAvgPoolGradient, webgpuMaxPoolGradient } from './webgpu/pool';

/** The largest value of each window, channel by channel. */
export function maxPool2d(x: Tensor, attrs: PoolAttrs): Tensor {
  return stockMaxPool(x, attrs);
}

/** ∂L/∂image: each upstream value goes to the first largest cell of its window. */
export function maxPool2dGradient(upstream: Tensor, x: Tensor, attrs: PoolAttrs): Tensor {
  if (getBackend() === 'webgpu') return webgpuMaxPoolGradient(upstream, x, attrs);
  return stockMaxPoolGradient(upstream, x, attrs);
}

/** The mean of each window, channel by channel; padding does not count. */
export function avgPool2d(x: Tensor, attrs: PoolAttrs): Tensor {
  return stockAvgPool(x, attrs);
}

/** ∂L/∂image: each upstream value is shared out equally among its window's cells. */
export function avgPool2dGradient(upstream: Tensor, attrs: PoolAttrs, inputShape: Shape): Tensor {
  if (getBackend() === 'webgpu') return webgpuAvgPoolGradient(upstream, attrs, inputShape);
  return stockAvgPoolGradient(upstream, attrs, inputShape);
}
