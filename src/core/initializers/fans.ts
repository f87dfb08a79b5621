/** How many connections a weight has, as Keras counts them. */
import { sizeOf } from '../graph/shape';
import type { Shape } from '../graph/types';
import type { Fans } from './types';

/**
 * Incoming and outgoing connections of a kernel: [in, out], or [...window, in, out] for convolutions. A vector counts as
 * its length both ways; a depthwise kernel [h, w, channels, multiplier] as h·w·channels and h·w·multiplier.
 */
export function fansOf(shape: Shape): Fans {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0], fanOut: shape[0] };
  const window = sizeOf(shape.slice(0, -2));
  return { fanIn: window * shape[shape.length - 2], fanOut: window * shape[shape.length - 1] };
}
