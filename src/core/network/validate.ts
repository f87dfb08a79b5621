/**
 * What is wrong with a network, as codes that the page words: which layer, which setting, and a fix where there is one.
 */
import { buildGraph } from '../graph/build';
import { GraphError } from '../ops/types';
import type { NetworkSpec } from './spec';

export interface Problem {
  code: string;
  /** Layer it concerns, or null for the network as a whole. */
  layer: string | null;
  setting: string | null;
  params: Record<string, string | number>;
  /** The network with the problem mended, when that can be done in one way only. */
  fix: NetworkSpec | null;
}

/** Empty when the network can be built. */
export function validateNetwork(spec: NetworkSpec): Problem[] {
  if (spec.layers.length === 0) return [{ code: 'noLayers', layer: null, setting: null, params: {}, fix: null }];
  try {
    buildGraph(spec, { batchSize: 1, mode: 'training' });
    return [];
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const { layer, setting } = error.params;
    return [
      {
        code: error.code,
        layer: layer === undefined ? null : String(layer),
        setting: setting === undefined ? null : String(setting),
        params: error.params,
        fix: fixOf(spec, error),
      },
    ];
  }
}

/** A setting out of its range goes back to its default. */
function fixOf(spec: NetworkSpec, error: GraphError): NetworkSpec | null {
  if (error.code !== 'layerSetting') return null;
  const { layer, setting } = error.params;
  return {
    ...spec,
    layers: spec.layers.map((l) => {
      if (l.id !== layer || typeof setting !== 'string') return l;
      const { [setting]: _removed, ...rest } = l as Record<string, unknown>;
      return rest as typeof l;
    }),
  };
}
