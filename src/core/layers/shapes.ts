/** Layers that only move numbers: Reshape, Permute, ZeroPadding2D, UpSampling2D. */
import { z } from 'zod';
import { sizeOf } from '../graph/shape';
import type { Shape } from '../graph/types';
import { reshape as emitReshape, pad, resize2d, transpose } from '../ops/emit';
import { GraphError } from '../ops/types';
import type { LayerDefinition } from './types';
import { pair, pairOf, requireImage } from './windows';

const text = (shape: readonly number[]) => `[${shape.join(', ')}]`;

const reshapeSettings = z
  .object({ targetShape: z.array(z.union([z.literal(-1), z.number().int().min(1)])).max(4) })
  .strict();

/** The shape with −1 replaced by what is left. @throws GraphError `reshapeSize`, `reshapeOpen` for more than one −1. */
function resolved(target: readonly number[], from: Shape): number[] {
  const size = sizeOf(from);
  const known = sizeOf(target.filter((n) => n !== -1));
  const open = target.filter((n) => n === -1).length;
  if (open > 1) throw new GraphError('reshapeOpen', { setting: 'targetShape', to: text(target) });
  const fits = open === 0 ? known === size : size % known === 0;
  if (!fits) {
    throw new GraphError('reshapeSize', { setting: 'targetShape', from: text(from), to: text(target), size });
  }
  return target.map((n) => (n === -1 ? size / known : n));
}

/** Reshape: the same numbers in the same order, in another shape; one −1 stands for what is left. */
export const reshape: LayerDefinition<z.output<typeof reshapeSettings>> = {
  kind: 'reshape',
  settings: reshapeSettings,
  weights: ({ targetShape }, [input]) => {
    resolved(targetShape, input);
    return [];
  },
  forward(sink, { inputs: [x] }, { targetShape }) {
    const { shape, symbol } = sink.node(x);
    return emitReshape(sink, x, [shape[0], ...resolved(targetShape, shape.slice(1))], { symbol });
  },
};

const permuteSettings = z.object({ dims: z.array(z.number().int().min(1).max(4)).min(1).max(4) }).strict();

/** Permute: axes in another order; `dims` counts them from 1, the batch left out. */
export const permute: LayerDefinition<z.output<typeof permuteSettings>> = {
  kind: 'permute',
  settings: permuteSettings,
  weights({ dims }, [input]) {
    const wanted = input.map((_, axis) => axis + 1);
    if ([...dims].sort((a, b) => a - b).join() !== wanted.join()) {
      throw new GraphError('permuteDims', { setting: 'dims', dims: text(dims), rank: input.length });
    }
    return [];
  },
  forward: (sink, { inputs: [x], symbol }, { dims }) => transpose(sink, x, [0, ...dims], { symbol: symbol('x') }),
};

const amount = z.number().int().min(0).max(1024);
const both = z.tuple([amount, amount]);
const paddingSettings = z.object({ padding: z.union([amount, both, z.tuple([both, both])]).default(1) }).strict();

/** ZeroPadding2D: rows and columns of zeros around an image. */
export const zeroPadding2d: LayerDefinition<z.output<typeof paddingSettings>> = {
  kind: 'zeroPadding2d',
  settings: paddingSettings,
  weights: (_settings, [input]) => {
    requireImage('zeroPadding2d', input);
    return [];
  },
  forward(sink, { inputs: [x], symbol }, { padding }) {
    const [rows, columns] = typeof padding === 'number' ? [padding, padding] : padding;
    return pad(sink, x, [[0, 0], pair(rows), pair(columns), [0, 0]], { symbol: symbol('x') });
  },
};

const upSettings = z
  .object({ size: pairOf(1, 64).default(2), interpolation: z.enum(['nearest', 'bilinear']).default('nearest') })
  .strict();

/** UpSampling2D: an image made larger by whole factors. */
export const upSampling2d: LayerDefinition<z.output<typeof upSettings>> = {
  kind: 'upSampling2d',
  settings: upSettings,
  weights: (_settings, [input]) => {
    requireImage('upSampling2d', input);
    return [];
  },
  forward(sink, { inputs: [x], symbol }, { size, interpolation }) {
    const [, height, width] = sink.node(x).shape;
    const [rows, columns] = pair(size);
    return resize2d(sink, x, { size: [height * rows, width * columns], interpolation }, { symbol: symbol('u') });
  },
};
