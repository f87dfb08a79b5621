/** Flatten: every sample becomes one row, in channels-last order. */
import { z } from 'zod';
import { sizeOf } from '../graph/shape';
import { reshape } from '../ops/emit';
import type { LayerDefinition } from './types';

export const flatten: LayerDefinition = {
  kind: 'flatten',
  settings: z.object({}).strict(),
  weights: () => [],
  forward(sink, { inputs: [x] }) {
    const { shape, symbol } = sink.node(x);
    return reshape(sink, x, [shape[0], sizeOf(shape.slice(1))], { symbol });
  },
};
