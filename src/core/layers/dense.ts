/** Dense (fully connected): activation(x·kernel + bias) along the last axis; kernel `[in, units]`, bias `[units]`. */
import { z } from 'zod';
import { ACTIVATIONS } from '../activations';
import { sizeOf } from '../graph/shape';
import { INITIALIZERS } from '../initializers';
import { matMul, reshape } from '../ops/emit';
import { GraphError } from '../ops/types';
import { biasAndActivation } from './bias';
import type { LayerDefinition } from './types';

const settings = z
  .object({
    units: z.number().int().min(1).max(65536),
    activation: z.enum(Object.keys(ACTIVATIONS) as [string, ...string[]]).default('linear'),
    useBias: z.boolean().default(true),
    kernelInitializer: z.enum(Object.keys(INITIALIZERS) as [string, ...string[]]).default('glorotUniform'),
    biasInitializer: z.enum(Object.keys(INITIALIZERS) as [string, ...string[]]).default('zeros'),
  })
  .strict();

export const dense: LayerDefinition<z.output<typeof settings>> = {
  kind: 'dense',
  settings,

  weights({ units, useBias, kernelInitializer, biasInitializer }, [input]) {
    if (input.length === 0) throw new GraphError('denseRank', { shape: '[]' });
    const kernel = {
      name: 'kernel',
      shape: [input[input.length - 1], units],
      initializer: kernelInitializer,
      symbol: 'W',
    };
    return useBias ? [kernel, { name: 'bias', shape: [units], initializer: biasInitializer, symbol: 'b' }] : [kernel];
  },

  forward(sink, { inputs: [x], weights, symbol }, { units, activation, useBias }) {
    const shape = sink.node(x).shape;
    const width = shape[shape.length - 1];
    const rows =
      shape.length === 2 ? x : reshape(sink, x, [sizeOf(shape) / width, width], { symbol: sink.node(x).symbol });
    const sum = matMul(sink, rows, weights.kernel, {}, { symbol: useBias ? symbol('s') : symbol('z') });
    const output = biasAndActivation(sink, sum, weights.bias, activation, symbol);
    return shape.length === 2 ? output : reshape(sink, output, [...shape.slice(0, -1), units], { symbol: symbol('a') });
  },
};
