/** The registry of layers. Adding one is one file and one line here. */
import type { z } from 'zod';
import { GraphError } from '../ops/types';
import { activation } from './activation';
import { batchNormalization } from './batchNormalization';
import { conv2d } from './conv2d';
import { dense } from './dense';
import { dropout } from './dropout';
import { flatten } from './flatten';
import { averagePooling2d, globalAveragePooling2d, maxPooling2d } from './pooling2d';
import type { LayerDefinition } from './types';

export const LAYERS: Readonly<Record<string, LayerDefinition>> = Object.fromEntries(
  [
    dense,
    conv2d,
    maxPooling2d,
    averagePooling2d,
    globalAveragePooling2d,
    batchNormalization,
    flatten,
    activation,
    dropout,
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
    const setting = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.');
    throw new GraphError('layerSetting', { layer: id, kind, setting });
  }
  return { definition, settings: parsed.data };
}
