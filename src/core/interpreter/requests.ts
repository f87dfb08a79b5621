/** What page and interpreter say to one another. Requests carry a number, and their answers carry it back. */
import type { FaultSpec } from '../faults/types';
import type { NetworkSpec, OptimizerSpec } from '../network/spec';
import type { AnswerOf, RequestOf } from '../worker/messages';
import type { GradientCheck } from './checks';
import type { CourseInput, CourseOutput } from './course';
import type { Difference } from './differences';
import type { Together } from './perSample';

/** A network with what it is fed: everything a trace follows from. */
export interface TraceInput {
  network: NetworkSpec;
  optimizer: OptimizerSpec;
  batchSize: number;
  /** A mistake built into the graph; see core/faults. */
  fault?: FaultSpec | null;
  /** By node name, as `interpret` takes them. */
  feeds: [string, Float64Array | Float32Array | number][];
}

export interface TraceOutput {
  /** Values of every node of `buildGraph(network, { batchSize, mode: 'training', optimizer })`, by node id. */
  values: Float64Array[];
  /** Loss of the same samples with the updated weights. */
  lossAfter: number;
}

export interface ElementInput {
  /** Name of a node before the loss. */
  node: string;
  element: number;
}

export interface DifferenceInput extends ElementInput {
  /** Half the distance between the two points, h. */
  h: number;
}

export type DifferenceOutput = Difference;

export interface SampleInput {
  /** Name of a weight that is learned. */
  weight: string;
  element: number;
}

export interface SampleOutput {
  /** The gradient of each sample on its own, in the order of the batch. */
  values: number[];
  mean: number;
  /** Standard deviation over the samples, divided by n. */
  deviation: number;
  /** The gradient of the whole batch. */
  batch: number;
  together: Together;
}

/** Requests and what they are answered with. All but `trace` and `course` are about the last trace. */
export interface Exchange {
  trace: { input: TraceInput; output: TraceOutput };
  difference: { input: DifferenceInput; output: DifferenceOutput };
  /** One element's differences for h = 10⁻¹ … 10⁻¹². */
  sweep: { input: ElementInput; output: { loss: number; differences: Difference[] } };
  checkAll: { input: null; output: GradientCheck };
  perSample: { input: SampleInput; output: SampleOutput };
  /** The loss over many updates, with a mistake and without it. */
  course: { input: CourseInput; output: CourseOutput };
}
export type RequestType = keyof Exchange;

export type InterpreterRequest = RequestOf<Exchange>;
export type InterpreterAnswer = AnswerOf<Exchange>;
