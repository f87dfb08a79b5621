/**
 * Embedding: whole numbers become vectors, the rows of a table `[inputDim, outputDim]` that is learned (Bengio et al.: A
 * neural probabilistic language model, JMLR 2003). Only the rows that were picked get a gradient.
 */
import { z } from 'zod';
import { initializerSetting } from '../initializers';
import { gather } from '../ops/emit';
import { GraphError } from '../ops/types';
import { constraintSetting, regularizerSetting } from '../regularizers';
import type { LayerDefinition } from './types';

const settings = z
  .object({
    inputDim: z.number().int().min(1).max(1_000_000),
    outputDim: z.number().int().min(1).max(4096),
    embeddingsInitializer: initializerSetting('randomUniform'),
    embeddingsRegularizer: regularizerSetting.optional(),
    embeddingsConstraint: constraintSetting.optional(),
  })
  .strict();

export const embedding: LayerDefinition<z.output<typeof settings>> = {
  kind: 'embedding',
  settings,
  weights(given, [input]) {
    if (input.length > 2) throw new GraphError('embeddingInput', { shape: `[${input.join(', ')}]` });
    return [
      {
        name: 'embeddings',
        shape: [given.inputDim, given.outputDim],
        initializer: given.embeddingsInitializer,
        regularizer: given.embeddingsRegularizer,
        constraint: given.embeddingsConstraint,
        symbol: 'E',
      },
    ];
  },
  forward: (sink, { inputs: [x], weights, symbol }) => gather(sink, weights.embeddings, x, { symbol: symbol('e') }),
};
