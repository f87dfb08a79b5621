/**
 * Emits an optimizer's lines for every weight as nodes of the update phase: optional clipping, optional weight decay,
 * then one node a line and the new value. The learning rate and the step stay scalar leaves, so that they change without a rebuild.
 */
import { parse, symbols } from '../expr';
import type { GraphBuilder } from '../graph/builder';
import type { StateInfo } from '../graph/types';
import { elementwise, leaf, reduceSum } from '../ops/emit';
import type { ResolvedOptimizer } from './index';

export interface WeightToUpdate {
  name: string;
  node: number;
  layer: string | null;
  gradient: number;
}

/** Emits what an update takes for a state, given the state's leaf and what it is before the first step. */
export type StateStart = (
  builder: GraphBuilder,
  state: { leaf: number; initial: number; name: string; symbol: string; t: number },
) => number;

export interface EmittedUpdates {
  updates: Map<string, number>;
  states: StateInfo[];
}

const STATE_SYMBOLS: Readonly<Record<string, string>> = {
  velocity: 'v',
  mHat: '\\hat{m}',
  vHat: '\\hat{v}',
  vMax: 'v^{\\max}',
  accumulator: 'G',
  deltaAccumulator: 'D',
  delta: '\\Delta\\theta',
  decayed: "\\theta'",
  gDecayed: "g'",
  mu: '\\mu_t',
  muNext: '\\mu_{t+1}',
  muProduct: '\\Pi\\mu',
  rho: '\\rho_t',
  rhoMax: '\\rho_\\infty',
};
const symbolOf = (name: string) => STATE_SYMBOLS[name] ?? name;

const DECAY = parse('theta - learningRate * weightDecay * theta');

const CLIPPED = '\\tilde{g}';
const NORM = '{\\|g\\|^2}';

/** g scaled down to a norm of at most `limit`, given the node with the norm's square. */
function scaleToNorm(builder: GraphBuilder, g: number, square: number, limit: number, definition = 'clipNorm'): number {
  return elementwise(
    builder,
    {
      expr: parse('g * min(1, limit / sqrt(s))'),
      // At s = 0 the quotient is infinite and the factor 1, as it should be.
      args: { g, s: square },
      constants: { limit },
      definition,
    },
    { symbol: CLIPPED },
  );
}

function sumOfSquares(builder: GraphBuilder, g: number): number {
  const square = elementwise(builder, { expr: parse('g^2'), args: { g }, definition: 'square' }, { symbol: '{g^2}' });
  return reduceSum(
    builder,
    square,
    builder.node(g).shape.map((_, axis) => axis),
    false,
    { symbol: NORM },
  );
}

/** The squares of all norms added up, one after another; of a single one, itself. */
function sumOf(builder: GraphBuilder, squares: number[]): number {
  return squares.reduce((a, b, i) => {
    const symbol = i === squares.length - 1 ? '{\\|\\nabla L\\|^2}' : `S_{${i + 1}}`;
    return elementwise(builder, { expr: parse('a + b'), args: { a, b }, definition: 'add' }, { symbol });
  });
}

/** Emits the Euclidean norm of all gradients together, as they are before clipping. */
export function emitGradientNorm(builder: GraphBuilder, gradients: readonly number[]): number {
  const s = sumOf(
    builder,
    gradients.map((g) => sumOfSquares(builder, g)),
  );
  return elementwise(
    builder,
    { expr: parse('sqrt(s)'), args: { s }, definition: 'gradientNorm' },
    { symbol: '\\|\\nabla L\\|' },
  );
}

/** Gradients after clipping: by the norm of all together, then by each one's norm, then by value. */
function clip(builder: GraphBuilder, weights: WeightToUpdate[], { common }: ResolvedOptimizer): number[] {
  const { clipValue, clipNorm, globalClipNorm } = common;
  let gradients = weights.map(({ gradient }) => gradient);
  if (globalClipNorm !== undefined) {
    const squares = gradients.map((g) => sumOfSquares(builder, g));
    const total = sumOf(builder, squares);
    gradients = gradients.map((g) => scaleToNorm(builder, g, total, globalClipNorm, 'globalClipNorm'));
  }
  if (clipNorm !== undefined) {
    gradients = gradients.map((g) => scaleToNorm(builder, g, sumOfSquares(builder, g), clipNorm));
  }
  if (clipValue !== undefined) {
    const expr = parse('min(max(g, -limit), limit)');
    gradients = gradients.map((g) =>
      elementwise(
        builder,
        { expr, args: { g }, constants: { limit: clipValue }, definition: 'clipValue' },
        { symbol: CLIPPED },
      ),
    );
  }
  return gradients;
}

