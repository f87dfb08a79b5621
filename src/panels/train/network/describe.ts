/** A network as rows for people: each layer with its output shape and parameter count, and what is wrong with it. */
import { buildGraph } from '@/core/graph/build';
import type { LayerInfo } from '@/core/graph/types';
import type { NetworkSpec } from '@/core/network/spec';
import { type Problem, validateNetwork } from '@/core/network/validate';
import { pairText, settingsOf } from './layerFields';

export interface LayerRow {
  id: string;
  kind: string;
  /** Without the batch; null where a layer up to here cannot be built. */
  outputShape: readonly number[] | null;
  parameters: number | null;
  /** Size of the window that slides over the image, such as 3×3; null for layers without one. */
  window: string | null;
  /** Stride, where it is not what one expects: 1 for a kernel, its own size for a pool. */
  stride: string | null;
  activation: string | null;
  /** Of dropout: the share that is dropped. */
  rate: number | null;
  /** Of a layer of units, how many. */
  units: number | null;
  /** Whether this is the layer whose output the loss sees: its width and activation follow from the task. */
  last: boolean;
  problem: Problem | null;
}

export interface Description {
  rows: LayerRow[];
  /** Of the whole network; null while it cannot be built. */
  parameters: number | null;
  /** What is wrong with no layer in particular. */
  problems: Problem[];
}

/** The layers before the first that cannot be built. */
function builtLayers({ input, layers, loss }: NetworkSpec, problem: Problem | undefined): readonly LayerInfo[] {
  const broken = problem === undefined ? layers.length : layers.findIndex(({ id }) => id === problem.layer);
  if (broken <= 0) return [];
  const whole = broken === layers.length;
  // Any loss will do for a part of the network, as only the layers are looked at.
  const part: NetworkSpec = {
    format: 1,
    input,
    layers: layers.slice(0, broken),
    loss: whole ? loss : { kind: 'meanSquaredError' },
  };
  return buildGraph(part, { batchSize: 1, mode: 'inference' }).layers;
}

/** The rows of a network, whether it can be built or not. */
export function describeNetwork(spec: NetworkSpec): Description {
  const problems = validateNetwork(spec);
  const built = builtLayers(spec, problems[0]);
  const rows = spec.layers.map((layer, index): LayerRow => {
    const settings = settingsOf(layer);
    const info = built[index];
    const window = pairText(settings.kernelSize ?? settings.poolSize);
    const strides = pairText(settings.strides);
    const usual = settings.poolSize === undefined ? '1×1' : window;
    return {
      id: layer.id,
      kind: layer.kind,
      outputShape: info?.outputShape ?? null,
      parameters: info?.parameterCount ?? null,
      window,
      stride: strides === usual ? null : strides,
      activation: typeof settings.activation === 'string' ? settings.activation : null,
      rate: typeof settings.rate === 'number' ? settings.rate : null,
      units: typeof layer.units === 'number' ? layer.units : null,
      last: index === spec.layers.length - 1,
      problem: problems.find((problem) => problem.layer === layer.id) ?? null,
    };
  });
  const whole = problems.length === 0;
  return {
    rows,
    parameters: whole ? rows.reduce((sum, row) => sum + (row.parameters ?? 0), 0) : null,
    problems: problems.filter((problem) => !rows.some((row) => row.problem === problem)),
  };
}

/** Layers whose outputs are worth looking at: those with weights, save the last. */
export function hiddenLayers(rows: readonly LayerRow[]): LayerRow[] {
  return rows.filter((row) => (row.parameters ?? 0) > 0 && !row.last);
}
