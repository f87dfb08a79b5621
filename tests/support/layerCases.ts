/** Every kind of layer on tiny inputs, in the settings that matter: for the interpreter's tests and the engine's. */
import type { LayerSpec } from '@/core/network/spec';

export interface LayerCase {
  name: string;
  layer: Omit<LayerSpec, 'id'>;
  /** Without the batch. */
  inputShape: number[];
  otherShapes?: number[][];
  mode?: 'training' | 'inference';
  /** The input is whole numbers below this. */
  indices?: number;
}

const one = (
  name: string,
  layer: LayerCase['layer'],
  inputShape: number[],
  more: Partial<LayerCase> = {},
): LayerCase => ({
  name,
  layer,
  inputShape,
  ...more,
});

const two = (kind: string, settings: object = {}): LayerCase =>
  one(kind, { kind, ...settings }, [2, 3], { otherShapes: [[2, 3]] });

export const LAYER_CASES: readonly LayerCase[] = [
  one('dense', { kind: 'dense', units: 3, activation: 'tanh' }, [4]),
  one('dense on a sequence', { kind: 'dense', units: 2, activation: 'sigmoid' }, [3, 4]),
  one('flatten', { kind: 'flatten' }, [2, 3]),
  one('activation', { kind: 'activation', activation: 'softplus' }, [5]),
  one('activation softmax', { kind: 'activation', activation: 'softmax' }, [2, 3]),
  one(
    'conv2d',
    { kind: 'conv2d', filters: 2, kernelSize: 3, strides: 2, padding: 'same', activation: 'tanh' },
    [5, 4, 2],
  ),
  one('maxPooling2d', { kind: 'maxPooling2d' }, [4, 5, 2]),
  one('averagePooling2d', { kind: 'averagePooling2d', padding: 'same' }, [3, 5, 1]),
  one('globalAveragePooling2d', { kind: 'globalAveragePooling2d' }, [3, 2, 2]),
  one('globalMaxPooling2d', { kind: 'globalMaxPooling2d' }, [3, 2, 2]),
  one('batchNormalization', { kind: 'batchNormalization' }, [2, 2, 3]),
  one('batchNormalization without scale', { kind: 'batchNormalization', scale: false }, [2, 2, 3]),
  one('batchNormalization without either', { kind: 'batchNormalization', scale: false, center: false }, [3, 2]),
  one('batchNormalization without shift', { kind: 'batchNormalization', center: false }, [2, 3], { mode: 'inference' }),
  one('conv1d valid', { kind: 'conv1d', filters: 2, kernelSize: 3, activation: 'tanh' }, [6, 2]),
  one('conv1d same, strided', { kind: 'conv1d', filters: 2, kernelSize: 4, strides: 2, padding: 'same' }, [7, 1]),
  one(
    'conv1d causal, dilated',
    { kind: 'conv1d', filters: 1, kernelSize: 2, padding: 'causal', dilationRate: 2 },
    [5, 2],
  ),
  one(
    'conv1d explicit padding',
    { kind: 'conv1d', filters: 1, kernelSize: 3, padding: [[2, 0]], useBias: false },
    [4, 1],
  ),
  one('depthwiseConv2d', { kind: 'depthwiseConv2d', kernelSize: 3, depthMultiplier: 2, padding: 'same' }, [4, 3, 2]),
  one(
    'depthwiseConv2d strided, dilated',
    { kind: 'depthwiseConv2d', kernelSize: 2, strides: 2, dilationRate: 2, padding: [[1, 0], 1], activation: 'tanh' },
    [5, 5, 2],
  ),
  one('separableConv2d', { kind: 'separableConv2d', filters: 3, kernelSize: 2, activation: 'tanh' }, [3, 4, 2]),
  one(
    'separableConv2d strided',
    { kind: 'separableConv2d', filters: 2, depthMultiplier: 2, strides: 2, padding: 'same' },
    [5, 4, 1],
  ),
  one('conv2dTranspose', { kind: 'conv2dTranspose', filters: 2, kernelSize: 3, strides: 2 }, [2, 3, 2]),
  one(
    'conv2dTranspose same',
    { kind: 'conv2dTranspose', filters: 1, kernelSize: 3, strides: 2, padding: 'same', activation: 'tanh' },
    [3, 2, 2],
  ),
  one(
    'conv2dTranspose stride over kernel',
    { kind: 'conv2dTranspose', filters: 1, kernelSize: 2, strides: 3 },
    [2, 2, 1],
  ),
  one(
    'conv2dTranspose dilated, padded',
    { kind: 'conv2dTranspose', filters: 1, kernelSize: 2, dilationRate: 2, padding: [1, [0, 1]] },
    [3, 3, 2],
  ),
  one('maxPooling1d', { kind: 'maxPooling1d' }, [5, 2]),
  one('averagePooling1d same', { kind: 'averagePooling1d', poolSize: 3, strides: 2, padding: 'same' }, [5, 2]),
  one('globalAveragePooling1d', { kind: 'globalAveragePooling1d' }, [3, 2]),
  one('globalMaxPooling1d', { kind: 'globalMaxPooling1d' }, [3, 2]),
  one('upSampling2d nearest', { kind: 'upSampling2d', size: [2, 3] }, [2, 2, 2]),
  one('upSampling2d bilinear', { kind: 'upSampling2d', size: [3, 2], interpolation: 'bilinear' }, [2, 3, 1]),
  one('reshape', { kind: 'reshape', targetShape: [3, -1] }, [2, 6]),
  one('permute', { kind: 'permute', dims: [3, 1, 2] }, [2, 3, 2]),
  one(
    'zeroPadding2d',
    {
      kind: 'zeroPadding2d',
      padding: [
        [1, 0],
        [0, 2],
      ],
    },
    [2, 2, 2],
  ),
  one('dropout', { kind: 'dropout', rate: 0.4 }, [6]),
  one('dropout scaled at test', { kind: 'dropout', rate: 0.4, scaling: 'inference' }, [6], { mode: 'inference' }),
  one('spatialDropout1d', { kind: 'spatialDropout1d', rate: 0.4 }, [3, 4]),
  one('spatialDropout2d', { kind: 'spatialDropout2d', rate: 0.4 }, [2, 3, 4]),
  one('gaussianNoise', { kind: 'gaussianNoise', stddev: 0.3 }, [4]),
  one('leakyReLU', { kind: 'leakyReLU', negativeSlope: 0.1 }, [6]),
  one('prelu', { kind: 'prelu' }, [6]),
  one('prelu shared', { kind: 'prelu', sharedAxes: [1, 2], alphaInitializer: 'ones' }, [2, 2, 3]),
  one('layerNormalization', { kind: 'layerNormalization' }, [3, 4]),
  one('layerNormalization over all', { kind: 'layerNormalization', axis: [1, 2], scale: false }, [2, 3]),
  one('layerNormalization over the first axis', { kind: 'layerNormalization', axis: 1 }, [4, 2]),
  one('groupNormalization', { kind: 'groupNormalization', groups: 2 }, [2, 2, 4]),
  one('groupNormalization per channel', { kind: 'groupNormalization', groups: -1, center: false }, [3, 2, 2]),
  one('groupNormalization of vectors', { kind: 'groupNormalization', groups: 2 }, [6]),
  one('embedding', { kind: 'embedding', inputDim: 5, outputDim: 3 }, [4], { indices: 5 }),
  two('add'),
  two('subtract'),
  two('multiply'),
  two('average'),
  two('maximum'),
  two('concatenate'),
  one('add of three, broadcast', { kind: 'add' }, [2, 3], {
    otherShapes: [
      [1, 3],
      [2, 1],
    ],
  }),
  one('concatenate along the first axis', { kind: 'concatenate', axis: 1 }, [2, 3], {
    otherShapes: [
      [1, 3],
      [3, 3],
    ],
  }),
  one('dot of vectors', { kind: 'dot', axes: 1 }, [4], { otherShapes: [[4]] }),
  one('dot, cosine', { kind: 'dot', axes: 1, normalize: true }, [4], { otherShapes: [[4]] }),
  one('dot of matrices', { kind: 'dot', axes: [1, 2] }, [3, 2], { otherShapes: [[4, 3]] }),
];
