/**
 * Initializers whose variance follows from the size of the layer, so that signals neither vanish nor explode. Glorot
 * keeps the variance equal in both directions (Glorot and Bengio, AISTATS 2010), He allows for relu's lost half (He et
 * al., ICCV 2015), LeCun keeps the variance of the forward signal (LeCun et al.: Efficient backprop, 1998). As in Keras,
 * the normal forms are truncated at two standard deviations and widened to make up for it.
 */
import { z } from 'zod';
import { fillTruncatedNormal, fillUniform } from '../random';
import { TRUNCATED_DEVIATION, truncatedNormal, uniform } from './distributions';
import { fansOf } from './fans';
import type { Fans, InitializerDefinition } from './types';

/** Variance of an element. */
type Rule = (fans: Fans) => number;

const none = z.object({}).strict();

/** A uniform distribution on ±b has the variance b²/3. */
function uniformOf(kind: string, variance: Rule): InitializerDefinition {
  const limit = (fans: Fans) => Math.sqrt(3 * variance(fans));
  return {
    kind,
    settings: none,
    fill: (out, shape, _settings, key) => fillUniform(out, key, -limit(fansOf(shape)), limit(fansOf(shape))),
    distribution: (_settings, fans) => uniform(-limit(fans), limit(fans)),
  };
}

function normalOf(kind: string, variance: Rule): InitializerDefinition {
  const deviation = (fans: Fans) => Math.sqrt(variance(fans)) / TRUNCATED_DEVIATION;
  return {
    kind,
    settings: none,
    fill: (out, shape, _settings, key) => fillTruncatedNormal(out, key, 0, deviation(fansOf(shape))),
    distribution: (_settings, fans) => truncatedNormal(0, deviation(fans)),
  };
}

const RULES: Readonly<Record<string, Rule>> = {
  glorot: ({ fanIn, fanOut }) => 2 / (fanIn + fanOut),
  he: ({ fanIn }) => 2 / fanIn,
  lecun: ({ fanIn }) => 1 / fanIn,
};

/** `glorotUniform`, `glorotNormal`, `heUniform`, … */
export const scaled: readonly InitializerDefinition[] = Object.entries(RULES).flatMap(([name, variance]) => [
  uniformOf(`${name}Uniform`, variance),
  normalOf(`${name}Normal`, variance),
]);
