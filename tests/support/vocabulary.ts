/**
 * Every expression the vocabulary is written in: activations, losses, layers, regularizers, optimizers' lines, schedules
 * and densities, each in every form it has, collected from the definitions and from the graphs they build.
 */
import { ACTIVATIONS } from '@/core/activations';
import { type Expr, print } from '@/core/expr';
import { buildGraph, buildLayerGraph, buildLossGraph } from '@/core/graph/build';
import type { ElementwiseAttrs, Graph, Shape } from '@/core/graph/types';
import { INITIALIZERS, initializerOf } from '@/core/initializers';
import { LOSSES } from '@/core/losses';
import { OPTIMIZERS, optimizerOf } from '@/core/optimizers';
import { SCHEDULES, scheduleOf } from '@/core/schedules';
import { LAYER_CASES } from './layerCases';

export interface Formula {
  /** Where it was found first. */
  name: string;
  expr: Expr;
  /** The form that is computed, where it is another. */
  stable?: Expr;
  /** Values of symbols that are settings. */
  constants: Record<string, number>;
  /** Part of an update: nobody asks for its derivative. */
  update?: true;
}

type Spec = { kind: string } & Record<string, unknown>;

/** Every loss in the settings that change its formulas. */
export const LOSS_SPECS: readonly Spec[] = [
  ...Object.keys(LOSSES).map((kind) => ({ kind })),
  { kind: 'binaryCrossentropy', fromLogits: true },
  { kind: 'binaryCrossentropy', labelSmoothing: 0.1, classWeights: [1, 3] },
  { kind: 'categoricalCrossentropy', fromLogits: true, labelSmoothing: 0.1 },
  { kind: 'categoricalCrossentropy', normalize: true, classWeights: [1, 3, 2] },
  { kind: 'sparseCategoricalCrossentropy', fromLogits: true, classWeights: [1, 3, 2] },
];

/** Every optimizer in the forms it has. */
export const OPTIMIZER_SPECS: readonly (Spec & { learningRate: number })[] = [
  ...Object.keys(OPTIMIZERS).map((kind) => ({ kind })),
  { kind: 'momentum', form: 'ema' },
  { kind: 'rmsprop', centered: true },
  { kind: 'rmsprop', momentum: 0.5 },
  { kind: 'adam', amsgrad: true },
  { kind: 'adam', biasCorrection: false },
  { kind: 'adam', coupledDecay: 0.1 },
  { kind: 'sgd', weightDecay: 0.1, clipNorm: 1, clipValue: 0.5, globalClipNorm: 2 },
].map((spec) => ({ learningRate: 0.05, ...spec }));

export const SCHEDULE_SPECS: readonly Spec[] = [
  ...Object.keys(SCHEDULES)
    .filter((kind) => !['piecewise', 'points'].includes(kind))
    .map((kind) => ({ kind, warmupSteps: 3 })),
  { kind: 'cosineRestarts', tMul: 1, firstDecaySteps: 10 },
  { kind: 'piecewise', boundaries: [5, 9], values: [0.3, 0.2, 0.1] },
  {
    kind: 'points',
    points: [
      [0, 0.1],
      [5, 0.3],
      [20, 0],
    ],
  },
];

const SHAPE: Shape = [2, 3];

/** The graph of a loss on [2, 3] (and on one output), with a mask and weights. */
export function lossGraphs(spec: Spec): Graph[] {
  const weighting = { mask: [2], sampleWeight: [2] };
  const graphs = [buildLossGraph(spec, SHAPE, weighting)];
  const classes = (spec.classWeights as number[] | undefined)?.length;
  if (classes === undefined || classes === 2) graphs.push(buildLossGraph(spec, [2, 1], weighting));
  return graphs;
}

/** A small network that is trained with the optimizer, with penalties and a constraint on its weights. */
export function trainedGraph(optimizer: Spec & { learningRate: number }): Graph {
  const network = {
    format: 1 as const,
    input: { shape: [2] },
    layers: [
      {
        id: 'a',
        kind: 'dense',
        units: 2,
        kernelRegularizer: { kind: 'l1l2', l1: 0.1, l2: 0.2 },
        biasRegularizer: { kind: 'l2' },
        kernelConstraint: { kind: 'maxNorm', maxValue: 1 },
      },
    ],
    loss: { kind: 'meanSquaredError' },
  };
  return buildGraph(network, { batchSize: 2, mode: 'training', optimizer });
}

const formulasOf = (graph: Graph): Formula[] =>
  graph.nodes
    .filter(({ op }) => op === 'elementwise')
    .map(({ name, attrs, phase }) => {
      const { expr, stable, constants } = attrs as unknown as ElementwiseAttrs;
      return { name, expr, constants, ...(stable ? { stable } : {}), ...(phase === 'update' ? { update: true } : {}) };
    });

const activations = (): Formula[] =>
  Object.values(ACTIVATIONS).flatMap(({ kind, elementwise }) => {
    if (!elementwise) return [];
    const { expr, stable, derivative } = elementwise;
    const whole = { name: kind, expr, constants: {}, ...(stable ? { stable } : {}) };
    return derivative ? [whole, { name: `${kind}, its derivative`, expr: derivative, constants: {} }] : [whole];
  });

const lines = (): Formula[] =>
  OPTIMIZER_SPECS.flatMap((spec) => {
    const { definition, settings } = optimizerOf(spec);
    const numbers = Object.entries(settings).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
    const constants = Object.fromEntries(numbers);
    return definition
      .lines(settings)
      .map(({ target, expr }) => ({ name: `${spec.kind}.${target}`, expr, constants, update: true as const }));
  });

const schedules = (): Formula[] =>
  SCHEDULE_SPECS.map((spec) => ({ name: spec.kind, expr: scheduleOf(spec).expr, constants: {} }));

const densities = (): Formula[] =>
  Object.entries(INITIALIZERS).flatMap(([kind, { distribution }]) => {
    if (!distribution) return [];
    const { density } = distribution(initializerOf(kind).settings, { fanIn: 5, fanOut: 3 });
    return density ? [{ name: `density of ${kind}`, expr: density, constants: {} }] : [];
  });

/** All of them, those that read the same once. */
export function vocabulary(): Formula[] {
  const all = [
    ...activations(),
    ...lines(),
    ...schedules(),
    ...densities(),
    ...LOSS_SPECS.flatMap((spec) => lossGraphs(spec).flatMap(formulasOf)),
    ...OPTIMIZER_SPECS.flatMap((spec) => formulasOf(trainedGraph(spec))),
    ...LAYER_CASES.flatMap(({ layer, inputShape, otherShapes, mode = 'training' }) =>
      formulasOf(buildLayerGraph(layer, { inputShape, otherShapes, batchSize: 2, mode })),
    ),
  ];
  const key = ({ expr, stable }: Formula) => `${print(expr)} | ${stable ? print(stable) : ''}`;
  return [...new Map(all.reverse().map((formula) => [key(formula), formula])).values()].reverse();
}
