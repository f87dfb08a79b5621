/**
 * Convolution and its gradients on the wasm backend: native/convolution.c, inputGradient.c and kernelGradient.c. All
 * strides, dilations and paddings; the sums are taken in the same order every time.
 */
import type { Shape } from '@/core/graph/types';
import { axesOf, type WindowAttrs } from '@/core/ops/window';
import { run, type Tensor } from '../../executors/kernels';
import { addressOf, blank } from './native';
import { convolve, type Geometry, inputGradient, kernelGradient } from './products';

/** What is added to the sums, and what is done with the result. */
export interface WasmEpilogue {
  bias?: Tensor;
  /** `linear`, `relu`, or a kernel of TensorFlow.js by its name in lower case. */
  activation?: string;
}

type Four = readonly [number, number, number, number];

function geometryOf(image: Shape, kernel: Shape, { strides, dilations, padding }: WindowAttrs): Geometry {
  const [images, height, width, channels] = image as Four;
  const [kernelHeight, kernelWidth, , filters] = kernel as Four;
  const [rows, columns] = axesOf(image, [kernelHeight, kernelWidth], { strides, dilations, padding });
  return {
    ...{ images, height, width, channels, filters, kernelHeight, kernelWidth, strides, dilations },
    ...{ outHeight: rows.positions, outWidth: columns.positions, padTop: padding[0][0], padLeft: padding[1][0] },
  };
}

/** activation(x ⋆ kernel + bias): x [n, h, w, c], kernel [kh, kw, c, f] → [n, oh, ow, f]. */
export function wasmConv2d(
  x: Tensor,
  kernel: Tensor,
  window: WindowAttrs,
  { bias, activation = 'linear' }: WasmEpilogue = {},
): Tensor {
  const geometry = geometryOf(x.shape, kernel.shape, window);
  const out = blank([geometry.images, geometry.outHeight, geometry.outWidth, geometry.filters]);
  const added = bias ? addressOf(bias) : 0;
  convolve(addressOf(x), addressOf(kernel), added, addressOf(out), activation === 'relu', geometry);
  if (activation === 'linear' || activation === 'relu') return out;
  const activated = run(activation[0].toUpperCase() + activation.slice(1), { x: out });
  out.dispose();
  return activated;
}

/** ∂L/∂x, given ∂L/∂output [n, oh, ow, f] → inputShape [n, h, w, c]. */
export function wasmConv2dInputGradient(
  upstream: Tensor,
  kernel: Tensor,
  window: WindowAttrs,
  inputShape: Shape,
): Tensor {
  const out = blank(inputShape);
  const geometry = geometryOf(inputShape, kernel.shape, window);
  inputGradient(addressOf(upstream), addressOf(kernel), addressOf(out), geometry);
  return out;
}

/** ∂L/∂kernel, given ∂L/∂output [n, oh, ow, f] → kernelShape [kh, kw, c, f]. */
export function wasmConv2dKernelGradient(x: Tensor, upstream: Tensor, window: WindowAttrs, kernelShape: Shape): Tensor {
  const out = blank(kernelShape);
  kernelGradient(addressOf(x), addressOf(upstream), addressOf(out), geometryOf(x.shape, kernelShape, window));
  return out;
}
