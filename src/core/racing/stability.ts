/**
 * What a learning rate may be. On a quadratic of curvature λ the gradient is g = λθ, and an optimizer whose update is
 * linear in the gradient and its memory multiplies (θ, states) by a matrix, step after step. All of them shrink while the
 * spectral radius of that matrix is below 1. The matrix is derived from the optimizer's own update nodes, by putting
 * them into one another and differentiating; whether they are linear at all is found by trying.
 */
import { compile, differentiate, type Expr, mul, num, substitute, sym } from '../expr';
import { buildOptimizerGraph } from '../graph/build';
import type { ElementwiseAttrs } from '../graph/types';
import type { OptimizerSpec } from '../network/spec';
import { symmetricEigen } from '../preprocessing/eigen';
import type { Halt } from './runner';
import type { Surface } from './surfaces';
import type { Point, RacerSpec, Stop, Track } from './types';

/** How a surface bends at a point: eigenvalues of its Hessian, the largest first, and their unit directions. */
export interface Curvature {
  largest: number;
  smallest: number;
  directions: readonly [Point, Point];
}

/** Null where a second derivative is not finite. */
export function curvatureAt(surface: Pick<Surface, 'hessian'>, { x, y }: Point): Curvature | null {
  const [xx, xy, yy] = surface.hessian(x, y);
  if (![xx, xy, yy].every(Number.isFinite)) return null;
  const { values, vectors } = symmetricEigen([xx, xy, xy, yy], 2);
  const direction = (i: number): Point => ({ x: vectors[2 * i], y: vectors[2 * i + 1] });
  return { largest: values[0], smallest: values[1], directions: [direction(0), direction(1)] };
}

/** An update that is a matrix: its entries, row by row, as functions of the learning rate and the curvature. */
interface LinearUpdate {
  size: number;
  entries: ((learningRate: number, curvature: number) => number)[];
}

/** The step at which corrections for the start have worn off. */
const LATE = 1e9;
const KNOWN = ['learningRate', 'curvature'] as const;

/** New θ and new states of one weight, as expressions of the old ones, the learning rate and the curvature. */
function composed(optimizer: OptimizerSpec): { names: string[]; results: Expr[] } {
  // Near the minimum gradients are small, and nothing is clipped.
  const { clipValue: _value, clipNorm: _norm, globalClipNorm: _global, ...unclipped } = optimizer;
  const graph = buildOptimizerGraph(unclipped, [1]);
  const names = ['theta', ...graph.states.map(({ state }) => state)];
  const leaves = new Map<number, Expr>([
    [graph.weights[0].node, sym('theta')],
    [graph.input, mul('curvature', 'theta')],
    [graph.scalars.get('learningRate')!, sym('learningRate')],
    [graph.scalars.get('step')!, num(LATE)],
    ...graph.states.map(({ node, state }) => [node, sym(state)] as const),
  ]);
  const exprs: Expr[] = [];
  for (const { id, op, attrs, inputs } of graph.nodes) {
    const known = leaves.get(id);
    if (known || op !== 'elementwise') {
      exprs.push(known ?? num(0));
      continue;
    }
    const { expr, args, constants } = attrs as unknown as ElementwiseAttrs;
    const values = Object.entries(constants).map(([name, value]) => [name, num(value)] as const);
    exprs.push(substitute(expr, Object.fromEntries([...values, ...args.map((name, i) => [name, exprs[inputs[i]]])])));
  }
  const results = [graph.updates.get('theta')!, ...graph.states.map(({ update }) => update)].map((id) => exprs[id]);
  return { names, results };
}

/** Whether a matrix gives what the update gives, from several places; else the update is not linear. */
function isMatrix({ size, entries }: LinearUpdate, results: ((...values: number[]) => number)[]): boolean {
  for (const scale of [1, -0.7, 3]) {
    const from = Array.from({ length: size }, (_, i) => scale * (1 + 0.3 * i));
    const known = [0.3, 1.7] as const;
    for (const [row, result] of results.entries()) {
      const product = from.reduce((sum, value, column) => sum + entries[row * size + column](...known) * value, 0);
      const value = result(...from, ...known);
      // Also false where one of them is no number.
      if (!(Math.abs(product - value) <= 1e-9 * Math.max(1, Math.abs(value)))) return false;
    }
  }
  return true;
}

function derive(optimizer: OptimizerSpec): LinearUpdate | null {
  const { names, results } = composed(optimizer);
  const args = [...names, ...KNOWN];
  // Of a linear update the derivatives are the same everywhere; of others it does not matter where they are taken.
  const somewhere = names.map((_, i) => 0.4 + 0.1 * i);
  const entries = results.flatMap((result) =>
    names.map((name) => {
      const entry = compile(differentiate(result, name), args);
      return (learningRate: number, curvature: number) => entry(...somewhere, learningRate, curvature);
    }),
  );
  const update = { size: names.length, entries };
  return isMatrix(
    update,
    results.map((result) => compile(result, args)),
  )
    ? update
    : null;
}

