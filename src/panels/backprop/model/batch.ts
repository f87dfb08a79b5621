/**
 * What is fed to the interpreter and to the engine: the run's checkpoint, the chosen samples, and on top of both what a
 * person has changed by hand. Numbers that were typed, now or in a preset, are interpreted in float64 as typed; the
 * engine gets them rounded to float32.
 */
import { sizeOf } from '@/core/graph/shape';
import type { Graph } from '@/core/graph/types';
import { initialStates } from '@/core/initializers';
import { elementCount } from '@/core/interpreter/timeline';
import { asTyped } from '@/core/interpreter/typed';
import { targetForm, writeTargets } from '@/core/losses/targets';
import type { NetworkSpec } from '@/core/network/spec';
import type { BatchInput, Checkpoint, Samples } from '@/state';

/** Changed elements by the name of the node they are fed to: weights, `input`, `target`. */
export type Edits = ReadonlyMap<string, ReadonlyMap<number, number>>;

export const NO_EDITS: Edits = new Map();

/** Edits with one more; setting an element to what it was (`original`) takes its edit back. */
export function withEdit(edits: Edits, name: string, element: number, value: number, original: number): Edits {
  const own = new Map(edits.get(name));
  if (Object.is(value, original)) own.delete(element);
  else own.set(element, value);
  const next = new Map(edits);
  if (own.size > 0) next.set(name, own);
  else next.delete(name);
  return next;
}

export function editCount(edits: Edits): number {
  let count = 0;
  for (const own of edits.values()) count += own.size;
  return count;
}

export function isEdited(edits: Edits, name: string, element: number): boolean {
  return edits.get(name)?.has(element) ?? false;
}

/** A network with other activations, by the ids of their layers. */
export function withActivations(network: NetworkSpec, activations: Readonly<Record<string, string>>): NetworkSpec {
  if (Object.keys(activations).length === 0) return network;
  const layers = network.layers.map((layer) =>
    Object.hasOwn(activations, layer.id) ? { ...layer, activation: activations[layer.id] } : layer,
  );
  return { ...network, layers };
}

function applied(values: ArrayLike<number>, edits: ReadonlyMap<number, number> | undefined): Float64Array {
  const out = Float64Array.from(values, asTyped);
  for (const [element, value] of edits ?? []) out[element] = value;
  return out;
}

/** Why a checkpoint cannot be stepped with a graph: the network was changed and not built again. */
export function misfit(graph: Graph, checkpoint: Checkpoint): string | null {
  for (const { name, node } of graph.weights) {
    if (checkpoint.weights[name]?.length !== elementCount(graph.nodes[node])) return name;
  }
  for (const { name, shape } of graph.states) {
    // A state that is not there yet begins as before the first step: the graph is tried with another optimizer's fault.
    const state = checkpoint.states[name];
    if (state !== undefined && state.length !== sizeOf(shape)) return name;
  }
  return null;
}

/** Samples with their targets in the form that a loss wants them. */
export function inForm(samples: Samples, loss: NetworkSpec['loss'], count: number): Samples {
  const form = targetForm(loss);
  if (form === 'vector') return samples;
  const targets = new Float32Array(form === 'index' ? count : samples.targets.length);
  writeTargets(form, samples.targets, samples.targets.length / count, targets);
  return { ...samples, targets };
}

export interface BatchSettings {
  learningRate: number;
  seed: number;
}

/** All that the interpreter is fed, by node name. The update about to be made is number `checkpoint.step + 1`. */
export function feedsOf(
  graph: Graph,
  checkpoint: Checkpoint,
  samples: Samples,
  edits: Edits,
  { learningRate, seed }: BatchSettings,
): [string, Float64Array | number][] {
  const feeds: [string, Float64Array | number][] = [
    ['input', applied(samples.inputs, edits.get('input'))],
    ['target', applied(samples.targets, edits.get('target'))],
    ['learningRate', learningRate],
    ['step', checkpoint.step + 1],
    ['seed', seed],
  ];
  for (const { name } of graph.weights) feeds.push([name, applied(checkpoint.weights[name], edits.get(name))]);
  for (const [name, initial] of initialStates(graph)) {
    feeds.push([name, Float64Array.from(checkpoint.states[name] ?? initial)]);
  }
  return feeds;
}

/** The same for the engine, which itself starts the states that the checkpoint lacks: one batch, and the checkpoint with the edits. */
export function engineInput(samples: Samples, checkpoint: Checkpoint, edits: Edits, count: number) {
  const input: BatchInput = {
    inputs: Float32Array.from(applied(samples.inputs, edits.get('input'))),
    targets: Float32Array.from(applied(samples.targets, edits.get('target'))),
    count,
  };
  const weights = Object.fromEntries(
    Object.entries(checkpoint.weights).map(([name, values]) => [
      name,
      Float32Array.from(applied(values, edits.get(name))),
    ]),
  );
  const states = Object.fromEntries(
    Object.entries(checkpoint.states).map(([name, values]) => [name, Float32Array.from(values)]),
  );
  return { input, checkpoint: { step: checkpoint.step, weights, states } satisfies Checkpoint };
}

/** The state after the update of a trace, rounded to float32 as the engine keeps it. */
export function updatedCheckpoint(graph: Graph, values: readonly Float64Array[], checkpoint: Checkpoint): Checkpoint {
  const weights = { ...checkpoint.weights };
  for (const [name, node] of graph.updates) weights[name] = Float32Array.from(values[node]);
  const states = { ...checkpoint.states };
  for (const { name, update } of graph.states) states[name] = Float32Array.from(values[update]);
  return { step: checkpoint.step + 1, weights, states };
}

/** What the update does to the loss of these samples if the loss were a plane: Σ g·Δ over all weights. */
export function linearPrediction(graph: Graph, values: readonly Float64Array[]): number {
  let change = 0;
  for (const { name, node } of graph.weights) {
    const updated = graph.updates.get(name);
    const gradient = graph.gradients.get(node);
    if (updated === undefined || gradient === undefined) continue;
    const [before, after, g] = [values[node], values[updated], values[gradient]];
    for (let i = 0; i < g.length; i++) change += g[i] * (after[i] - before[i]);
  }
  return change;
}
