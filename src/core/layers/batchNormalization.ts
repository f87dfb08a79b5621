/**
 * BatchNormalization: every channel is shifted and scaled to mean 0 and variance 1 over the batch (and over all
 * positions of an image), then by a learned gamma and beta (Ioffe and Szegedy, ICML 2015, algorithm 1). Moving
 * statistics, which no gradient moves, stand in for the batch's in inference.
 *
 * It is written in primitives, so that mean, variance and the three paths of its gradient can be looked at one by one.
 */
import { z } from 'zod';
import { parse } from '../expr';
import type { Shape } from '../graph/types';
import { elementwise, reduceMean } from '../ops/emit';
import { GraphError, type NodeSink } from '../ops/types';
import type { ForwardContext, LayerDefinition } from './types';

const settings = z
  .object({
    momentum: z.number().min(0).max(1).default(0.99),
    epsilon: z.number().positive().max(1).default(0.001),
  })
  .strict();
type Settings = z.output<typeof settings>;

const MEAN = '\\mu';
const VARIANCE = '{\\sigma^2}';

/** Statistics of the batch, and the normalized values. */
function emitTraining(sink: NodeSink, { inputs: [x], weights, layer, symbol }: ForwardContext, { epsilon }: Settings) {
  const named = (name: string, base: string) => ({ name: `${layer}/${name}`, symbol: symbol(base) });
  const axes = sink.node(x).shape.map((_, axis) => axis);
  axes.pop();
  const mean = reduceMean(sink, x, axes, false, named('mean', MEAN));
  const centred = elementwise(
    sink,
    { expr: parse('x - mu'), args: { x, mu: mean }, definition: 'batchNorm.centre' },
    named('centred', 'd'),
  );
  const squared = elementwise(
    sink,
    { expr: parse('d^2'), args: { d: centred }, definition: 'batchNorm.square' },
    named('squared', 'q'),
  );
  const variance = reduceMean(sink, squared, axes, false, named('variance', VARIANCE));
  const normalized = elementwise(
    sink,
    {
      expr: parse('d / sqrt(v + epsilon)'),
      args: { d: centred, v: variance },
      constants: { epsilon },
      definition: 'batchNorm.normalize',
      gradients: { v: parse('-y / (2 * (v + epsilon))') },
    },
    named('normalized', '\\hat{x}'),
  );
  const output = elementwise(
    sink,
    {
      expr: parse('gamma * n + beta'),
      args: { gamma: weights.gamma, n: normalized, beta: weights.beta },
      definition: 'batchNorm.scale',
    },
    named('output', 'y'),
  );
  return { mean, variance, output };
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

  weights(_settings, [input]) {
    if (input.length === 0) throw new GraphError('denseRank', { shape: '[]' });
    const shape: Shape = [input[input.length - 1]];
    return [
      { name: 'gamma', shape, initializer: 'ones', symbol: '\\gamma' },
      { name: 'beta', shape, initializer: 'zeros', symbol: '\\beta' },
      { name: 'movingMean', shape, initializer: 'zeros', symbol: '\\bar{\\mu}', trainable: false },
      { name: 'movingVariance', shape, initializer: 'ones', symbol: '{\\bar{\\sigma}^2}', trainable: false },
    ];
  },

  forward(sink, context, given) {
    const { inputs, weights, mode, layer, symbol } = context;
    if (mode === 'inference') {
      const { gamma, beta, movingMean: mu, movingVariance: v } = weights;
      return elementwise(
        sink,
        {
          expr: parse('gamma * (x - mu) / sqrt(v + epsilon) + beta'),
          args: { gamma, x: inputs[0], mu, v, beta },
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
