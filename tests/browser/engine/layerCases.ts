/** Small settings of every kind of layer: what each backend is tried on (layers.test.ts). */
import type { Shape } from '@/core/graph/types';

export interface LayerCase {
  settings?: Record<string, unknown>;
  /** Shapes of its inputs without the batch: one, or several for a layer that merges. */
  inputs: readonly Shape[];
  /** Training when left out. */
  mode?: 'training' | 'inference';
  /** The input holds whole numbers from −1 to this, which is no longer a row of the table. */
  indices?: number;
}

const one = (input: Shape, settings: LayerCase['settings'] = {}, rest: Partial<LayerCase> = {}): LayerCase => ({
  inputs: [input],
  settings,
  ...rest,
});
const several = (inputs: readonly Shape[], settings: LayerCase['settings'] = {}): LayerCase => ({ inputs, settings });

const IMAGE = [5, 6, 2];
const SEQUENCE = [7, 3];
const UNEVEN = [
  [0, 1],
  [2, 1],
];
const MERGED = [
  [3, 4],
  [3, 4],
  [3, 4],
];

const pools2d = [
  one(IMAGE),
  one(IMAGE, { poolSize: [3, 2], strides: [1, 2], padding: 'same' }),
  one(IMAGE, { poolSize: [2, 3], strides: 3, padding: UNEVEN }),
];
const pools1d = [one(SEQUENCE), one(SEQUENCE, { poolSize: 3, strides: 2, padding: 'same' })];
const drops = (input: Shape) => [
  one(input, { rate: 0.4 }),
  one(input, { rate: 0.4, scaling: 'inference' }),
  one(input, { rate: 0.4, scaling: 'inference' }, { mode: 'inference' }),
];

export const LAYER_CASES: Readonly<Record<string, readonly LayerCase[]>> = {
  dense: [one([5], { units: 3, activation: 'tanh' }), one([4], { units: 2, useBias: false })],
  embedding: [
    one([4], { inputDim: 5, outputDim: 3 }, { indices: 5 }),
    one([3, 2], { inputDim: 4, outputDim: 2 }, { indices: 4 }),
  ],
  conv2d: [
    one(IMAGE, { filters: 3, padding: 'same', activation: 'relu' }),
    one(IMAGE, { filters: 3, kernelSize: [3, 2], strides: [2, 3], padding: UNEVEN }),
    one([7, 8, 3], { filters: 2, kernelSize: [2, 3], dilationRate: [3, 2], padding: [1, 2], useBias: false }),
  ],
  depthwiseConv2d: [
    one(IMAGE, { padding: 'same', activation: 'relu' }),
    one(IMAGE, { kernelSize: [3, 2], strides: [2, 3], padding: UNEVEN, depthMultiplier: 2 }),
    one([7, 8, 3], { kernelSize: [2, 3], dilationRate: [3, 2], padding: [1, 2], useBias: false }),
  ],
  separableConv2d: [
    one(IMAGE, { filters: 3, activation: 'relu' }),
    one(IMAGE, { filters: 3, depthMultiplier: 2, strides: 2, padding: 'same', useBias: false }),
  ],
  conv2dTranspose: [
    one([3, 4, 2], { filters: 3 }),
    one([3, 4, 2], { filters: 3, kernelSize: [3, 2], strides: 2, padding: 'same' }),
    one([2, 3, 2], { filters: 2, kernelSize: [1, 2], strides: [2, 3], useBias: false }),
    one([3, 3, 2], { filters: 2, kernelSize: 3, dilationRate: 2, padding: [1, 2], activation: 'sigmoid' }),
  ],
  conv1d: [
    one(SEQUENCE, { filters: 2, padding: 'same', activation: 'relu' }),
    one(SEQUENCE, { filters: 2, padding: 'causal', dilationRate: 2 }),
    one(SEQUENCE, { filters: 4, kernelSize: 2, strides: 3, padding: [[0, 2]], useBias: false }),
  ],
  maxPooling2d: pools2d,
  averagePooling2d: pools2d,
  globalMaxPooling2d: [one(IMAGE)],
  globalAveragePooling2d: [one(IMAGE)],
  maxPooling1d: pools1d,
  averagePooling1d: pools1d,
  globalMaxPooling1d: [one(SEQUENCE)],
  globalAveragePooling1d: [one(SEQUENCE)],
  upSampling2d: [
    one([2, 3, 2]),
    one([2, 3, 3], { size: [3, 1] }),
    one([3, 2, 2], { interpolation: 'bilinear' }),
    one([1, 3, 5], { size: [2, 3], interpolation: 'bilinear' }),
  ],
  batchNormalization: [
    one([3, 2, 4]),
    one([4], { epsilon: 0.01 }, { mode: 'inference' }),
    one([3, 2, 4], { scale: false }),
    one([4], { scale: false, center: false }),
    one([4], { center: false }, { mode: 'inference' }),
  ],
  layerNormalization: [one([3, 4]), one([3, 2, 4], { axis: [1, 2], scale: false }), one([5], { center: false })],
  groupNormalization: [
    one([3, 2, 6], { groups: 3 }),
    one([5, 4], { groups: 1, scale: false }),
    one([4], { groups: -1 }),
    one([2, 2, 2, 4], { groups: 2 }),
  ],
  activation: [one([5], { activation: 'softmax' }), one([2, 3], { activation: 'gelu' })],
  leakyReLU: [one([6]), one([2, 3], { negativeSlope: 0.01 })],
  prelu: [one([6]), one([3, 2, 2], { sharedAxes: [1, 2] })],
  dropout: drops([4, 3]),
  spatialDropout1d: drops([4, 5]),
  spatialDropout2d: drops([3, 2, 5]),
  gaussianNoise: [one([4, 3], { stddev: 0.5 }), one([4], {}, { mode: 'inference' })],
  flatten: [one([2, 3, 2])],
  reshape: [one([2, 6], { targetShape: [3, -1] }), one([12], { targetShape: [2, 3, 1, 2] })],
  permute: [
    one([2, 3, 4], { dims: [3, 1, 2] }),
    one([3, 4], { dims: [2, 1] }),
    one([2, 1, 3, 2], { dims: [4, 2, 3, 1] }),
  ],
  zeroPadding2d: [
    one(IMAGE),
    one(IMAGE, {
      padding: [
        [0, 2],
        [1, 0],
      ],
    }),
  ],
  add: [
    several(MERGED),
    several([
      [3, 4],
      [3, 1],
    ]),
  ],
  subtract: [
    several(MERGED.slice(1)),
    several([
      [1, 4],
      [3, 4],
    ]),
  ],
  multiply: [several(MERGED)],
  average: [several(MERGED)],
  maximum: [several(MERGED)],
  concatenate: [
    several([
      [3, 2],
      [3, 4],
      [3, 1],
    ]),
    several(
      [
        [2, 3, 2],
        [4, 3, 2],
      ],
      { axis: 1 },
    ),
  ],
  dot: [
    several([[4], [4]]),
    several(
      [
        [3, 4],
        [2, 4],
      ],
      { normalize: true },
    ),
    several(
      [
        [3, 2],
        [4, 3],
      ],
      { axes: [1, 2] },
    ),
  ],
};
