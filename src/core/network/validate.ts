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
  const error = errorOf(spec);
  if (!error) return [];
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

/** Settings to try where the default is not what helps: the smallest ones, and no setting at all. */
const CANDIDATES: readonly unknown[] = [undefined, 3, 2, 1];

function withSetting(spec: NetworkSpec, layer: unknown, setting: string, value: unknown): NetworkSpec {
  return {
    ...spec,
    layers: spec.layers.map((l) => {
      if (l.id !== layer) return l;
      const { [setting]: _removed, ...rest } = l as Record<string, unknown>;
      return (value === undefined ? rest : { ...rest, [setting]: value }) as typeof l;
    }),
  };
}

/** The error a network is refused with, or null. */
function errorOf(spec: NetworkSpec): GraphError | null {
  try {
    buildGraph(spec, { batchSize: 1, mode: 'training' });
    return null;
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
}

/**
 * A window that does not fit becomes the largest with which the whole network can be built, or else the largest that
 * fits; a setting out of its range goes back to its default, or to the nearest small number.
 */
function fixOf(spec: NetworkSpec, error: GraphError): NetworkSpec | null {
  const { layer, setting, largestRows, largestColumns } = error.params;
  if (typeof setting !== 'string') return null;
  if (error.code === 'kernelTooLarge' || error.code === 'poolTooLarge') {
    const windows = smallerWindows(Number(largestRows), Number(largestColumns));
    const fixes = windows.map((window) => withSetting(spec, layer, setting, window));
    return fixes.find((fix) => errorOf(fix) === null) ?? fixes[0];
  }
  if (error.code !== 'layerSetting') return null;
  const mends = (candidate: NetworkSpec) => {
    const next = errorOf(candidate);
    return next?.params.layer !== layer || (next.code !== error.code && next.params.setting !== setting);
  };
  const fixes = CANDIDATES.map((value) => withSetting(spec, layer, setting, value));
  return fixes.find(mends) ?? null;
}

/** A window of this size and all smaller ones, largest first; square ones as one number. */
function smallerWindows(rows: number, columns: number): (number | [number, number])[] {
  return Array.from({ length: Math.max(rows, columns) }, (_, less) => {
    const [height, width] = [Math.max(1, rows - less), Math.max(1, columns - less)];
    return height === width ? height : [height, width];
  });
}
