/**
 * Dense (fully connected): activation(x·kernel + bias) along the last axis; kernel `[in, units]`, bias `[units]`
 * (Goodfellow, Bengio, Courville: Deep Learning, 6.1).
 */
import { z } from 'zod';
import { sizeOf } from '../graph/shape';
import { matMul, reshape } from '../ops/emit';
import { GraphError } from '../ops/types';
import { biasAndActivation } from './bias';
import { kernelSettings, kernelWeights } from './kernel';
import type { LayerDefinition } from './types';

const settings = z.object({ units: z.number().int().min(1).max(65536), ...kernelSettings }).strict();

export const dense: LayerDefinition<z.output<typeof settings>> = {
  kind: 'dense',
  settings,

  weights(given, [input]) {
    if (input.length === 0) throw new GraphError('denseRank', { shape: '[]' });
    return kernelWeights([input[input.length - 1], given.units], given.units, 'W', given);
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
