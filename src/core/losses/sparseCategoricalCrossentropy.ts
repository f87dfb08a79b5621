/** Categorical cross-entropy of targets that are class numbers, counted from 0: −ln ŷ of the right class (Bishop: Pattern Recognition and Machine Learning, 4.3.4). */
import { z } from 'zod';
import { oneHot } from '../ops/emit';
import { classWeightsSetting } from './classWeights';
import { crossentropy } from './crossentropyRows';
import type { LossDefinition } from './types';

const settings = z
  .object({
    fromLogits: z.boolean().default(false),
    normalize: z.boolean().default(false),
    classWeights: classWeightsSetting,
  })
  .strict();

export const sparseCategoricalCrossentropy: LossDefinition<z.output<typeof settings>> = {
  kind: 'sparseCategoricalCrossentropy',
  settings,
  knows: 'softmax',
  targetShape: (prediction) => prediction.slice(0, -1),
  emit(sink, inputs, form) {
    const classes = sink.node(inputs.prediction).shape.at(-1)!;
    const target = oneHot(sink, inputs.target, classes, { name: 'loss/oneHot', symbol: 'o' });
    return crossentropy(sink, inputs, { ...form, kind: 'sparseCategoricalCrossentropy', oneHot: target, target });
  },
};
