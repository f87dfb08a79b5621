/**
 * Conv2DTranspose: a convolution's input gradient run forwards, which makes images larger: each pixel of the input
 * stamps the kernel, times its value, onto the output (Dumoulin and Visin: A guide to convolution arithmetic for deep
 * learning, 2016, chapter 4). Kernel `[rows, columns, filters, channels]`, as in Keras.
 */
import { z } from 'zod';
import { GraphError } from '../ops/types';
import { type Pair, samePadding, spanOf } from '../ops/window';
import { biasAndActivation } from './bias';
import { kernelSettings, kernelWeights } from './kernel';
import type { LayerDefinition } from './types';
import { type PaddingSetting, paddingSetting, pair, pairOf, requireImage } from './windows';

const settings = z
  .object({
    filters: z.number().int().min(1).max(4096),
    kernelSize: pairOf(1, 1024).default(3),
    strides: pairOf(1, 1024).default(1),
    padding: paddingSetting.default('valid'),
    dilationRate: pairOf(1, 1024).default(1),
    ...kernelSettings,
  })
  .strict();

interface Axis {
  length: number;
  size: number;
  stride: number;
  dilation: number;
  /** What the setting says for this axis. */
  padding: 'valid' | 'same' | Pair;
}

/** Length of the output and the padding with which the convolution that goes the other way has the input's length. */
function enlarged({ length, size, stride, dilation, padding }: Axis): { length: number; padding: Pair } {
  const span = spanOf(size, dilation);
  if (padding === 'valid') return { length: length * stride + Math.max(span - stride, 0), padding: [0, 0] };
  if (padding === 'same') {
    const larger = length * stride;
    return { length: larger, padding: samePadding(larger, size, stride, dilation) };
  }
  return { length: (length - 1) * stride + span - padding[0] - padding[1], padding };
}

const along = (padding: PaddingSetting, axis: 0 | 1): Axis['padding'] =>
  typeof padding === 'string' ? padding : pair(padding[axis]);

export const conv2dTranspose: LayerDefinition<z.output<typeof settings>> = {
  kind: 'conv2dTranspose',
  settings,

  weights(given, [input]) {
    requireImage('conv2dTranspose', input);
    return kernelWeights([...pair(given.kernelSize), given.filters, input[2]], given.filters, 'K', given);
  },

  forward(sink, { inputs: [x], weights, symbol }, given) {
    const { kernelSize, strides, dilationRate, padding, filters, activation, useBias } = given;
    const { shape } = sink.node(x);
    const [rows, columns] = ([0, 1] as const).map((axis) =>
      enlarged({
        length: shape[axis + 1],
        size: pair(kernelSize)[axis],
        stride: pair(strides)[axis],
        dilation: pair(dilationRate)[axis],
        padding: along(padding, axis),
      }),
    );
    if (rows.length < 1 || columns.length < 1) {
      throw new GraphError('layerSetting', { kind: 'conv2dTranspose', setting: 'padding' });
    }
    const sum = sink.emit(
      'conv2dInputGradient',
      [x, weights.kernel],
      {
        strides: pair(strides),
        dilations: pair(dilationRate),
        padding: [rows.padding, columns.padding],
        inputShape: [shape[0], rows.length, columns.length, filters],
      },
      { symbol: symbol(useBias ? 's' : 'z') },
    );
    return biasAndActivation(sink, sum, weights.bias, activation, symbol);
  },
};
