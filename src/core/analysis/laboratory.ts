/**
 * What if: a stack of dense layers of any depth, width, activation and initializer, with the input and output of the
 * task at hand, built and interpreted like any network. It shows why initializers are what they are (Glorot and Bengio,
 * AISTATS 2010; He et al., ICCV 2015; Saxe et al., ICLR 2014).
 */
import { buildGraph } from '../graph/build';
import type { Feeds, Graph, Shape, Trace } from '../graph/types';
import { type InitializerSpec, initialWeights } from '../initializers';
import { interpret } from '../interpreter/interpret';
import type { LayerSpec, NetworkSpec } from '../network/spec';
import { type LayerSignal, signalOf } from './signal';
import { type LayerSpectra, layerSpectra } from './spectra';
import { UnitCensus, type UnitReport } from './units';

export interface LaboratorySetup {
  /** Hidden layers. */
  depth: number;
  /** Units of each. */
  width: number;
  activation: string;
  initializer: InitializerSpec;
  useBias: boolean;
  /** What every bias starts at. */
  bias: number;
  seed: number;
  /** Steps of plain gradient descent before it is looked at. */
  steps: number;
  learningRate: number;
}

/** What goes in and what comes out. */
export interface LaboratoryTask {
  inputShape: Shape;
  /** Numbers of a target. */
  outputs: number;
}

export interface LaboratoryBatch {
  inputs: Float64Array | Float32Array;
  targets: Float64Array | Float32Array;
  count: number;
}

export interface LaboratoryOutput {
  signals: LayerSignal[];
  spectra: LayerSpectra[];
  units: UnitReport[];
  /** Before the first step and after each. */
  losses: number[];
}

/**
 * The stack as a network: hidden1 … hiddenN and the output, which is linear and measured by half the squared error, so
 * that nothing at the end hides what the layers do.
 */
export function laboratoryNetwork({ inputShape, outputs }: LaboratoryTask, setup: LaboratorySetup): NetworkSpec {
  const { depth, width, activation, initializer, useBias, bias } = setup;
  const common = {
    kernelInitializer: initializer,
    useBias,
    ...(useBias ? { biasInitializer: { kind: 'constant', value: bias } } : {}),
  };
  const dense = (id: string, units: number, own: string): LayerSpec => ({
    id,
    kind: 'dense',
    units,
    activation: own,
    ...common,
  });
  const layers = [
    ...(inputShape.length > 1 ? [{ id: 'flatten', kind: 'flatten' }] : []),
    ...Array.from({ length: depth }, (_, i) => dense(`hidden${i + 1}`, width, activation)),
    dense('output', outputs, 'linear'),
  ];
  return { format: 1, input: { shape: [...inputShape] }, layers, loss: { kind: 'halfSquaredError' } };
}

/** Trains a few steps; the last trace is that of the step after them. */
function trained(graph: Graph, first: Map<string, Float64Array | Float32Array | number>, steps: number) {
  const losses: number[] = [];
  let feeds: Feeds = first;
  for (let step = 0; ; step++) {
    const trace: Trace = interpret(graph, feeds);
    losses.push(graph.loss === null ? Number.NaN : trace.values[graph.loss][0]);
    if (step >= steps) return { trace, feeds, losses };
    const next = new Map(feeds);
    for (const [weight, node] of graph.updates) next.set(weight, trace.values[node]);
    next.set('step', step + 2);
    feeds = next;
  }
}

/** The first sample that is not all zeros: at zeros, a layer without a bias does nothing at all. */
function telling({ inputs, count }: LaboratoryBatch): number {
  const size = inputs.length / count;
  const first = inputs.findIndex((x) => x !== 0);
  return first < 0 ? 0 : Math.floor(first / size);
}

/**
 * Builds the stack, fills it, and measures it on a batch.
 * @throws GraphError when a setting does not fit.
 */
export function runLaboratory(
  task: LaboratoryTask,
  setup: LaboratorySetup,
  batch: LaboratoryBatch,
  onProgress?: (done: number, total: number) => void,
): LaboratoryOutput {
  const network = laboratoryNetwork(task, setup);
  const { count } = batch;
  const optimizer = { kind: 'sgd', learningRate: setup.learningRate };
  const graph = buildGraph(network, { batchSize: count, mode: 'training', optimizer });
  const start = new Map<string, Float64Array | Float32Array | number>([
    ['input', batch.inputs],
    ['target', batch.targets],
    ['learningRate', setup.learningRate],
    ['step', 1],
    ['seed', setup.seed],
    ...initialWeights(graph, setup.seed),
  ]);
  const { trace, feeds, losses } = trained(graph, start, setup.steps);
  const census = new UnitCensus(graph, count);
  census.add(trace.values, count);
  const spectra = layerSpectra(
    { network, fault: null, batchSize: count, sample: telling(batch), feeds: [...feeds] },
    onProgress,
  );
  return { signals: signalOf(trace), spectra, units: census.reports(), losses };
}
