/**
 * Convolution and its gradients on the wasm backend: native/convolution.c, inputGradient.c and kernelGradient.c. All
 * strides, dilations and paddings; the sums are taken in the same order every time.
 */
import type { Shape } from '@/core/graph/types';
import { axesOf, type WindowAttrs } from '@/core/ops/window';
import { run, type Tensor } from '../../executors/kernels';
import { addressOf, blank, kernels, withScratch } from './native';

/** What is added to the sums, and what is done with the result. */
export interface WasmEpilogue {
  bias?: Tensor;
  /** `linear`, `relu`, or a kernel of TensorFlow.js by its name in lower case. */
  activation?: string;
}

type Four = readonly [number, number, number, number];

/** The arguments that every convolution kernel ends with (native/geometry.h). */
function geometryOf(image: Shape, kernel: Shape, window: WindowAttrs): { output: Shape; geometry: readonly number[] } {
  const [samples, height, width, channels] = image as Four;
  const [kernelHeight, kernelWidth, , filters] = kernel as Four;
  const [rows, columns] = axesOf(image, [kernelHeight, kernelWidth], window);
  const output = [samples, rows.positions, columns.positions, filters];
  const moves = [...window.strides, ...window.dilations, window.padding[0][0], window.padding[1][0]];
  return {
    output,
    geometry: [
      ...[samples, height, width, channels, rows.positions, columns.positions, filters],
      ...[kernelHeight, kernelWidth, ...moves],
    ],
  };
}

/** activation(x ⋆ kernel + bias): x [n, h, w, c], kernel [kh, kw, c, f] → [n, oh, ow, f]. */
export function wasmConv2d(
  x: Tensor,
  kernel: Tensor,
  window: WindowAttrs,
  { bias, activation = 'linear' }: WasmEpilogue = {},
): Tensor {
  const { output, geometry } = geometryOf(x.shape, kernel.shape, window);
  const out = blank(output);
  withScratch(kernels().conv2dScratch(...geometry), (scratch) => {
    const addresses = [addressOf(x), addressOf(kernel), bias ? addressOf(bias) : 0, addressOf(out)];
    kernels().conv2d(...addresses, scratch, activation === 'relu' ? 1 : 0, ...geometry);
  });
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
  const { geometry } = geometryOf(inputShape, kernel.shape, window);
  const out = blank(inputShape);
  withScratch(kernels().conv2dInputGradientScratch(...geometry), (scratch) => {
    kernels().conv2dInputGradient(addressOf(upstream), addressOf(kernel), addressOf(out), scratch, ...geometry);
  });
  return out;
}

/** ∂L/∂kernel, given ∂L/∂output [n, oh, ow, f] → kernelShape [kh, kw, c, f]. */
export function wasmConv2dKernelGradient(x: Tensor, upstream: Tensor, window: WindowAttrs, kernelShape: Shape): Tensor {
  const { geometry } = geometryOf(x.shape, kernelShape, window);
  const out = blank(kernelShape);
  withScratch(kernels().conv2dKernelGradientScratch(...geometry), (scratch) => {
    kernels().conv2dKernelGradient(addressOf(x), addressOf(upstream), addressOf(out), scratch, ...geometry);
  });
  return out;
}
