/**
 * Binary cross-entropy −[t ln ŷ + (1 − t) ln(1 − ŷ)], mean over all elements (Goodfellow, Bengio, Courville: Deep
 * Learning, 6.2.2.2). From logits z it is max(z, 0) − z t + ln(1 + e^(−|z|)), which never overflows.
 */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { classWeightsSetting, elementClassWeight } from './classWeights';
import { clipProbabilities } from './clip';
import { meanOfAll } from './reduce';
import { labelSmoothingSetting, smoothed } from './smoothing';
import type { LossDefinition } from './types';

const settings = z
  .object({
    fromLogits: z.boolean().default(false),
    labelSmoothing: labelSmoothingSetting,
    classWeights: classWeightsSetting,
  })
  .strict();

export const binaryCrossentropy: LossDefinition<z.output<typeof settings>> = {
  kind: 'binaryCrossentropy',
  settings,
  knows: 'sigmoid',
  emit(sink, inputs, { fromLogits, labelSmoothing, classWeights }) {
    const { prediction, target, logits } = inputs;
    const source = fromLogits ? prediction : logits;
    const t = smoothed(sink, target, labelSmoothing, 2);
    const options = { name: 'loss/element', symbol: 'e' };
    const terms =
      source !== null
        ? elementwise(
            sink,
            {
              expr: parse('max(z, 0) - z * t + log1p(exp(-abs(z)))'),
              args: { z: source, t },
              definition: 'binaryCrossentropyFromLogits',
              // The derived derivative has a kink at z = 0 that the function has not.
              gradients: { z: parse('1 / (1 + exp(-z)) - t') },
            },
            options,
          )
        : elementwise(
            sink,
            {
              expr: parse('-(t * log(p) + (1 - t) * log(1 - p))'),
              args: { p: clipProbabilities(sink, prediction), t },
              definition: 'binaryCrossentropy',
            },
            options,
          );
    const classWeight = classWeights && elementClassWeight(sink, target, classWeights, 'binaryCrossentropy');
    return meanOfAll(sink, terms, { ...inputs, classWeight });
  },
};
