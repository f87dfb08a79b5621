/** Initializers without chance: zeros, ones, one number, the identity matrix. */
import { z } from 'zod';
import { point } from './distributions';
import type { InitializerDefinition } from './types';

const anyNumber = (value: number) => z.number().min(-1e6).max(1e6).default(value);
const none = z.object({}).strict();

export const zeros: InitializerDefinition = {
  kind: 'zeros',
  settings: none,
  fill: (out) => out.fill(0),
  distribution: () => point(0),
};

export const ones: InitializerDefinition = {
  kind: 'ones',
  settings: none,
  fill: (out) => out.fill(1),
  distribution: () => point(1),
};

const constantSettings = z.object({ value: anyNumber(0) }).strict();

export const constant: InitializerDefinition<z.output<typeof constantSettings>> = {
  kind: 'constant',
  settings: constantSettings,
  fill: (out, _shape, { value }) => out.fill(value),
  distribution: ({ value }) => point(value),
};

const identitySettings = z.object({ gain: anyNumber(1) }).strict();

/** `gain` on the main diagonal, 0 elsewhere: a layer that starts by passing its input on. Matrices only. */
export const identity: InitializerDefinition<z.output<typeof identitySettings>> = {
  kind: 'identity',
  settings: identitySettings,
  fits: (shape) => shape.length === 2,
  fill(out, [rows, columns], { gain }) {
    out.fill(0);
    for (let i = 0; i < Math.min(rows, columns); i++) out[i * columns + i] = gain;
    return out;
  },
  distribution({ gain }, { fanIn, fanOut }) {
    const share = 1 / Math.max(fanIn, fanOut);
    return {
      mean: gain * share,
      variance: gain ** 2 * share * (1 - share),
      support: [Math.min(0, gain), Math.max(0, gain)],
      density: null,
    };
  },
};
