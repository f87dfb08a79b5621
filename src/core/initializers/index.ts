/**
 * Initializers: where training starts. Glorot keeps the variance of signals equal in both directions (Glorot and
 * Bengio, AISTATS 2010); He allows for relu's lost half (He et al., ICCV 2015). As in Keras, the normal forms are
 * truncated at two standard deviations and corrected for it.
 */
import { z } from 'zod';
import { sizeOf } from '../graph/shape';
import type { Graph, Shape } from '../graph/types';
import { GraphError } from '../ops/types';
import { fillTruncatedNormal, fillUniform, type RandomKey } from '../random';

export interface InitializerDefinition {
  kind: string;
  fill(out: Float64Array, fans: { fanIn: number; fanOut: number }, key: RandomKey): Float64Array;
}

/** Standard deviation of a standard normal truncated at ±2. */
const TRUNCATED = 0.87962566103423978;

const uniformOf = (kind: string, limit: (fanIn: number, fanOut: number) => number): InitializerDefinition => ({
  kind,
  fill: (out, { fanIn, fanOut }, key) => {
    const bound = limit(fanIn, fanOut);
    return fillUniform(out, key, -bound, bound);
  },
});

const normalOf = (kind: string, deviation: (fanIn: number, fanOut: number) => number): InitializerDefinition => ({
  kind,
  fill: (out, { fanIn, fanOut }, key) => fillTruncatedNormal(out, key, 0, deviation(fanIn, fanOut) / TRUNCATED),
});

/** The registry; adding an initializer is one entry. */
export const INITIALIZERS: Readonly<Record<string, InitializerDefinition>> = Object.fromEntries(
  [
    { kind: 'zeros', fill: (out: Float64Array) => out.fill(0) },
    { kind: 'ones', fill: (out: Float64Array) => out.fill(1) },
    uniformOf('glorotUniform', (fanIn, fanOut) => Math.sqrt(6 / (fanIn + fanOut))),
    normalOf('glorotNormal', (fanIn, fanOut) => Math.sqrt(2 / (fanIn + fanOut))),
    uniformOf('heUniform', (fanIn) => Math.sqrt(6 / fanIn)),
    normalOf('heNormal', (fanIn) => Math.sqrt(2 / fanIn)),
  ].map((initializer) => [initializer.kind, initializer]),
);

/** Incoming and outgoing connections of a kernel: [in, out], or [...window, in, out] for convolutions. */
export function fansOf(shape: Shape): { fanIn: number; fanOut: number } {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0], fanOut: shape[0] };
  const window = sizeOf(shape.slice(0, -2));
  return { fanIn: window * shape[shape.length - 2], fanOut: window * shape[shape.length - 1] };
}

/** Initial weights by name, in float32 precision: what the engine starts from is exactly what is shown. */
export function initialWeights(graph: Graph, seed: number): Map<string, Float64Array> {
  return new Map(
    graph.weights.map(({ name, shape, initializer }) => {
      const definition = INITIALIZERS[initializer.kind];
      if (!definition) throw new GraphError('unknownInitializer', { initializer: initializer.kind, weight: name });
      const key: RandomKey = { seed, purpose: 'initial', layer: name, step: 0 };
      const values = definition.fill(new Float64Array(sizeOf(shape)), fansOf(shape), key);
      return [name, values.map(Math.fround)];
    }),
  );
}

/** The optimizer's state before the first update, in float32 precision, by `weightName/state`. */
export function initialStates(graph: Graph): Map<string, Float64Array> {
  return new Map(
    graph.states.map(({ name, shape, initial }) => [name, new Float64Array(sizeOf(shape)).fill(Math.fround(initial))]),
  );
}

/** The schema of a layer's setting that names an initializer, or one with settings. */
export function initializerSetting(kind: string) {
  const name = z.enum(Object.keys(INITIALIZERS) as [string, ...string[]]);
  return z.union([name, z.object({ kind: name }).loose()]).default(kind);
}
