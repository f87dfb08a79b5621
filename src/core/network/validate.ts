/**
 * What is wrong with a network, as codes that the page words: which layer, which setting, and a fix where there is one.
 */
import { buildGraph } from '../graph/build';
import { lossOf } from '../losses';
import { GraphError } from '../ops/types';
import { connectLayer, readsOf, removeLayer } from './edits';
import { fixesOf, refusedAt } from './fixes';
import { withOutputActivation, withOutputShape } from './outputFixes';
import type { NetworkSpec } from './spec';
import { activationMisfit, answers, type Task } from './task';

export interface Problem {
  code: string;
  /** Layer it concerns, or null for the network as a whole. */
  layer: string | null;
  setting: string | null;
  params: Record<string, string | number>;
  /** The network with the problem mended, where that can be done. */
  fix: NetworkSpec | null;
}

/** What of a layer is wrong where the error names no setting: what it reads, in most cases. */
const CONCERNS: Readonly<Record<string, string>> = { duplicateLayer: 'id', unknownLayer: 'kind' };

/** The setting that an error about a layer concerns. */
function concerned({ layers }: NetworkSpec, { code, params }: GraphError): string {
  const layer = layers.find(({ id }) => id === params.layer);
  const initializers = Object.entries(layer ?? {}).filter(([name]) => name.endsWith('Initializer'));
  const kindOf = (value: unknown) =>
    typeof value === 'object' && value !== null && 'kind' in value ? value.kind : value;
  const named = initializers.find(([, value]) => kindOf(value) === params.initializer);
  return CONCERNS[code] ?? (params.initializer === undefined ? undefined : named?.[0]) ?? 'inputs';
}

/**
 * Empty when the network can be built and, where a task is given, gives as many numbers as the data ask for.
 * @param task what the data ask for; see `taskOf`.
 */
export function validateNetwork(spec: NetworkSpec, task?: Task | null): Problem[] {
  const error = errorOf(spec, task ?? null);
  if (!error) return [];
  const { layer, setting } = error.params;
  return [
    {
      code: error.code,
      layer: layer === undefined ? null : String(layer),
      setting: setting === undefined ? null : String(setting),
      params: error.params,
      fix: fixOf(spec, error, task ?? null),
    },
  ];
}

/** The error a network is refused with, or null. */
function errorOf(spec: NetworkSpec, task: Task | null): GraphError | null {
  if (spec.layers.length === 0) return new GraphError('noLayers');
  try {
    const { nodes, output } = buildGraph(spec, { batchSize: 1, mode: 'training' });
    const { definition } = lossOf(spec.loss);
    if (definition.trainable === false) return new GraphError('lossNotTrainable', { loss: spec.loss.kind });
    const shape = nodes[output].shape.slice(1);
    if (!task || answers(shape, task)) return null;
    const { id, kind } = spec.layers[spec.layers.length - 1];
    const setting = shape.length !== 1 ? 'inputs' : kind === 'dense' ? 'units' : 'kind';
    return new GraphError('outputShape', {
      layer: id,
      kind,
      setting,
      shape: shape.join('×'),
      wanted: task.targetSize,
      given: shape.length === 1 ? shape[0] : 0,
      classes: task.classes ? 1 : 0,
    });
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const { code, params } = error;
    if (params.layer === undefined || (params.setting !== undefined && params.initializer === undefined)) return error;
    return new GraphError(code, { ...params, setting: concerned(spec, error) });
  }
}

/** Place of the layer an error is about; behind all layers for errors of the whole network. */
const placeOf = (spec: NetworkSpec, error: GraphError): number => {
  const place = refusedAt(spec, error);
  return place < 0 ? spec.layers.length : place;
};

/**
 * The first candidate with which the whole network can be built, or else the first that gets further: to an error of a
 * later layer, or of this one but another setting.
 */
function fixOf(spec: NetworkSpec, error: GraphError, task: Task | null): NetworkSpec | null {
  let further: NetworkSpec | null = null;
  // Layers put in front of this one move it back by as many.
  const fromEnd = spec.layers.length - placeOf(spec, error);
  for (const candidate of candidatesOf(spec, error, task)) {
    const next = errorOf(candidate, task);
    if (next === null) return candidate;
    if (further !== null) continue;
    const left = candidate.layers.length - placeOf(candidate, next);
    const other = next.code !== error.code || next.params.setting !== error.params.setting;
    if (left < fromEnd || (left === fromEnd && other)) further = candidate;
  }
  return further;
}

function* candidatesOf(spec: NetworkSpec, error: GraphError, task: Task | null): Generator<NetworkSpec> {
  if (error.code === 'outputShape' || error.code === 'noLayers') {
    if (task) yield* withOutputShape(spec, task);
    return;
  }
  yield* fixesOf(spec, error, task);
  const { layer } = error.params;
  if (layer === undefined || spec.layers.length < 2) return;
  // Where nothing else helps, the layer can go. Of two with one name that is the second, which a new name mended above.
  yield removeLayer(spec, String(layer));
}

/**
 * What can be built and trained, but will hardly do what one expects of it: outputs that are no probabilities where the
 * loss takes their logarithm, layers whose output nobody reads.
 */
export function adviseNetwork(spec: NetworkSpec, task?: Task | null): Problem[] {
  const advice: Problem[] = [];
  const { layers } = spec;
  const read = new Set(layers.flatMap((_, i) => readsOf(spec, i)));
  for (const { id, kind } of layers.slice(0, -1)) {
    if (read.has(id)) continue;
    advice.push({
      code: 'unusedLayer',
      layer: id,
      setting: 'inputs',
      params: { layer: id, kind },
      fix: used(spec, id),
    });
  }
  const wanted = task ? activationMisfit(spec, task) : null;
  if (task && wanted !== null) {
    const { id, kind } = layers[layers.length - 1];
    advice.push({
      code: wanted === 'linear' ? 'outputNotLogits' : 'outputNotProbabilities',
      layer: id,
      setting: 'activation',
      params: { layer: id, kind, activation: wanted, loss: spec.loss.kind },
      fix: withOutputActivation(spec, task),
    });
  }
  return advice;
}

/** The network with the layer read by the one after it, or without it. */
function used(spec: NetworkSpec, id: string): NetworkSpec {
  const next = spec.layers[spec.layers.findIndex((layer) => layer.id === id) + 1];
  const reading = next.inputs?.length === 1 ? connectLayer(spec, next.id, [id]) : null;
  return reading && errorOf(reading, null) === null ? reading : removeLayer(spec, id);
}
