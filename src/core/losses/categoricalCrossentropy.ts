/**
 * Categorical cross-entropy −Σ t ln ŷ: sum over the last axis, mean over everything else. Targets are one-hot (Bishop: Pattern
 * Recognition and Machine Learning, 4.3.4).
 */
import { z } from 'zod';
import { classWeightsSetting } from './classWeights';
import { crossentropy } from './crossentropyRows';
import { labelSmoothingSetting, smoothed } from './smoothing';
import type { LossDefinition } from './types';

const settings = z
  .object({
    fromLogits: z.boolean().default(false),
    normalize: z.boolean().default(false),
    labelSmoothing: labelSmoothingSetting,
    classWeights: classWeightsSetting,
  })
  .strict();

export const categoricalCrossentropy: LossDefinition<z.output<typeof settings>> = {
  kind: 'categoricalCrossentropy',
  settings,
  knows: 'softmax',
  emit(sink, inputs, { labelSmoothing, ...form }) {
    const { prediction, target: oneHot } = inputs;
    const classes = sink.node(prediction).shape.at(-1)!;
    const target = smoothed(sink, oneHot, labelSmoothing, classes);
    return crossentropy(sink, inputs, { ...form, kind: 'categoricalCrossentropy', oneHot, target });
  },
};
