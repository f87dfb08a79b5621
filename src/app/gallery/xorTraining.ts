/**
 * The template's own XOR network, trained by interpreting its graph in float64, a step at a time. No engine, no worker:
 * nine weights need none.
 */
import { buildGraph } from '@/core/graph/build';
import type { Graph } from '@/core/graph/types';
import { initialStates, initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { TEMPLATES } from '@/core/network/templates';

/** The truth table. */
export const POINTS = [
  { x: [0, 0], target: 0 },
  { x: [0, 1], target: 1 },
  { x: [1, 0], target: 1 },
  { x: [1, 1], target: 0 },
] as const;

/** Values a picture of the surface covers on both axes: a margin around the four points. */
export const RANGE = { from: -0.3, to: 1.3 };

const { network, training } = TEMPLATES.xor;
const optimizer = training.phases[0].optimizer;

export class XorTraining {
  step = 0;
  loss = Number.NaN;
  weights: Map<string, Float64Array>;
  private states: Map<string, Float64Array>;
  private readonly graph: Graph;
  private readonly surfaceGraph: Graph;
  private readonly grid: Float64Array;
  private readonly inputs = Float64Array.from(POINTS.flatMap((point) => [...point.x]));
  private readonly targets = Float64Array.from(POINTS.map((point) => point.target));

  /** `resolution`: points of the surface on either side. */
  constructor(
    readonly resolution: number,
    public seed = training.seed,
  ) {
    this.graph = buildGraph(network, { batchSize: POINTS.length, mode: 'training', optimizer });
    this.surfaceGraph = buildGraph(network, { batchSize: resolution * resolution, mode: 'inference' });
    const at = (i: number) => RANGE.from + ((i + 0.5) / resolution) * (RANGE.to - RANGE.from);
    // Rows from the top: the second input grows upwards.
    this.grid = Float64Array.from({ length: resolution * resolution * 2 }, (_, i) => {
      const cell = i >> 1;
      return i % 2 === 0 ? at(cell % resolution) : at(resolution - 1 - Math.floor(cell / resolution));
    });
    this.weights = initialWeights(this.graph, seed);
    this.states = initialStates(this.graph);
  }

  /** Back to the initial weights of another seed. */
  restart(seed: number): void {
    this.seed = seed;
    this.step = 0;
    this.loss = Number.NaN;
    this.weights = initialWeights(this.graph, seed);
    this.states = initialStates(this.graph);
  }

  /** One update with all four points. */
  train(): void {
    const { graph } = this;
    const trace = interpret(
      graph,
      new Map<string, Float64Array | number>([
        ['input', this.inputs],
        ['target', this.targets],
        ['learningRate', optimizer.learningRate],
        ['step', this.step + 1],
        ...this.weights,
        ...this.states,
      ]),
    );
    this.loss = graph.loss === null ? Number.NaN : trace.values[graph.loss][0];
    this.weights = new Map([...graph.updates].map(([name, node]) => [name, trace.values[node]]));
    this.states = new Map(graph.states.map(({ name, update }) => [name, trace.values[update]]));
    this.step++;
  }

  /** The network's output over RANGE × RANGE, `resolution` rows from the top. */
  surface(): Float64Array {
    const feeds = new Map<string, Float64Array | number>([
      ['input', this.grid],
      ['target', new Float64Array(this.resolution ** 2)],
      ...this.weights,
    ]);
    return interpret(this.surfaceGraph, feeds).values[this.surfaceGraph.output];
  }
}
