/** Pooling and its gradients on the wasm backend: native/pooling.c. All sizes, strides, dilations and paddings. */
import type { Shape } from '@/core/graph/types';
import type { PoolAttrs } from '@/core/ops/pool2d';
import { axesOf } from '@/core/ops/window';
import type { Tensor } from '../../executors/kernels';
import { addressOf, blank, kernels } from './native';

/** The shape of the output, and the arguments that every pooling kernel ends with. */
function geometryOf(image: Shape, window: PoolAttrs): { output: Shape; geometry: readonly number[] } {
  const [rows, columns] = axesOf(image, window.size, window);
  const moves = [...window.strides, ...window.dilations, window.padding[0][0], window.padding[1][0]];
  return {
    output: [image[0], rows.positions, columns.positions, image[3]],
    geometry: [...image, rows.positions, columns.positions, ...window.size, ...moves],
  };
}

/** The largest value of each window inside the image: [n, h, w, c] → [n, oh, ow, c]. */
export function wasmMaxPool2d(x: Tensor, window: PoolAttrs): Tensor {
  const { output, geometry } = geometryOf(x.shape, window);
  const out = blank(output);
  kernels().maxPool2d(addressOf(x), addressOf(out), ...geometry);
  return out;
}

/** ∂L/∂x, given ∂L/∂output: each value goes to the first largest cell of its window. */
export function wasmMaxPool2dGradient(upstream: Tensor, x: Tensor, window: PoolAttrs): Tensor {
  const { geometry } = geometryOf(x.shape, window);
  const out = blank(x.shape);
  kernels().maxPool2dGradient(addressOf(upstream), addressOf(x), addressOf(out), ...geometry);
  return out;
}

/** The mean of the cells of each window that are inside the image: [n, h, w, c] → [n, oh, ow, c]. */
export function wasmAvgPool2d(x: Tensor, window: PoolAttrs): Tensor {
  const { output, geometry } = geometryOf(x.shape, window);
  const out = blank(output);
  kernels().avgPool2d(addressOf(x), addressOf(out), ...geometry);
  return out;
}

/** ∂L/∂x, given ∂L/∂output: each value is shared out equally among the cells of its window inside the image. */
export function wasmAvgPool2dGradient(upstream: Tensor, window: PoolAttrs, inputShape: Shape): Tensor {
  const { geometry } = geometryOf(inputShape, window);
  const out = blank(inputShape);
  kernels().avgPool2dGradient(addressOf(upstream), addressOf(out), ...geometry);
  return out;
}
