/** A network as rows for people: each layer with its output shape and parameter count, and what is wrong with it. */
import { INPUT, readsElsewhere, readsOf } from '@/core/network/edits';
import { builtLayers } from '@/core/network/shapes';
import type { NetworkSpec } from '@/core/network/spec';
import type { Task } from '@/core/network/task';
import { adviseNetwork, type Problem, validateNetwork } from '@/core/network/validate';
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
  /** Whether this is the layer whose output the loss sees. */
  last: boolean;
  /** What it reads, where that is not just the layer before it. */
  reads: readonly string[] | null;
  /** Shapes of what it reads, as far as they are known; without the batch. */
  inputShapes: readonly (readonly number[])[];
  problem: Problem | null;
  /** What can be built, but will hardly do what one expects. */
  advice: readonly Problem[];
}

export interface Description {
  rows: LayerRow[];
  /** Of the whole network; null while it cannot be built. */
  parameters: number | null;
  /** What is wrong with no layer in particular. */
  problems: Problem[];
}

const oneText = (value: unknown) => (typeof value === 'number' ? String(value) : null);

/** The rows of a network, whether it can be built or not. @param task what the data ask of it, where that is known. */
export function describeNetwork(spec: NetworkSpec, task?: Task | null): Description {
  const problems = validateNetwork(spec, task);
  const advice = problems.length === 0 ? adviseNetwork(spec, task) : [];
  const built = builtLayers(spec);
  const shapes = new Map([[INPUT, spec.input.shape], ...built.map((l) => [l.id, l.outputShape] as const)]);
  const rows = spec.layers.map((layer, index): LayerRow => {
    const settings = settingsOf(layer);
    const info = built[index];
    // Along a sequence there is one direction, over an image there are two.
    const sizeText = layer.kind.endsWith('1d') ? oneText : pairText;
    const window = sizeText(settings.kernelSize ?? settings.poolSize);
    const strides = sizeText(settings.strides);
    const usual = settings.poolSize === undefined ? sizeText(1) : window;
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
      reads: readsElsewhere(spec, index) ? readsOf(spec, index) : null,
      inputShapes: readsOf(spec, index).flatMap((id) => [shapes.get(id) ?? []].filter((shape) => shape.length > 0)),
      problem: problems.find((problem) => problem.layer === layer.id) ?? null,
      advice: advice.filter((problem) => problem.layer === layer.id),
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
