/** The registry of layers. Adding one is one file and one line here. */
import type { z } from 'zod';
import { GraphError } from '../ops/types';
import { activation } from './activation';
import { batchNormalization } from './batchNormalization';
import { conv1d } from './conv1d';
import { conv2d } from './conv2d';
import { conv2dTranspose } from './conv2dTranspose';
import { dense } from './dense';
import { depthwiseConv2d, separableConv2d } from './depthwiseConv2d';
import { embedding } from './embedding';
import { flatten } from './flatten';
import { groupNormalization, layerNormalization } from './layerNormalization';
import { leakyReLU, prelu } from './leaky';
import { add, average, concatenate, dot, maximum, multiply, subtract } from './merge';
import { dropout, gaussianNoise, spatialDropout1d, spatialDropout2d } from './noise';
import {
  averagePooling1d,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  maxPooling1d,
} from './pooling1d';
import { averagePooling2d, maxPooling2d } from './pooling2d';
import { permute, reshape, upSampling2d, zeroPadding2d } from './shapes';
import type { LayerDefinition } from './types';

export const LAYERS: Readonly<Record<string, LayerDefinition>> = Object.fromEntries(
  [
    dense,
    embedding,
    conv2d,
    depthwiseConv2d,
    separableConv2d,
    conv2dTranspose,
    conv1d,
    maxPooling2d,
    averagePooling2d,
    globalMaxPooling2d,
    globalAveragePooling2d,
    maxPooling1d,
    averagePooling1d,
    globalMaxPooling1d,
    globalAveragePooling1d,
    upSampling2d,
    batchNormalization,
    layerNormalization,
    groupNormalization,
    activation,
    leakyReLU,
    prelu,
    dropout,
    spatialDropout1d,
    spatialDropout2d,
    gaussianNoise,
    flatten,
    reshape,
    permute,
    zeroPadding2d,
    add,
    subtract,
    multiply,
    average,
    maximum,
    concatenate,
    dot,
  ].map((layer) => [layer.kind, layer as unknown as LayerDefinition]),
);

/** Looks a layer up and checks its settings. @throws GraphError `unknownLayer` or `layerSetting`. */
export function layerOf(spec: { id: string; kind: string } & Record<string, unknown>) {
  const { id, kind, inputs: _inputs, ...given } = spec;
  const definition = LAYERS[kind];
  if (!definition) throw new GraphError('unknownLayer', { layer: id, kind });
  const parsed = definition.settings.safeParse(given) as z.ZodSafeParseResult<Record<string, unknown>>;
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const unknown = issue.code === 'unrecognized_keys' ? [issue.keys.join(', ')] : [];
    const setting = [...issue.path, ...unknown].join('.');
    throw new GraphError('layerSetting', { layer: id, kind, setting });
  }
  return { definition, settings: parsed.data };
}
