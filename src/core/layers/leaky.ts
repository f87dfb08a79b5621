/**
 * ReLU with a slope below 0, so that no unit dies: LeakyReLU with a fixed one (Maas, Hannun, Ng, 2013), PReLU with one
 * that is learned, for every element of the input or shared along some axes (He et al., ICCV 2015).
 */
import { z } from 'zod';
import { leakySlope } from '../activations/leakyReLU';
import { initializerSetting } from '../initializers';
import { elementwise } from '../ops/emit';
import { GraphError } from '../ops/types';
import type { LayerDefinition } from './types';

const leakySettings = z.object({ negativeSlope: z.number().min(0).max(10).default(0.3) }).strict();

export const leakyReLU: LayerDefinition<z.output<typeof leakySettings>> = {
  kind: 'leakyReLU',
  settings: leakySettings,
  weights: () => [],
  forward: (sink, { inputs: [x], symbol }, { negativeSlope }) =>
    elementwise(
      sink,
      { expr: leakySlope('alpha'), args: { x }, constants: { alpha: negativeSlope }, definition: 'leakyReLU' },
      { symbol: symbol('a') },
    ),
};

const preluSettings = z
  .object({
    alphaInitializer: initializerSetting('zeros'),
    /** Counted from 1, the batch left out. */
    sharedAxes: z.array(z.number().int().min(1).max(4)).max(4).default([]),
  })
  .strict();

export const prelu: LayerDefinition<z.output<typeof preluSettings>> = {
  kind: 'prelu',
  settings: preluSettings,
  weights({ alphaInitializer, sharedAxes }, [input]) {
    if (sharedAxes.some((axis) => axis > input.length)) {
      throw new GraphError('layerSetting', { kind: 'prelu', setting: 'sharedAxes' });
    }
    const shape = input.map((n, axis) => (sharedAxes.includes(axis + 1) ? 1 : n));
    return [{ name: 'alpha', shape, initializer: alphaInitializer, symbol: '\\alpha' }];
  },
  forward: (sink, { inputs: [x], weights, symbol }) =>
    elementwise(
      sink,
      { expr: leakySlope('alpha'), args: { x, alpha: weights.alpha }, definition: 'prelu' },
      { symbol: symbol('a') },
    ),
};
