/**
 * Conv2D: activation(x ∗ kernel + bias) over images; kernel `[rows, columns, channels, filters]`, bias `[filters]`
 * (LeCun et al.: Gradient-based learning applied to document recognition, Proc. IEEE 86, 1998).
 */
import { z } from 'zod';
import { conv2d as emitConv2d } from '../ops/emit';
import { biasAndActivation } from './bias';
import { kernelSettings, kernelWeights } from './kernel';
import type { LayerDefinition } from './types';
import { paddingSetting, pair, pairOf, requireImage, windowOf } from './windows';

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

export const conv2d: LayerDefinition<z.output<typeof settings>> = {
  kind: 'conv2d',
  settings,

  weights(given, [input]) {
    requireImage('conv2d', input);
    return kernelWeights([...pair(given.kernelSize), input[2], given.filters], given.filters, 'K', given);
  },

  forward(sink, { inputs: [x], weights, symbol }, { kernelSize, strides, dilationRate, padding, activation, useBias }) {
    const window = windowOf(
      sink.node(x).shape.slice(1),
      { size: pair(kernelSize), strides: pair(strides), dilations: pair(dilationRate), padding },
      { code: 'kernelTooLarge', setting: 'kernelSize' },
    );
    const sum = emitConv2d(sink, x, weights.kernel, window, { symbol: useBias ? symbol('s') : symbol('z') });
    return biasAndActivation(sink, sum, weights.bias, activation, symbol);
  },
};