/** Updates that were derived lately: a plane is asked for point by point, a race for one racer after another. */
const derived = new Map<string, LinearUpdate | null>();
const MOST_DERIVED = 64;

function linearUpdate({ learningRate: _rate, ...others }: OptimizerSpec): LinearUpdate | null {
  const key = JSON.stringify(others);
  let update = derived.get(key);
  if (update === undefined) {
    update = derive({ ...others, learningRate: 1 });
    if (derived.size >= MOST_DERIVED) derived.clear();
    derived.set(key, update);
  }
  return update;
}

/** Of two by two, from trace and determinant. */
function radiusOfTwo([a, b, c, d]: ArrayLike<number> & Iterable<number>): number {
  const half = (a + d) / 2;
  const determinant = a * d - b * c;
  const square = ((a - d) / 2) ** 2 + b * c;
  return square >= 0 ? Math.abs(half) + Math.sqrt(square) : Math.sqrt(determinant);
}

/**
 * The largest modulus of an eigenvalue. In general the limit of ‖Aᵏ‖^(1/k) (Gelfand 1941), with k doubled by squaring
 * until the last digits stand.
 * @param matrix row-major `[n, n]`.
 */
export function spectralRadiusOf(matrix: readonly number[], n: number): number {
  if (n === 1) return Math.abs(matrix[0]);
  if (n === 2) return radiusOfTwo(matrix);
  let power = Float64Array.from(matrix);
  let log = 0;
  let share = 1;
  for (let doubling = 0; doubling < 60; doubling++) {
    const size = Math.hypot(...power);
    if (size === 0) return 0;
    if (!Number.isFinite(size)) return Number.NaN;
    log += share * Math.log(size);
    share /= 2;
    const scaled = power.map((value) => value / size);
    const squared = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++)
        for (let k = 0; k < n; k++) squared[i * n + j] += scaled[i * n + k] * scaled[k * n + j];
    }
    power = squared;
  }
  return Math.exp(log);
}

/**
 * By what (θ, states) grow with a step, in the long run, on a quadratic of this curvature: below 1 they shrink. Null for
 * an optimizer whose steps do not grow with the gradient, so that no such number belongs to it.
 * @param optimizer its own learning rate does not count; clipping is left out, as nothing is clipped near a minimum.
 * @param curvature λ, of any sign.
 * @throws GraphError when the optimizer or a setting is not known.
 */
export function spectralRadius(optimizer: OptimizerSpec, learningRate: number, curvature: number): number | null {
  const update = linearUpdate(optimizer);
  if (update === null) return null;
  return spectralRadiusOf(
    update.entries.map((entry) => entry(learningRate, curvature)),
    update.size,
  );
}

/** In products of rate and curvature: smaller than any limit, and larger. */
const [LEAST, MOST] = [1e-6, 1e6];

/**
 * The learning rate up to which an optimizer is stable on a quadratic whose largest curvature is `largest`: 2/λ for
 * gradient descent. Null where the optimizer has no such limit (see `spectralRadius`), or the curvature is not positive.
 * @throws GraphError when the optimizer or a setting is not known.
 */
export function stableRate(optimizer: OptimizerSpec, largest: number): number | null {
  if (!(largest > 0) || !Number.isFinite(largest) || linearUpdate(optimizer) === null) return null;
  const stable = (product: number) => spectralRadius(optimizer, product / largest, largest)! <= 1;
  let high = LEAST;
  while (stable(high)) {
    high *= 2;
    if (high > MOST) return null;
  }
  let low = high / 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle / largest;
    if (stable(middle)) low = middle;
    else high = middle;
  }
}

/** Updates looked at to find where it began to climb. */
const MOST_LOOKS = 200;

/**
 * A stop with its explanation: from the lowest place on, the first at which the learning rate times the largest curvature
 * is beyond what the optimizer stands. None where there is no such place, or no such limit.
 */
export function explainStop(
  halt: Halt,
  track: Pick<Track, 'x' | 'y' | 'loss' | 'steps' | 'learningRate'>,
  racer: RacerSpec,
  surface: Surface,
  rateAt: (step: number) => number,
): Stop {
  let lowest = 0;
  for (let k = 1; k <= track.steps; k++) if (track.loss[k] < track.loss[lowest]) lowest = k;
  for (let k = lowest; k <= Math.min(track.steps, lowest + MOST_LOOKS); k++) {
    const curvature = curvatureAt(surface, { x: track.x[k], y: track.y[k] });
    if (curvature === null || curvature.largest <= 0) continue;
    const { largest } = curvature;
    const stable = stableRate(racer.optimizer, largest);
    if (stable === null) break;
    const rate = rateAt(k + 1);
    if (rate > stable) {
      return { ...halt, curvature: { rate, largest, product: rate * largest, limit: stable * largest } };
    }
  }
  return { ...halt, curvature: null };
}
