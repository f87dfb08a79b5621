/** What is fed to interpreter and engine, with edits, and what an update leads to. */
import { describe, expect, it } from 'vitest';
import { initialWeights } from '@/core/initializers';
import { InterpreterService } from '@/core/interpreter/service';
import {
  editCount,
  engineInput,
  feedsOf,
  isEdited,
  linearPrediction,
  misfit,
  NO_EDITS,
  updatedCheckpoint,
  withEdit,
} from '@/panels/backprop/model/batch';
import { CASES, graphOf } from './networks';

const graph = graphOf(CASES.xor, 2);
const weights = Object.fromEntries(
  [...initialWeights(graph, 1)].map(([name, values]) => [name, Float32Array.from(values)]),
);
const states = Object.fromEntries(
  graph.states.map((s) => [s.name, new Float32Array(s.shape.reduce((a, b) => a * b, 1))]),
);
const checkpoint = { step: 4, weights, states };
const samples = { inputs: Float32Array.of(0, 1, 1, 1), labels: null, targets: Float32Array.of(1, 0) };
const settings = { learningRate: 0.5, seed: 1 };

describe('edits', () => {
  it('are added, counted and taken back, and never alter what they are put on', () => {
    const one = withEdit(NO_EDITS, 'hidden/kernel', 2, 0.8, 0.3);
    const two = withEdit(one, 'input', 0, 0.5, 0);
    expect([editCount(one), editCount(two), editCount(NO_EDITS)]).toEqual([1, 2, 0]);
    expect(isEdited(two, 'hidden/kernel', 2)).toBe(true);
    expect(isEdited(two, 'hidden/kernel', 1)).toBe(false);
    expect(withEdit(one, 'hidden/kernel', 2, 0.3, 0.3)).toEqual(NO_EDITS);
    const before = Float32Array.from(weights['hidden/kernel']);
    feedsOf(graph, checkpoint, samples, two, settings);
    expect(weights['hidden/kernel']).toEqual(before);
  });

  it('stay as typed for the interpreter, and are float32 for the engine', () => {
    const edits = withEdit(NO_EDITS, 'hidden/kernel', 2, 0.8, 0.3);
    const feeds = new Map(feedsOf(graph, checkpoint, samples, edits, settings));
    expect((feeds.get('hidden/kernel') as Float64Array)[2]).toBe(0.8);
    const engine = engineInput(samples, checkpoint, edits, 2);
    expect(engine.checkpoint.weights['hidden/kernel'][2]).toBe(Math.fround(0.8));
    expect(engine.checkpoint.step).toBe(4);
    expect(engine.input).toEqual({ inputs: samples.inputs, targets: samples.targets, count: 2 });
  });
});

describe('what is fed', () => {
  const feeds = feedsOf(graph, checkpoint, samples, NO_EDITS, settings);
  it('is every leaf of the graph, with the number of the update to come', () => {
    const map = new Map(feeds);
    const leaves = graph.nodes.filter((n) => n.role !== null && n.role !== 'constant').map((n) => n.name);
    expect([...map.keys()].sort()).toEqual(leaves.sort());
    expect(map.get('step')).toBe(5);
  });

  it('begins states that are not kept yet as before the first step', () => {
    const map = new Map(feedsOf(graph, { ...checkpoint, states: {} }, samples, NO_EDITS, settings));
    for (const { name, initial } of graph.states)
      expect(new Set(map.get(name) as Float64Array)).toEqual(new Set([initial]));
  });

  it('is the decimal that was typed, not what float32 made of it', () => {
    const bias = Float32Array.of(0.35, 1 / 3);
    const typed = { ...checkpoint, weights: { ...weights, 'hidden/bias': bias } };
    const given = { ...samples, inputs: Float32Array.of(0.05, 0.1, 1, 0) };
    const map = new Map(feedsOf(graph, typed, given, NO_EDITS, settings));
    expect(map.get('input')).toEqual(Float64Array.of(0.05, 0.1, 1, 0));
    expect(map.get('hidden/bias')).toEqual(Float64Array.of(0.35, Math.fround(1 / 3)));
    expect(engineInput(given, typed, NO_EDITS, 2).input.inputs).toEqual(given.inputs);
  });

  it('leads to the checkpoint after the update', () => {
    const { values, lossAfter } = new InterpreterService().trace({ ...CASES.xor, batchSize: 2, feeds });
    const next = updatedCheckpoint(graph, values, checkpoint);
    expect(next.step).toBe(5);
    for (const [name, node] of graph.updates) expect(next.weights[name]).toEqual(Float32Array.from(values[node]));
    for (const { name, update } of graph.states) expect(next.states[name]).toEqual(Float32Array.from(values[update]));
    // Stepping on from there begins with the loss that was promised, to float32.
    const again = new InterpreterService().trace({
      ...CASES.xor,
      batchSize: 2,
      feeds: feedsOf(graph, next, samples, NO_EDITS, settings),
    });
    expect(again.values[graph.loss as number][0]).toBeCloseTo(lossAfter, 6);
  });

  it('predicts the change of the loss to first order', () => {
    const small = { ...settings, learningRate: 1e-4 };
    const { values, lossAfter } = new InterpreterService().trace({
      ...CASES.xor,
      batchSize: 2,
      feeds: feedsOf(graph, checkpoint, samples, NO_EDITS, small),
    });
    const change = lossAfter - values[graph.loss as number][0];
    const predicted = linearPrediction(graph, values);
    expect(predicted).toBeLessThan(0);
    expect(change / predicted).toBeCloseTo(1, 3);
  });
});

describe('a checkpoint of another network', () => {
  it('is recognised by the first weight that does not fit', () => {
    expect(misfit(graph, checkpoint)).toBeNull();
    expect(misfit(graph, { ...checkpoint, weights: { ...weights, 'hidden/bias': new Float32Array(3) } })).toBe(
      'hidden/bias',
    );
    const [{ name }] = graph.states;
    expect(misfit(graph, { ...checkpoint, states: { ...states, [name]: new Float32Array(1) } })).toBe(name);
    // A mistake may add states that the run does not keep.
    expect(misfit(graph, { ...checkpoint, states: {} })).toBeNull();
  });
});
