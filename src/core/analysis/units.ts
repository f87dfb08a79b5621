/**
 * Units that no longer learn: where an activation is flat, no gradient passes. Whether it is flat at a place is asked of
 * the derivative of its own expression, not of its name. A unit that is flat at output 0 is off (ReLU for negative
 * sums); one that is flat elsewhere is saturated (sigmoid and tanh at their ends); a unit that is off for every sample
 * is dead.
 */
import { ACTIVATIONS } from '../activations';
import { compile, differentiate, type Expr } from '../expr';
import { sizeOf } from '../graph/shape';
import type { ElementwiseAttrs, Graph, GraphNode } from '../graph/types';

/** Slopes below this are flat: the input has to move by 1 to move the output by less than 0.01. */
export const FLAT = 0.01;

/** Slope and value of an activation node, as functions of its input. */
interface Shape {
  value(x: number): number;
  slope(x: number): number;
}

/** Sums are looked at from −REACH to REACH to see what an activation can do. */
const REACH = 40;
const STEP = 1 / 8;

const attrsOf = (node: GraphNode) => node.attrs as unknown as ElementwiseAttrs;

/** Whether a node is an activation by itself: an expression of one array, a layer's own or one of the registry. */
function isActivation(node: GraphNode): boolean {
  if (node.op !== 'elementwise' || node.phase !== 'forward' || node.inputs.length !== 1) return false;
  return Object.hasOwn(ACTIVATIONS, attrsOf(node).definition);
}

function shapeOf({ expr, stable, args, constants, gradients }: ElementwiseAttrs): Shape {
  const [x] = args;
  const names = [x, ...Object.keys(constants)];
  const numbers = Object.values(constants);
  const value = compile(stable ?? expr, names);
  const derivative: Expr = gradients?.[x] ?? differentiate(stable ?? expr, x);
  const slope = compile(derivative, [...names, 'y']);
  return {
    value: (at) => value(at, ...numbers),
    slope: (at) => slope(at, ...numbers, value(at, ...numbers)),
  };
}

/** The steepest slope of an activation, and whether it has flat parts, from its expression. */
export interface Steepness {
  steepest: number;
  flat: boolean;
}

function steepnessOf({ slope }: Shape): Steepness {
  let steepest = 0;
  let flat = false;
  for (let x = -REACH; x <= REACH; x += STEP) {
    const size = Math.abs(slope(x));
    if (size > steepest) steepest = size;
    if (size < FLAT) flat = true;
  }
  return { steepest, flat };
}

/** The activation that a layer ends with. */
function activationOf(graph: Graph, layer: string): GraphNode | undefined {
  return graph.nodes.findLast((node) => node.layer === layer && isActivation(node));
}

/** How steep a layer's activation gets: 0.25 for the sigmoid; null for a layer without an elementwise activation. */
export function steepnessIn(graph: Graph, layer: string): Steepness | null {
  const node = activationOf(graph, layer);
  return node === undefined ? null : steepnessOf(shapeOf(attrsOf(node)));
}

export interface UnitReport {
  layer: string;
  /** Kind of the activation. */
  activation: string;
  /** Neurons, or feature maps: the last axis. */
  units: number;
  /** Places at which each unit answers: 1 for a neuron. */
  positions: number;
  samples: number;
  /** Share of samples (and places) in which a unit is off, by unit. */
  off: Float64Array;
  /** In which it is saturated. */
  saturated: Float64Array;
  /** Mean output, by sample and unit, `[samples, units]`. */
  activity: Float32Array;
}

interface Counter extends Omit<UnitReport, 'samples'> {
  node: GraphNode;
  shape: Shape;
}

/** Counts off and saturated units over any number of batches. */
export class UnitCensus {
  private readonly counters: Counter[];
  private seen = 0;

  /** @param samples how many there will be. */
  constructor(graph: Graph, samples: number) {
    this.counters = graph.layers.flatMap(({ id }): Counter[] => {
      const node = activationOf(graph, id);
      if (node === undefined) return [];
      const attrs = attrsOf(node);
      const shape = shapeOf(attrs);
      if (!steepnessOf(shape).flat) return [];
      const units = node.shape[node.shape.length - 1];
      const positions = sizeOf(node.shape) / graph.batchSize / units;
      const counts = () => new Float64Array(units);
      const activity = new Float32Array(samples * units);
      const activation = attrs.definition;
      return [{ layer: id, activation, units, positions, off: counts(), saturated: counts(), activity, node, shape }];
    });
  }

  /** Takes in the first `count` samples of an interpreted batch. */
  add(values: readonly Float64Array[], count: number): void {
    for (const counter of this.counters) this.count(counter, values, count);
    this.seen += count;
  }

  private count(
    { node, units, positions, off, saturated, activity, shape }: Counter,
    values: readonly Float64Array[],
    count: number,
  ): void {
    const [inputs, outputs] = [values[node.inputs[0]], values[node.id]];
    for (let i = 0; i < count * positions * units; i++) {
      const unit = i % units;
      const sample = this.seen + Math.floor(i / (positions * units));
      activity[sample * units + unit] += outputs[i] / positions;
      if (!(Math.abs(shape.slope(inputs[i])) < FLAT)) continue;
      if (outputs[i] === 0) off[unit]++;
      else saturated[unit]++;
    }
  }

  /** One report for each layer whose activation has flat parts. */
  reports(): UnitReport[] {
    return this.counters.map(({ node: _node, shape: _shape, off, saturated, ...rest }) => {
      const all = this.seen * rest.positions || 1;
      const share = (counts: Float64Array) => counts.map((n) => n / all);
      return { ...rest, samples: this.seen, off: share(off), saturated: share(saturated) };
    });
  }
}

const unitsAt = (shares: Float64Array, least: number) =>
  Array.from(shares.keys()).filter((unit) => shares[unit] >= least);

/** Units that are off in all samples, at all places. */
export const deadUnits = ({ off }: UnitReport): number[] => unitsAt(off, 1);

/** Units that are saturated in at least such a share of the samples. */
export const saturatedUnits = ({ saturated }: UnitReport, share = 1): number[] => unitsAt(saturated, share);

/** Samples in which a unit answers most and least, the strongest of either first. */
export function showing({ activity, units, samples }: UnitReport, unit: number, count: number) {
  const order = Array.from({ length: samples }, (_, sample) => sample).sort(
    (a, b) => activity[b * units + unit] - activity[a * units + unit] || a - b,
  );
  const most = order.slice(0, Math.min(count, Math.ceil(samples / 2)));
  const least = order.slice(Math.max(most.length, samples - count)).reverse();
  const withActivity = (sample: number) => ({ sample, activity: activity[sample * units + unit] });
  return { most: most.map(withActivity), least: least.map(withActivity) };
}
