/**
 * Regularizers add to the loss what large weights cost: λ₁ Σ |w| (L1, which makes weights exactly zero), λ₂ Σ w² (L2),
 * or both, the elastic net (Zou and Hastie, 2005). A constraint acts after the update instead: max-norm shortens the weights
 * that lead to one unit when they are longer than it allows (Srivastava et al., JMLR 2014, section 5.1).
 */
import { z } from 'zod';
import { add, type Expr, mul, parse, sym } from '../expr';
import type { Shape } from '../graph/types';
import { elementwise, reduceSum } from '../ops/emit';
import type { NodeSink } from '../ops/types';

const factor = (value: number) => z.number().min(0).max(1e6).default(value);

export const REGULARIZERS = {
  l1: z.object({ kind: z.literal('l1'), l1: factor(0.01) }).strict(),
  l2: z.object({ kind: z.literal('l2'), l2: factor(0.01) }).strict(),
  l1l2: z.object({ kind: z.literal('l1l2'), l1: factor(0.01), l2: factor(0.01) }).strict(),
} as const;

export const CONSTRAINTS = {
  maxNorm: z.object({ kind: z.literal('maxNorm'), maxValue: z.number().positive().max(1e6).default(2) }).strict(),
} as const;

/** Settings of layers with weights, as Keras names them: none when left out. */
export const regularizerSetting = z.discriminatedUnion('kind', [REGULARIZERS.l1, REGULARIZERS.l2, REGULARIZERS.l1l2]);
export const constraintSetting = z.discriminatedUnion('kind', [CONSTRAINTS.maxNorm]);

export type Regularizer = z.output<typeof regularizerSetting>;
export type Constraint = z.output<typeof constraintSetting>;

const ABSOLUTE = mul(sym('l1'), parse('abs(w)'));
const SQUARE = mul(sym('l2'), parse('w^2'));

/** What one weight costs. */
function costOf(regularizer: Regularizer): { expr: Expr; constants: Record<string, number> } {
  switch (regularizer.kind) {
    case 'l1':
      return { expr: ABSOLUTE, constants: { l1: regularizer.l1 } };
    case 'l2':
      return { expr: SQUARE, constants: { l2: regularizer.l2 } };
    case 'l1l2':
      return { expr: add(ABSOLUTE, SQUARE), constants: { l1: regularizer.l1, l2: regularizer.l2 } };
  }
}

/** Emits what a weight costs, a scalar. */
export function emitPenalty(sink: NodeSink, weight: number, name: string, regularizer: Regularizer): number {
  const { symbol, shape } = sink.node(weight);
  const costs = elementwise(
    sink,
    { ...costOf(regularizer), args: { w: weight }, definition: `regularizer.${regularizer.kind}` },
    { name: `loss/penalty/${name}/element`, symbol: `{\\omega_{${symbol}}}` },
  );
  const axes = shape.map((_, axis) => axis);
  return reduceSum(sink, costs, axes, false, { name: `loss/penalty/${name}`, symbol: `\\Omega_{${symbol}}` });
}

/** What keeps the root away from 0, as in Keras. */
const EPSILON = 1e-7;

/**
 * Emits a weight shortened to `maxValue`: the norm is taken over all axes but the last, so that each unit or filter has
 * its own.
 */
export function emitConstraint(sink: NodeSink, weight: number, name: string, { maxValue }: Constraint): number {
  const { symbol, shape } = sink.node(weight);
  const axes = incoming(shape);
  const squares = elementwise(
    sink,
    { expr: parse('w^2'), args: { w: weight }, definition: 'maxNorm.square' },
    { name: `update/${name}/squares`, symbol: `{q_{${symbol}}}` },
  );
  const sum = reduceSum(sink, squares, axes, true, { name: `update/${name}/norm`, symbol: `\\|${symbol}\\|^2` });
  return elementwise(
    sink,
    {
      expr: parse('w * min(sqrt(s), maxValue) / (sqrt(s) + epsilon)'),
      args: { w: weight, s: sum },
      constants: { maxValue, epsilon: EPSILON },
      definition: 'maxNorm.scale',
    },
    { name: `update/${name}/constrained`, symbol },
  );
}

const incoming = (shape: Shape) => (shape.length < 2 ? [0] : shape.slice(0, -1).map((_, axis) => axis));
