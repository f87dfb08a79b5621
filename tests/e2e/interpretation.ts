/**
 * The other opinion: one training step interpreted here, outside the browser, from nothing but the numbers that the page
 * says it starts from.
 */
import { buildGraph } from '@/core/graph/build';
import type { Graph, Trace } from '@/core/graph/types';
import { initialStates } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { buildTimeline, type Timeline } from '@/core/interpreter/timeline';
import { asTyped } from '@/core/interpreter/typed';
import type { NetworkSpec, OptimizerSpec } from '@/core/network/spec';
import { TEMPLATES } from '@/core/network/templates';

export interface Sample {
  inputs: number[];
  targets: number[];
}

/** Weights or optimizer states by name. */
export type Tensors = Map<string, Float64Array>;

/** What is stepped; XOR's template unless said. */
export interface Work {
  network: NetworkSpec;
  optimizer: OptimizerSpec;
}

const XOR: Work = { network: TEMPLATES.xor.network, optimizer: TEMPLATES.xor.training.phases[0].optimizer };

export const graphOf = ({ network, optimizer }: Work, batchSize: number): Graph =>
  buildGraph(network, { batchSize, mode: 'training', optimizer });

const float32 = (values: Float64Array) => values.map(Math.fround);

export class Interpretation {
  readonly graph: Graph;
  readonly trace: Trace;
  readonly timeline: Timeline;
  /** The loss of the same samples with the new weights. */
  readonly lossAfter: number;

  constructor(samples: Sample[], weights: Tensors, states?: Tensors, step = 0, work = XOR) {
    this.graph = graphOf(work, samples.length);
    const feeds = new Map<string, Float64Array | number>([
      ['input', Float64Array.from(samples.flatMap(({ inputs }) => inputs))],
      ['target', Float64Array.from(samples.flatMap(({ targets }) => targets))],
      ['learningRate', work.optimizer.learningRate],
      ['step', step + 1],
      ['seed', xorSeed],
      ...[...weights].map(([name, values]): [string, Float64Array] => [name, values.map(asTyped)]),
      ...(states ?? initialStates(this.graph)),
    ]);
    this.trace = interpret(this.graph, feeds);
    this.timeline = buildTimeline(this.graph, 'neuron');
    const after = new Map([...feeds, ...this.newWeights]);
    this.lossAfter = interpret(this.graph, after).values[this.graph.loss ?? -1][0];
  }

  value(node: number, element: number): number {
    return this.trace.values[node]?.[element];
  }

  /** After how many steps of the timeline an element may be shown. */
  knownAfter(node: number, element: number): number {
    return this.timeline.stepOf(node, element);
  }

  /** The updated weights, before they are rounded. */
  get newWeights(): Tensors {
    return new Map([...this.graph.updates].map(([name, node]) => [name, this.trace.values[node]]));
  }

  /** What the next update begins with, in the engine's precision. */
  get next(): { weights: Tensors; states: Tensors } {
    return {
      weights: new Map([...this.newWeights].map(([name, values]) => [name, float32(values)])),
      states: new Map(this.graph.states.map(({ name, update }) => [name, float32(this.trace.values[update])])),
    };
  }
}

export const xorSeed = TEMPLATES.xor.training.seed;

export const xorGraph = (batchSize: number) => graphOf(XOR, batchSize);

/** Whether `text` is `value` rounded to the digits that are written. */
export function isRounded(text: string, value: number): boolean {
  const plain = text.trim().replaceAll('−', '-');
  const [mantissa, exponent = '0'] = plain.split('e');
  if (!/^[+-]?\d+(\.\d+)?$/.test(mantissa)) return false;
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  const unit = 10 ** (Number(exponent) - decimals);
  return Math.abs(Number(plain) - value) <= unit * (0.5 + 1e-9);
}
