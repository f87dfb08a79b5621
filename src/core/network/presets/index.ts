/** Examples to step through, by their id, in the order they are offered. */

import { averagePooling, conv, convFlipped, convPadding, convStrides, maxPooling } from './images';
import { batchNorm, dropout, dropoutInference, residual } from './layers';
import { linearRegression, mazur, softmax, twoLayer, xor } from './networks';
import { neuron, perceptronAnd, perceptronOr, perceptronXor, threshold } from './neurons';
import type { Template } from './types';

export const PRESETS = {
  neuron,
  threshold,
  'perceptron-and': perceptronAnd,
  'perceptron-or': perceptronOr,
  'perceptron-xor': perceptronXor,
  xor,
  mazur,
  'two-layer': twoLayer,
  'linear-regression': linearRegression,
  softmax,
  conv,
  'conv-strides': convStrides,
  'conv-padding': convPadding,
  'conv-flipped': convFlipped,
  'max-pooling': maxPooling,
  'average-pooling': averagePooling,
  'batch-norm': batchNorm,
  dropout,
  'dropout-inference': dropoutInference,
  residual,
} satisfies Record<string, Template>;
export type PresetId = keyof typeof PRESETS;

/** What belongs together. */
export const PRESET_GROUPS = {
  neurons: ['neuron', 'threshold', 'perceptron-and', 'perceptron-or', 'perceptron-xor'],
  networks: ['xor', 'mazur', 'two-layer', 'linear-regression', 'softmax'],
  images: ['conv', 'conv-strides', 'conv-padding', 'conv-flipped', 'max-pooling', 'average-pooling'],
  layers: ['batch-norm', 'dropout', 'dropout-inference', 'residual'],
} as const satisfies Record<string, readonly PresetId[]>;
export type PresetGroup = keyof typeof PRESET_GROUPS;
