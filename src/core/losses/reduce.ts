/**
 * From terms to one number: the reductions losses share. A mask leaves rows out, weights make rows count for more or
 * less: L = Σ mask·weight·E / Σ mask, and without a mask the mean of weight·E. As in Keras weights are not divided by
 * their sum, so a weight of 2 pulls twice as hard.
 */
import { parse } from '../expr';
import { sizeOf } from '../graph/shape';
import type { Shape } from '../graph/types';
import { elementwise, reduceMean, reduceSum, reshape } from '../ops/emit';
import { GraphError, type NodeSink } from '../ops/types';

/** Nodes whose shape is that of the losses, or the beginning of it (`[batch]` of `[batch, steps]`). */
export interface Weighting {
  /** 1 counts, 0 does not. */
  mask?: number;
  sampleWeight?: number;
  classWeight?: number;
}

const FACTORS = { mask: 'm', sampleWeight: 'w', classWeight: 'c' } as const;
const NAMES = Object.keys(FACTORS) as (keyof Weighting)[];
const LOSS = { name: 'loss', symbol: 'L' };
const SAMPLE = { name: 'loss/sample', symbol: 'E' };

const shapeOf = (sink: NodeSink, id: number): Shape => sink.node(id).shape;
const axesOf = (sink: NodeSink, id: number) => shapeOf(sink, id).map((_, axis) => axis);
const given = (weighting: Weighting) => NAMES.filter((name) => weighting[name] !== undefined);

/** A factor with 1s behind its shape, so that it is repeated along the axes it does not have. */
function aligned(sink: NodeSink, factor: number, rows: Shape): number {
  const shape = shapeOf(sink, factor);
  const fits = shape.length <= rows.length && shape.every((n, axis) => n === rows[axis] || n === 1);
  if (!fits) throw new GraphError('broadcast', { a: `[${shape}]`, b: `[${rows}]`, of: 'weights' });
  return shape.length === rows.length
    ? factor
    : reshape(
        sink,
        factor,
        rows.map((_, axis) => shape[axis] ?? 1),
      );
}

/** Mean of the losses of rows, whatever their shape, as the weighting says. */
export function weightedMean(sink: NodeSink, rows: number, weighting: Weighting): number {
  const factors = given(weighting);
  if (factors.length === 0) return reduceMean(sink, rows, axesOf(sink, rows), false, LOSS);
  const shape = shapeOf(sink, rows);
  const args = Object.fromEntries(factors.map((name) => [FACTORS[name], aligned(sink, weighting[name]!, shape)]));
  const weighted = elementwise(
    sink,
    { expr: parse([...Object.keys(args), 'e'].join(' * ')), args: { ...args, e: rows }, definition: 'weightedLoss' },
    { name: 'loss/weighted', symbol: "E'" },
  );
  const axes = axesOf(sink, rows);
  if (weighting.mask === undefined) return reduceMean(sink, weighted, axes, false, LOSS);
  const sum = reduceSum(sink, weighted, axes, false, { name: 'loss/sum', symbol: 'S' });
  const count = reduceSum(sink, args.m, axes, false, { name: 'loss/count', symbol: 'N' });
  const repeated = sizeOf(shape) / sizeOf(shapeOf(sink, args.m));
  const mean = parse(repeated === 1 ? 's / n' : 's / (n * rows)');
  return elementwise(
    sink,
    {
      expr: mean,
      // With everything masked there is nothing to lose.
      stable: parse(repeated === 1 ? 'where(n != 0, s / n, 0)' : 'where(n != 0, s / (n * rows), 0)'),
      args: { s: sum, n: count },
      constants: repeated === 1 ? {} : { rows: repeated },
      definition: 'maskedMean',
    },
    LOSS,
  );
}

/** Axes that neither the mask nor a weight tells apart. */
function innerAxes(sink: NodeSink, terms: number, weighting: Weighting): number[] {
  const ranks = given(weighting).map((name) => shapeOf(sink, weighting[name]!).length);
  return axesOf(sink, terms).slice(Math.max(...ranks));
}

/** Mean over all elements; a mask or weight of rows takes the mean of each row first. */
export function meanOfAll(sink: NodeSink, terms: number, weighting: Weighting): number {
  if (given(weighting).length === 0) return weightedMean(sink, terms, weighting);
  const inner = innerAxes(sink, terms, weighting);
  return weightedMean(sink, inner.length === 0 ? terms : reduceMean(sink, terms, inner, false, SAMPLE), weighting);
}

/** Sum over the last axis, mean over everything else. */
export function meanOfRowSums(sink: NodeSink, terms: number, weighting: Weighting): number {
  const last = shapeOf(sink, terms).length - 1;
  return weightedMean(sink, reduceSum(sink, terms, [last], false, SAMPLE), weighting);
}

/** Sum over every axis but the first, mean over the batch; a sample counts as a whole. */
export function meanOfSampleSums(sink: NodeSink, terms: number, weighting: Weighting): number {
  return weightedMean(sink, reduceSum(sink, terms, axesOf(sink, terms).slice(1), false, SAMPLE), weighting);
}
