/** An activation as a layer of its own. */
import { z } from 'zod';
import { ACTIVATIONS, applyActivation } from '../activations';
import type { LayerDefinition } from './types';

const settings = z.object({ activation: z.enum(Object.keys(ACTIVATIONS) as [string, ...string[]]) }).strict();

export const activation: LayerDefinition<z.output<typeof settings>> = {
  kind: 'activation',
  settings,
  weights: () => [],
  forward: (sink, { inputs: [x], symbol }, s) => applyActivation(sink, s.activation, x, { symbol: symbol('a') }),
};
