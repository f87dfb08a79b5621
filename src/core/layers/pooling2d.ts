/**
 * MaxPooling2D and AveragePooling2D: images made smaller, channel by channel (Goodfellow, Bengio, Courville: Deep
 * Learning, 9.3).
 */
import { z } from 'zod';
import { avgPool2d, maxPool2d } from '../ops/emit';
import type { NodeOptions, NodeSink } from '../ops/types';
import type { Pair, WindowAttrs } from '../ops/window';
import type { LayerDefinition } from './types';
import { paddingSetting, pair, pairOf, requireImage, requireSomethingToPool, windowOf } from './windows';

const settings = z
  .object({
    poolSize: pairOf(1, 1024).default(2),
    strides: pairOf(1, 1024).optional(),
    padding: paddingSetting.default('valid'),
  })
  .strict();

type Emit = (sink: NodeSink, x: number, attrs: WindowAttrs & { size: Pair }, options: NodeOptions) => number;

const pooling = (kind: string, emit: Emit): LayerDefinition<z.output<typeof settings>> => ({
  kind,
  settings,
  weights: (_settings, [input]) => {
    requireImage(kind, input);
    return [];
  },
  forward(sink, { inputs: [x], symbol }, { poolSize, strides, padding }) {
    const size = pair(poolSize);
    const window = windowOf(
      sink.node(x).shape.slice(1),
      { size, strides: pair(strides ?? poolSize), dilations: [1, 1], padding },
      { code: 'poolTooLarge', setting: 'poolSize' },
    );
    requireSomethingToPool(kind, sink.node(x).shape, size, window);
    return emit(sink, x, { ...window, size }, { symbol: symbol('p') });
  },
});

export const maxPooling2d = pooling('maxPooling2d', maxPool2d);
export const averagePooling2d = pooling('averagePooling2d', avgPool2d);
