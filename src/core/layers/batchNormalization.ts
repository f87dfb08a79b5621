/**
 * BatchNormalization: every channel is shifted and scaled to mean 0 and variance 1 over the batch (and over all
 * positions of an image), then by a learned gamma and beta (Ioffe and Szegedy, ICML 2015, algorithm 1). Moving
 * statistics, which no gradient moves, stand in for the batch's in inference.
 */
import { z } from 'zod';
import { parse } from '../expr';
import type { Shape } from '../graph/types';
import { elementwise } from '../ops/emit';
import { GraphError, type NodeSink } from '../ops/types';
import { emitNormalized, emitScale, scaleSettings, scaleWeights } from './normalize';
import type { ForwardContext, LayerDefinition } from './types';

const settings = z
  .object({
    momentum: z.number().min(0).max(1).default(0.99),
    epsilon: z.number().positive().max(1).default(0.001),
    ...scaleSettings,
  })
  .strict();
type Settings = z.output<typeof settings>;

/** Statistics of the batch, and the output. */
function emitTraining(sink: NodeSink, { inputs: [x], weights, layer, symbol }: ForwardContext, { epsilon }: Settings) {
  const axes = sink.node(x).shape.map((_, axis) => axis);
  axes.pop();
  const names = { family: 'batchNorm', layer, symbol };
  const { mean, variance, normalized } = emitNormalized(sink, x, { axes, keepDims: false, epsilon, ...names });
  return { mean, variance, output: emitScale(sink, normalized, weights, names) };
}

/** `momentum` parts of the old value, the rest of the batch's. */
function moved(sink: NodeSink, old: number, batch: number, momentum: number): number {
  return elementwise(sink, {
    // μ, the usual letter of a momentum, is the mean's here.
    expr: parse('rho * m + (1 - rho) * b'),
    args: { m: old, b: batch },
    constants: { rho: momentum },
    definition: 'batchNorm.move',
  });
}

export const batchNormalization: LayerDefinition<Settings> = {
  kind: 'batchNormalization',
  settings,

  weights(given, [input]) {
    if (input.length === 0) throw new GraphError('denseRank', { shape: '[]' });
    const shape: Shape = [input[input.length - 1]];
    return [
      ...scaleWeights(shape, given),
      { name: 'movingMean', shape, initializer: 'zeros', symbol: '\\bar{\\mu}', trainable: false },
      { name: 'movingVariance', shape, initializer: 'ones', symbol: '{\\bar{\\sigma}^2}', trainable: false },
    ];
  },

  forward(sink, context, given) {
    const { inputs, weights, mode, layer, symbol } = context;
    if (mode === 'inference') {
      const { gamma, beta, movingMean: mu, movingVariance: v } = weights;
      const scaled = `${given.scale ? 'gamma * ' : ''}(x - mu) / sqrt(v + epsilon)`;
      return elementwise(
        sink,
        {
          expr: parse(given.center ? `${scaled} + beta` : scaled),
          args: { ...(given.scale ? { gamma } : {}), x: inputs[0], mu, v, ...(given.center ? { beta } : {}) },
          constants: { epsilon: given.epsilon },
          definition: 'batchNorm.inference',
        },
        { name: `${layer}/output`, symbol: symbol('y') },
      );
    }
    const { mean, variance, output } = emitTraining(sink, context, given);
    return {
      output,
      updates: {
        movingMean: (late) => moved(late, weights.movingMean, mean, given.momentum),
        movingVariance: (late) => moved(late, weights.movingVariance, variance, given.momentum),
      },
    };
  },
};
