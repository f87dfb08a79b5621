/**
 * MaxPooling1D and AveragePooling1D: sequences made shorter, feature by feature; the global ones leave one number a
 * feature, or a channel of an image (Lin, Chen, Yan: Network in network, ICLR 2014).
 */
import { z } from 'zod';
import { avgPool2d, maxPool2d, reduceMax, reduceMean } from '../ops/emit';
import type { NodeOptions, NodeSink } from '../ops/types';
import type { Pair, WindowAttrs } from '../ops/window';
import { asRow, asSequence, requireSequence, sequencePaddingSetting, sequenceWindow } from './sequences';
import type { LayerDefinition } from './types';
import { requireImage, requireSomethingToPool } from './windows';

const whole = z.number().int().min(1).max(4096);

const settings = z
  .object({ poolSize: whole.default(2), strides: whole.optional(), padding: sequencePaddingSetting.default('valid') })
  .strict();

type Emit = (sink: NodeSink, x: number, attrs: WindowAttrs & { size: Pair }, options: NodeOptions) => number;

const pooling = (kind: string, emit: Emit): LayerDefinition<z.output<typeof settings>> => ({
  kind,
  settings,
  weights: (_settings, [input]) => {
    requireSequence(kind, input);
    return [];
  },
  forward(sink, { inputs: [x], layer, symbol }, { poolSize, strides, padding }) {
    const window = sequenceWindow(
      sink.node(x).shape[1],
      { size: poolSize, stride: strides ?? poolSize, dilation: 1, padding },
      { code: 'poolTooLarge', setting: 'poolSize' },
    );
    const row = asRow(sink, x, layer);
    requireSomethingToPool(kind, sink.node(row).shape, [1, poolSize], window);
    const pooled = emit(sink, row, { ...window, size: [1, poolSize] }, { symbol: symbol('p') });
    return asSequence(sink, pooled, layer, symbol('p'));
  },
});

export const maxPooling1d = pooling('maxPooling1d', maxPool2d);
export const averagePooling1d = pooling('averagePooling1d', avgPool2d);

type Reduce = typeof reduceMean;

/** One number for each feature of a sequence, or each channel of an image. */
export const globalPooling = (kind: string, rank: 1 | 2, reduce: Reduce): LayerDefinition => ({
  kind,
  settings: z.object({}).strict(),
  weights: (_settings, [input]) => {
    if (rank === 1) requireSequence(kind, input);
    else requireImage(kind, input);
    return [];
  },
  forward: (sink, { inputs: [x], symbol }) =>
    reduce(sink, x, rank === 1 ? [1] : [1, 2], false, { symbol: symbol('p') }),
});

export const globalAveragePooling1d = globalPooling('globalAveragePooling1d', 1, reduceMean);
export const globalMaxPooling1d = globalPooling('globalMaxPooling1d', 1, reduceMax);
export const globalAveragePooling2d = globalPooling('globalAveragePooling2d', 2, reduceMean);
export const globalMaxPooling2d = globalPooling('globalMaxPooling2d', 2, reduceMax);
