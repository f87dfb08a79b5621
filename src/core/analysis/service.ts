/**
 * What the analysis worker does, without the worker: singular values of the layers, units over many samples, a stack of
 * layers in the laboratory. Everything is told as it goes on, as some of it takes seconds.
 */
import { buildGraph } from '../graph/build';
import { interpret } from '../interpreter/interpret';
import type { NetworkSpec } from '../network/spec';
import type { Failure } from '../worker/messages';
import { failureOf } from '../worker/serve';
import {
  type LaboratoryBatch,
  type LaboratoryOutput,
  type LaboratorySetup,
  type LaboratoryTask,
  runLaboratory,
} from './laboratory';
import { type LayerSpectra, layerSpectra, type SpectraInput } from './spectra';
import { UnitCensus, type UnitReport } from './units';

export interface UnitsInput {
  network: NetworkSpec;
  /** Weights by name. */
  weights: [string, Float64Array | Float32Array][];
  /** As the network gets them, sample after sample. */
  inputs: Float32Array;
  count: number;
}

export interface LaboratoryInput {
  task: LaboratoryTask;
  setup: LaboratorySetup;
  batch: LaboratoryBatch;
}

export type Progress = (done: number, total: number) => void;

/** Samples that are interpreted together. */
const TOGETHER = 8;

/**
 * How the units of all layers answer to many samples, without training: nothing is dropped out, and normalizations use
 * their moving statistics.
 */
export function censusOf({ network, weights, inputs, count }: UnitsInput, onProgress?: Progress): UnitReport[] {
  const size = inputs.length / count;
  const together = Math.min(TOGETHER, count);
  const graph = buildGraph(network, { batchSize: together, mode: 'inference' });
  const targets = graph.target === null ? 0 : graph.nodes[graph.target].shape.reduce((a, b) => a * b, 1);
  const census = new UnitCensus(graph, count);
  for (let first = 0; first < count; first += together) {
    const own = Math.min(together, count - first);
    // The last batch is filled up with zeros, which are not counted.
    const batch = new Float32Array(together * size);
    batch.set(inputs.subarray(first * size, (first + own) * size));
    const { values } = interpret(
      graph,
      new Map<string, Float64Array | Float32Array | number>([
        ...weights,
        ['input', batch],
        ['target', new Float32Array(targets)],
        ['seed', 0],
        ['step', 1],
        ['learningRate', 0],
      ]),
    );
    census.add(values, own);
    onProgress?.(first + own, count);
  }
  return census.reports();
}

export type AnalysisQuestion =
  | { type: 'spectra'; input: SpectraInput }
  | { type: 'units'; input: UnitsInput }
  | { type: 'laboratory'; input: LaboratoryInput };

export interface AnalysisOutputs {
  spectra: LayerSpectra[];
  units: UnitReport[];
  laboratory: LaboratoryOutput;
}

export type AnalysisAnswer =
  | { type: 'progress'; done: number; total: number }
  | { type: 'done'; output: AnalysisOutputs[keyof AnalysisOutputs] }
  | ({ type: 'failed' } & Failure);

function outputOf(question: AnalysisQuestion, onProgress: Progress): AnalysisOutputs[keyof AnalysisOutputs] {
  switch (question.type) {
    case 'spectra':
      return layerSpectra(question.input, onProgress);
    case 'units':
      return censusOf(question.input, onProgress);
    case 'laboratory': {
      const { task, setup, batch } = question.input;
      return runLaboratory(task, setup, batch, onProgress);
    }
  }
}

/** Answers a question; errors become answers too. */
export function answerTo(question: AnalysisQuestion, onProgress: Progress): AnalysisAnswer {
  try {
    return { type: 'done', output: outputOf(question, onProgress) };
  } catch (error) {
    return { type: 'failed', ...failureOf(error) };
  }
}
