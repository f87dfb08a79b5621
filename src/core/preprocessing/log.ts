/** ln(1 + x): takes the long tail off counts, prices and the like; back by eʸ − 1. Only for x > −1. */
import { z } from 'zod';
import { GraphError } from '../ops/types';
import { rangeOf } from './rows';
import type { PreprocessingDefinition } from './types';

export const log: PreprocessingDefinition = {
  kind: 'log',
  settings: z.object({}).strict(),
  /** @throws GraphError `logDomain` when there are numbers of −1 or less, which have no logarithm here. */
  fit(rows) {
    const least = rangeOf(rows, 'all').low[0];
    if (least <= -1) throw new GraphError('logDomain', { value: least });
    return { form: 'log', kind: 'log', features: rows.features };
  },
};
