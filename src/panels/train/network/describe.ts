/** A network as rows for people: each layer with its output shape and parameter count, or what is wrong with it. */
import { buildGraph } from '@/core/graph/build';
import type { NetworkSpec } from '@/core/network/spec';
import { type Problem, validateNetwork } from '@/core/network/validate';

export interface LayerRow {
  id: string;
  kind: string;
  /** Without the batch. */
  outputShape: readonly number[];
  parameters: number;
  /** Settings a person can change here, with their present values; null where the layer has no such setting. */
  units: number | null;
  activation: string | null;
  /** Whether this is the layer whose output the loss sees: its width and activation follow from the task. */
  last: boolean;
}

export type Description = { rows: LayerRow[]; parameters: number } | { problems: Problem[] };

/** The rows of a network that can be built, or its problems. */
export function describeNetwork(spec: NetworkSpec): Description {
  const problems = validateNetwork(spec);
  if (problems.length > 0) return { problems };
  const { layers } = buildGraph(spec, { batchSize: 1, mode: 'inference' });
  const rows = layers.map((layer, index): LayerRow => {
    const { units, activation } = spec.layers[index];
    return {
      id: layer.id,
      kind: layer.kind,
      outputShape: layer.outputShape,
      parameters: layer.parameterCount,
      units: typeof units === 'number' ? units : null,
      activation: typeof activation === 'string' ? activation : null,
      last: index === layers.length - 1,
    };
  });
  return { rows, parameters: rows.reduce((sum, row) => sum + row.parameters, 0) };
}

/** Layers whose outputs are worth looking at: those with weights, save the last. */
export function hiddenLayers(rows: readonly LayerRow[]): LayerRow[] {
  return rows.filter((row) => row.parameters > 0 && !row.last);
}
