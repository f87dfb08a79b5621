/**
 * Conv2D: activation(x ∗ kernel + bias) over images; kernel `[rows, columns, channels, filters]`, bias `[filters]`
 * (LeCun et al.: Gradient-based learning applied to document recognition, Proc. IEEE 86, 1998).
 */
import { z } from 'zod';
import { ACTIVATIONS } from '../activations';
import { INITIALIZERS } from '../initializers';
import { conv2d as emitConv2d } from '../ops/emit';
import { biasAndActivation } from './bias';
import type { LayerDefinition } from './types';
import { paddingSetting, pair, pairOf, requireImage, windowOf } from './windows';

const settings = z
  .object({
    filters: z.number().int().min(1).max(4096),
    kernelSize: pairOf(1, 1024).default(3),
    strides: pairOf(1, 1024).default(1),
    padding: paddingSetting.default('valid'),
    dilationRate: pairOf(1, 1024).default(1),
    activation: z.enum(Object.keys(ACTIVATIONS) as [string, ...string[]]).default('linear'),
    useBias: z.boolean().default(true),
    kernelInitializer: z.enum(Object.keys(INITIALIZERS) as [string, ...string[]]).default('glorotUniform'),
    biasInitializer: z.enum(Object.keys(INITIALIZERS) as [string, ...string[]]).default('zeros'),
  })
  .strict();

export const conv2d: LayerDefinition<z.output<typeof settings>> = {
  kind: 'conv2d',
  settings,

  weights({ filters, kernelSize, useBias, kernelInitializer, biasInitializer }, [input]) {
    requireImage('conv2d', input);
    const kernel = {
      name: 'kernel',
      shape: [...pair(kernelSize), input[2], filters],
      initializer: kernelInitializer,
      symbol: 'K',
    };
    return useBias ? [kernel, { name: 'bias', shape: [filters], initializer: biasInitializer, symbol: 'b' }] : [kernel];
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
