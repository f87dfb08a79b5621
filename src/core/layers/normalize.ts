/**
 * What normalizing layers share: values shifted and scaled to mean 0 and variance 1 over some axes. It is written in
 * primitives, so that mean, variance and the three paths of the gradient can be looked at one by one.
 */
import { z } from 'zod';
import { parse } from '../expr';
import type { Shape } from '../graph/types';
import { type InitializerSpec, initializerSetting } from '../initializers';
import { elementwise, reduceMean } from '../ops/emit';
import type { NodeSink } from '../ops/types';
import type { WeightSpec } from './types';

const MEAN = '\\mu';
const VARIANCE = '{\\sigma^2}';

export interface Normalization {
  /** Axes over which mean and variance are taken. */
  axes: readonly number[];
  /** Whether those axes stay, with size 1. */
  keepDims: boolean;
  epsilon: number;
  /** In front of the names of the definitions: `batchNorm`. */
  family: string;
  layer: string;
  symbol(base: string): string;
}

/** Emits mean, variance (of the population) and (x − mean) / √(variance + epsilon). */
export function emitNormalized(sink: NodeSink, x: number, given: Normalization) {
  const { axes, keepDims, epsilon, family, layer, symbol } = given;
  const named = (name: string, base: string) => ({ name: `${layer}/${name}`, symbol: symbol(base) });
  const mean = reduceMean(sink, x, axes, keepDims, named('mean', MEAN));
  const centred = elementwise(
    sink,
    { expr: parse('x - mu'), args: { x, mu: mean }, definition: `${family}.centre` },
    named('centred', 'd'),
  );
  const squared = elementwise(
    sink,
    { expr: parse('d^2'), args: { d: centred }, definition: `${family}.square` },
    named('squared', 'q'),
  );
  const variance = reduceMean(sink, squared, axes, keepDims, named('variance', VARIANCE));
  const normalized = elementwise(
    sink,
    {
      expr: parse('d / sqrt(v + epsilon)'),
      args: { d: centred, v: variance },
      constants: { epsilon },
      definition: `${family}.normalize`,
      gradients: { v: parse('-y / (2 * (v + epsilon))') },
    },
    named('normalized', '\\hat{x}'),
  );
  return { mean, variance, normalized };
}

/** Settings of a learned scale and shift, as Keras names them. */
export const scaleSettings = {
  center: z.boolean().default(true),
  scale: z.boolean().default(true),
  betaInitializer: initializerSetting('zeros'),
  gammaInitializer: initializerSetting('ones'),
};

interface Scale {
  center: boolean;
  scale: boolean;
  betaInitializer: InitializerSpec;
  gammaInitializer: InitializerSpec;
}

/** The weights gamma and beta, where there are any. */
export function scaleWeights(shape: Shape, given: Scale): WeightSpec[] {
  return [
    ...(given.scale ? [{ name: 'gamma', shape, initializer: given.gammaInitializer, symbol: '\\gamma' }] : []),
    ...(given.center ? [{ name: 'beta', shape, initializer: given.betaInitializer, symbol: '\\beta' }] : []),
  ];
}

/** Emits gamma · n + beta; either may be missing. */
export function emitScale(
  sink: NodeSink,
  normalized: number,
  { gamma, beta }: { gamma?: number; beta?: number },
  { family, layer, symbol }: Pick<Normalization, 'family' | 'layer' | 'symbol'>,
): number {
  const options = { name: `${layer}/output`, symbol: symbol('y') };
  const definition = `${family}.scale`;
  const n = normalized;
  if (gamma !== undefined && beta !== undefined) {
    return elementwise(sink, { expr: parse('gamma * n + beta'), args: { gamma, n, beta }, definition }, options);
  }
  if (gamma !== undefined)
    return elementwise(sink, { expr: parse('gamma * n'), args: { gamma, n }, definition }, options);
  if (beta !== undefined) return elementwise(sink, { expr: parse('n + beta'), args: { n, beta }, definition }, options);
  return normalized;
}
