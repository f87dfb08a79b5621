/**
 * What an initializer draws, beside what theory says of it; and what the draw does to a signal on its way through layers.
 * Weights are those of the definitions and their generator; layers are the dense layer's own graph, interpreted.
 */
import { compile } from '@/core/expr';
import { buildLayerGraph, type LayerGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Shape } from '@/core/graph/types';
import { type Distribution, fansOf, INITIALIZERS, initializerOf } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { fillNormal } from '@/core/random';
import type { Row } from './sample';
import { type Setting, settingsOf, type Values } from './settings';

/** Those that draw: given numbers have no distribution to look at. */
export const INITIALIZER_KINDS: readonly string[] = Object.keys(INITIALIZERS).filter(
  (kind) => INITIALIZERS[kind].distribution,
);

const known = new Map<string, Setting[]>();
export function initializerSettings(kind: string): Setting[] {
  let settings = known.get(kind);
  if (!settings) {
    settings = settingsOf(INITIALIZERS[kind].settings);
    known.set(kind, settings);
  }
  return settings;
}

export const fitsShape = (kind: string, shape: Shape): boolean => INITIALIZERS[kind].fits?.(shape, {}) ?? true;

export interface Drawn {
  kind: string;
  values: Float64Array;
  mean: number;
  deviation: number;
  theory: Distribution;
}

/** Weights of a kernel, drawn as a network of this seed draws them. */
export function drawWeights(
  kind: string,
  settings: Values,
  shape: Shape,
  seed: number,
  layer = 'kernel',
): Float64Array {
  const { definition, settings: full } = initializerOf({ kind, ...settings });
  const key = { seed, purpose: 'initial', layer, step: 0 };
  return definition.fill(new Float64Array(sizeOf(shape)), shape, full, key);
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
export function deviationOf(values: Float64Array): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length);
}

const drawings = new Map<string, Drawn>();

/** The same question gets the same object: a slider of one function leaves the others as they are. */
export function drawn(kind: string, settings: Values, shape: Shape, seed: number): Drawn {
  const key = JSON.stringify([kind, settings, shape, seed]);
  const before = drawings.get(key);
  if (before) return before;
  if (drawings.size > 40) drawings.clear();
  const { definition, settings: full } = initializerOf({ kind, ...settings });
  if (!definition.distribution) throw new TypeError(`${kind} draws nothing`);
  const values = drawWeights(kind, settings, shape, seed);
  const result = {
    kind,
    values,
    mean: mean(values),
    deviation: deviationOf(values),
    theory: definition.distribution(full, fansOf(shape)),
  };
  drawings.set(key, result);
  return result;
}

/** The stretch of numbers that holds what is drawn and nearly all of what could be. */
export function rangeOf(all: readonly Drawn[]): [number, number] {
  let reach = 0;
  for (const { theory, values } of all) {
    const [low, high] = theory.support;
    const spread = 3.6 * Math.sqrt(theory.variance);
    const least =
      Number.isFinite(low) && theory.density ? Math.max(low, theory.mean - 2 * spread) : theory.mean - spread;
    const most =
      Number.isFinite(high) && theory.density ? Math.min(high, theory.mean + 2 * spread) : theory.mean + spread;
    reach = Math.max(reach, Math.abs(least), Math.abs(most));
    if (!theory.density) for (const value of values) reach = Math.max(reach, Math.abs(value));
  }
  const room = reach > 0 ? reach * 1.08 : 1;
  return [-room, room];
}

export const BINS = 40;

/**
 * Shares of the weights in bins as stairs, with the theory's share of a bin around each place. Curve 2k is what was drawn
 * of the k-th, curve 2k + 1 its theory, empty where theory is single points.
 */
export function histogram(all: readonly Drawn[], [low, high]: readonly [number, number]): Row[] {
  const width = (high - low) / BINS;
  const shares = all.map(({ values }) => {
    const counts = new Float64Array(BINS);
    for (const value of values) counts[Math.min(BINS - 1, Math.max(0, Math.floor((value - low) / width)))]++;
    return counts.map((count) => count / values.length);
  });
  const densities = all.map(({ theory }) => theory.density && compile(theory.density, ['x']));
  const places = [1e-6, 0.2, 0.4, 0.6, 0.8, 1 - 1e-6];
  return Array.from({ length: BINS }, (_, bin) =>
    places.map((place): Row => {
      const x = low + (bin + place) * width;
      return { x, y: shares.flatMap((share, k) => [share[bin], theoryAt(densities[k], x, width)]) };
    }),
  ).flat();
}

function theoryAt(density: ((x: number) => number) | null, x: number, width: number): number | null {
  const value = density ? density(x) * width : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

export const LAYERS = 10;
export const SAMPLES = 128;

export interface Signal {
  /** Standard deviation of the activations, layer by layer; the first is the input's. */
  forward: number[];
  /** Of the gradient at the same places, from the end back; 1 at the last. */
  backward: number[];
}

const layers = new Map<string, LayerGraph>();
function layerOf(activation: string, width: number): LayerGraph {
  const key = `${activation} ${width}`;
  let graph = layers.get(key);
  if (!graph) {
    graph = buildLayerGraph(
      { kind: 'dense', units: width, activation },
      { inputShape: [width], batchSize: SAMPLES, mode: 'training' },
    );
    layers.set(key, graph);
  }
  return graph;
}

export interface SignalSetup {
  kind: string;
  settings: Values;
  activation: string;
  width: number;
  seed: number;
}

/**
 * Sends normal inputs through equal dense layers and a normal gradient back, a layer at each step of the generator, so
 * that whoever runs it can do something else in between. Returns the deviations at every layer.
 */
export function* signalThrough({ kind, settings, activation, width, seed }: SignalSetup): Generator<void, Signal> {
  const graph = layerOf(activation, width);
  const size = SAMPLES * width;
  const noise = (layer: string) => fillNormal(new Float64Array(size), { seed, purpose: 'signal', layer, step: 0 });
  const bias = new Float64Array(width);
  const nothing = new Float64Array(size);
  const kernels: Float64Array[] = [];
  const inputs = [noise('input')];
  const forward = [deviationOf(inputs[0])];
  for (let layer = 0; layer < LAYERS; layer++) {
    kernels.push(drawWeights(kind, settings, [width, width], seed, `layer${layer + 1}`));
    const { values } = interpret(graph, feeds(inputs[layer], kernels[layer], bias, nothing));
    inputs.push(values[graph.output]);
    forward.push(deviationOf(values[graph.output]));
    yield;
  }
  let upstream: Float64Array = noise('gradient');
  const backward = [deviationOf(upstream)];
  for (let layer = LAYERS - 1; layer >= 0; layer--) {
    const { values } = interpret(graph, feeds(inputs[layer], kernels[layer], bias, upstream));
    const node = graph.gradients.get(graph.input);
    upstream = node === undefined ? nothing : values[node];
    backward.unshift(deviationOf(upstream));
    yield;
  }
  return { forward, backward };
}

const feeds = (input: Float64Array, kernel: Float64Array, bias: Float64Array, upstream: Float64Array) =>
  new Map([
    ['input', input],
    ['layer/kernel', kernel],
    ['layer/bias', bias],
    ['upstream', upstream],
  ]);
