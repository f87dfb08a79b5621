/**
 * DepthwiseConv2D: every channel under kernels of its own, `[rows, columns, channels, multiplier]`; SeparableConv2D
 * then mixes the channels with a 1×1 convolution: nearly what a convolution does, with far fewer weights and products
 * (Chollet: Xception, CVPR 2017).
 */
import { z } from 'zod';
import type { Shape } from '../graph/types';
import { initializerSetting } from '../initializers';
import { conv2d as emitConv2d, depthwiseConv2d as emitDepthwise } from '../ops/emit';
import type { NodeSink } from '../ops/types';
import { constraintSetting, regularizerSetting } from '../regularizers';
import { biasAndActivation } from './bias';
import { biasWeight, kernelSettings } from './kernel';
import type { LayerDefinition } from './types';
import { paddingSetting, pair, pairOf, requireImage, windowOf } from './windows';

const {
  kernelInitializer: _initializer,
  kernelRegularizer: _regularizer,
  kernelConstraint: _constraint,
  ...common
} = kernelSettings;

const depthwise = {
  kernelSize: pairOf(1, 1024).default(3),
  strides: pairOf(1, 1024).default(1),
  padding: paddingSetting.default('valid'),
  dilationRate: pairOf(1, 1024).default(1),
  depthMultiplier: z.number().int().min(1).max(256).default(1),
  ...common,
  depthwiseInitializer: initializerSetting('glorotUniform'),
  depthwiseRegularizer: regularizerSetting.optional(),
  depthwiseConstraint: constraintSetting.optional(),
};

const settings = z.object(depthwise).strict();
type Settings = z.output<typeof settings>;

/** The kernels of the channels. */
function depthwiseKernel([, , channels]: Shape, given: Settings) {
  return {
    name: 'depthwiseKernel',
    shape: [...pair(given.kernelSize), channels, given.depthMultiplier],
    initializer: given.depthwiseInitializer,
    regularizer: given.depthwiseRegularizer,
    constraint: given.depthwiseConstraint,
    symbol: 'K',
  };
}

function emitChannels(sink: NodeSink, x: number, kernel: number, given: Settings, symbol: string): number {
  const { kernelSize, strides, dilationRate, padding } = given;
  const window = windowOf(
    sink.node(x).shape.slice(1),
    { size: pair(kernelSize), strides: pair(strides), dilations: pair(dilationRate), padding },
    { code: 'kernelTooLarge', setting: 'kernelSize' },
  );
  return emitDepthwise(sink, x, kernel, window, { symbol });
}

export const depthwiseConv2d: LayerDefinition<Settings> = {
  kind: 'depthwiseConv2d',
  settings,
  weights(given, [input]) {
    requireImage('depthwiseConv2d', input);
    return [depthwiseKernel(input, given), ...biasWeight(input[2] * given.depthMultiplier, given)];
  },
  forward(sink, { inputs: [x], weights, symbol }, given) {
    const sum = emitChannels(sink, x, weights.depthwiseKernel, given, symbol(given.useBias ? 's' : 'z'));
    return biasAndActivation(sink, sum, weights.bias, given.activation, symbol);
  },
};

const separable = z
  .object({
    filters: z.number().int().min(1).max(4096),
    ...depthwise,
    pointwiseInitializer: initializerSetting('glorotUniform'),
    pointwiseRegularizer: regularizerSetting.optional(),
    pointwiseConstraint: constraintSetting.optional(),
  })
  .strict();

const POINT = {
  strides: [1, 1],
  dilations: [1, 1],
  padding: [
    [0, 0],
    [0, 0],
  ],
} as const;

export const separableConv2d: LayerDefinition<z.output<typeof separable>> = {
  kind: 'separableConv2d',
  settings: separable,
  weights(given, [input]) {
    requireImage('separableConv2d', input);
    const pointwise = {
      name: 'pointwiseKernel',
      shape: [1, 1, input[2] * given.depthMultiplier, given.filters],
      initializer: given.pointwiseInitializer,
      regularizer: given.pointwiseRegularizer,
      constraint: given.pointwiseConstraint,
      symbol: 'P',
    };
    return [depthwiseKernel(input, given), pointwise, ...biasWeight(given.filters, given)];
  },
  forward(sink, { inputs: [x], weights, symbol }, given) {
    const channels = emitChannels(sink, x, weights.depthwiseKernel, given, symbol('d'));
    const sum = emitConv2d(sink, channels, weights.pointwiseKernel, POINT, {
      symbol: symbol(given.useBias ? 's' : 'z'),
    });
    return biasAndActivation(sink, sum, weights.bias, given.activation, symbol);
  },
};
