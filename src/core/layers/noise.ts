/**
 * Layers that disturb training on purpose, so that the network does not lean on single numbers: Dropout (Srivastava et
 * al., JMLR 2014), SpatialDropout, which drops whole channels (Tompson et al., CVPR 2015), and GaussianNoise.
 *
 * Dropout has two conventions. Scaled in training (inverted dropout, Keras' and PyTorch's): what is kept is multiplied by
 * 1/(1 − rate), and inference does nothing. Scaled at test (the original paper's): training only drops, and inference
 * multiplies everything by 1 − rate. The expected value is the same.
 */
import { z } from 'zod';
import { parse } from '../expr';
import type { Shape } from '../graph/types';
import { dropoutMask, elementwise, randomNormal } from '../ops/emit';
import { requireSequence } from './sequences';
import type { LayerDefinition } from './types';
import { requireImage } from './windows';

const settings = z
  .object({
    rate: z.number().min(0).lt(1).default(0.5),
    scaling: z.enum(['training', 'inference']).default('training'),
  })
  .strict();

/** @param shared the mask's shape, given the input's: 1 along axes that share one decision. */
const dropping = (
  kind: string,
  require: (shape: Shape) => void,
  shared: (shape: Shape) => Shape,
): LayerDefinition<z.output<typeof settings>> => ({
  kind,
  settings,
  weights: (_settings, [input]) => {
    require(input);
    return [];
  },
  forward(sink, { inputs: [x], mode, layer, random, symbol }, { rate, scaling }) {
    if (rate === 0) return x;
    const options = { symbol: symbol('\\tilde{a}') };
    if (mode === 'inference') {
      if (scaling === 'training') return x;
      const expr = parse('x * (1 - rate)');
      return elementwise(sink, { expr, args: { x }, constants: { rate }, definition: 'dropout.scale' }, options);
    }
    const shape = shared(sink.node(x).shape);
    const kept = scaling === 'inference' ? { kept: 1 } : {};
    const named = { name: `${layer}/mask`, symbol: symbol('r') };
    const mask = dropoutMask(sink, random, { shape, layer, rate, ...kept }, named);
    return elementwise(sink, { expr: parse('x * r'), args: { x, r: mask }, definition: 'dropout' }, options);
  },
});

export const dropout = dropping(
  'dropout',
  () => undefined,
  (shape) => shape,
);
export const spatialDropout1d = dropping(
  'spatialDropout1d',
  (shape) => requireSequence('spatialDropout1d', shape),
  ([batch, , features]) => [batch, 1, features],
);
export const spatialDropout2d = dropping(
  'spatialDropout2d',
  (shape) => requireImage('spatialDropout2d', shape),
  ([batch, , , channels]) => [batch, 1, 1, channels],
);

const noiseSettings = z.object({ stddev: z.number().min(0).max(100).default(0.1) }).strict();

/** GaussianNoise: adds noise with mean 0 in training, nothing in inference. */
export const gaussianNoise: LayerDefinition<z.output<typeof noiseSettings>> = {
  kind: 'gaussianNoise',
  settings: noiseSettings,
  weights: () => [],
  forward(sink, { inputs: [x], mode, layer, random, symbol }, { stddev }) {
    if (mode === 'inference' || stddev === 0) return x;
    const { shape } = sink.node(x);
    const named = { name: `${layer}/noise`, symbol: symbol('\\varepsilon') };
    const noise = randomNormal(sink, random, { shape, layer, stddev }, named);
    return elementwise(
      sink,
      { expr: parse('x + e'), args: { x, e: noise }, definition: 'gaussianNoise' },
      { symbol: symbol('\\tilde{a}') },
    );
  },
};