/** θ ← θ − ηλθ, when the optimizer is asked for it and has no such line itself: what its lines start from. */
function decay(
  builder: GraphBuilder,
  { name, node }: WeightToUpdate,
  optimizer: ResolvedOptimizer,
  learningRate: number,
) {
  const { weightDecay = 0 } = optimizer.common;
  if (weightDecay === 0) return node;
  return elementwise(
    builder,
    {
      expr: DECAY,
      args: { theta: node, learningRate },
      constants: { weightDecay },
      definition: 'weightDecay.decayed',
    },
    { name: `update/${name}/decayed`, symbol: symbolOf('decayed') },
  );
}

/** The lines for one weight. */
function updateWeight(
  builder: GraphBuilder,
  weight: WeightToUpdate,
  gradient: number,
  optimizer: ResolvedOptimizer,
  scalars: { learningRate: number; t: number },
  start?: StateStart,
): { updated: number; states: StateInfo[] } {
  const { definition, settings } = optimizer;
  const { shape, symbol } = builder.node(weight.node);
  const stateSpecs = definition.state(settings).map((spec) => (typeof spec === 'string' ? { name: spec } : spec));
  const stateLeaves = Object.fromEntries(
    stateSpecs.map(({ name, scalar }) => [
      name,
      leaf(builder, 'state', `${weight.name}/${name}`, scalar ? [] : shape, symbolOf(name)),
    ]),
  );
  const starts = Object.fromEntries(
    stateSpecs.map(({ name, initial = 0 }) => {
      const state = { leaf: stateLeaves[name], initial, name: `update/${weight.name}/${name}`, symbol: symbolOf(name) };
      return [name, start?.(builder, { ...state, t: scalars.t }) ?? stateLeaves[name]];
    }),
  );
  const theta = decay(builder, weight, optimizer, scalars.learningRate);
  const known: Record<string, number> = { ...scalars, ...starts, theta, g: gradient };
  for (const { target, expr } of definition.lines(settings)) {
    const names = symbols(expr);
    known[target] = elementwise(
      builder,
      {
        expr,
        args: Object.fromEntries(names.filter((name) => name in known).map((name) => [name, known[name]])),
        constants: Object.fromEntries(names.filter((n) => !(n in known)).map((n) => [n, settings[n] as number])),
        definition: `${definition.kind}.${target}`,
      },
      { name: `update/${weight.name}/${target}`, symbol: target === 'theta' ? symbol : symbolOf(target) },
    );
  }
  const states = stateSpecs.map(({ name, initial = 0 }) => ({
    name: `${weight.name}/${name}`,
    weight: weight.name,
    state: name,
    node: stateLeaves[name],
    update: known[name],
    shape: builder.node(stateLeaves[name]).shape,
    initial,
  }));
  return { updated: known.theta, states };
}

/** @param start what is taken for a state before the update, if not the state itself. */
export function emitUpdates(
  builder: GraphBuilder,
  weights: WeightToUpdate[],
  optimizer: ResolvedOptimizer,
  scalars: { learningRate: number; t: number },
  start?: StateStart,
): EmittedUpdates {
  const result: EmittedUpdates = { updates: new Map(), states: [] };
  const clipped = builder.within({ phase: 'update' }, () => clip(builder, weights, optimizer));
  weights.forEach((weight, i) => {
    builder.within({ phase: 'update', layer: weight.layer, prefix: `update/${weight.name}` }, () => {
      const { updated, states } = updateWeight(builder, weight, clipped[i], optimizer, scalars, start);
      result.updates.set(weight.name, updated);
      result.states.push(...states);
    });
  });
  return result;
}
