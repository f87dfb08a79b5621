/**
 * LayerNormalization: every sample by itself is brought to mean 0 and variance 1 over its features, then scaled by a learned
 * gamma and shifted by beta (Ba, Kiros, Hinton, 2016). Nothing depends on the batch, so training and inference are the
 * same. GroupNormalization does it for groups of channels, over all positions (Wu and He, ECCV 2018).
 */
import { z } from 'zod';
import { sizeOf } from '../graph/shape';
import type { Shape } from '../graph/types';
import { reshape } from '../ops/emit';
import { GraphError } from '../ops/types';
import { emitNormalized, emitScale, scaleSettings, scaleWeights } from './normalize';
import type { LayerDefinition } from './types';

const common = {
  epsilon: z.number().positive().max(1).default(0.001),
  ...scaleSettings,
};

const axisSetting = z
  .number()
  .int()
  .min(-4)
  .max(4)
  .refine((axis) => axis !== 0);
const settings = z
  .object({ axis: z.union([axisSetting, z.array(axisSetting).min(1).max(4)]).default(-1), ...common })
  .strict();
type Settings = z.output<typeof settings>;

/** Axes of an array with the batch in front, in ascending order. */
function axesOf(axis: Settings['axis'], shape: Shape): number[] {
  const places = [axis].flat().map((one) => (one < 0 ? shape.length + 1 + one : one));
  if (places.some((place) => place < 1 || place > shape.length) || new Set(places).size < places.length) {
    throw new GraphError('layerSetting', { kind: 'layerNormalization', setting: 'axis' });
  }
  return places.sort((a, b) => a - b);
}

export const layerNormalization: LayerDefinition<Settings> = {
  kind: 'layerNormalization',
  settings,
  weights: (given, [input]) =>
    scaleWeights(
      axesOf(given.axis, input).map((axis) => input[axis - 1]),
      given,
    ),
  forward(sink, { inputs: [x], weights, layer, symbol }, { axis, epsilon }) {
    const { shape } = sink.node(x);
    const axes = axesOf(axis, shape.slice(1));
    const names = { family: 'layerNorm', layer, symbol };
    const { normalized } = emitNormalized(sink, x, { axes, keepDims: true, epsilon, ...names });
    // Weights of axes that are not the last ones need 1s in between to be broadcast.
    const spread = shape.map((n, i) => (axes.includes(i) ? n : 1)).slice(axes[0]);
    const placed = (id: number | undefined) =>
      id === undefined || spread.length === axes.length
        ? id
        : reshape(sink, id, spread, { symbol: sink.node(id).symbol });
    return emitScale(sink, normalized, { gamma: placed(weights.gamma), beta: placed(weights.beta) }, names);
  },
};

const groupSettings = z
  .object({ groups: z.union([z.literal(-1), z.number().int().min(1).max(4096)]).default(32), ...common })
  .strict();

/** −1 stands for one group a channel (instance normalization). */
function groupsOf(groups: number, channels: number): number {
  const count = groups === -1 ? channels : groups;
  if (channels % count !== 0) throw new GraphError('groupsDivide', { setting: 'groups', groups: count, channels });
  return count;
}

export const groupNormalization: LayerDefinition<z.output<typeof groupSettings>> = {
  kind: 'groupNormalization',
  settings: groupSettings,
  weights(given, [input]) {
    const channels = input[input.length - 1];
    groupsOf(given.groups, channels);
    return scaleWeights([channels], given);
  },
  forward(sink, { inputs: [x], weights, layer, symbol }, { groups, epsilon }) {
    const { shape, symbol: source } = sink.node(x);
    const channels = shape[shape.length - 1];
    const count = groupsOf(groups, channels);
    const names = { family: 'groupNorm', layer, symbol };
    const grouped = reshape(sink, x, [shape[0], sizeOf(shape.slice(1, -1)), count, channels / count], {
      name: `${layer}/groups`,
      symbol: source,
    });
    const { normalized } = emitNormalized(sink, grouped, { axes: [1, 3], keepDims: true, epsilon, ...names });
    const back = reshape(sink, normalized, shape, { name: `${layer}/channels`, symbol: symbol('\\hat{x}') });
    return emitScale(sink, back, weights, names);
  },
};
