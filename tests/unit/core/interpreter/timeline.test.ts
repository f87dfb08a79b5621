/** The timeline: everything computed once, after what it needs, at every granularity. */
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import type { Graph } from '@/core/graph/types';
import {
  buildTimeline,
  computes,
  elementCount,
  elementsOf,
  GRANULARITIES,
  isGiven,
  PHASES,
  type Timeline,
  translate,
  updateOwners,
} from '@/core/interpreter/timeline';
import { TEMPLATES } from '@/core/network/templates';
import { handmadeGraph } from './handmade';

const graph = handmadeGraph();
const node = (name: string, g: Graph = graph) => g.nodes.find((n) => n.name === name)!.id;
const steps = (timeline: Timeline) => Array.from({ length: timeline.length }, (_, i) => timeline.step(i + 1));
const names = (timeline: Timeline) =>
  steps(timeline).map((s) => s.parts.map((p) => graph.nodes[p.node].name).join(' + '));

describe('every granularity', () => {
  it.each(GRANULARITIES)('%s: computes every element once, after what it needs', (granularity) => {
    const timeline = buildTimeline(graph, granularity);
    const seen = new Map<string, number>();
    for (const step of steps(timeline)) {
      for (const part of step.parts) {
        for (const element of elementsOf(part)) {
          const key = `${part.node}:${element}`;
          expect(seen.has(key)).toBe(false);
          seen.set(key, step.index);
          expect(timeline.stepOf(part.node, element)).toBe(step.index);
          expect(computes(step, part.node, element)).toBe(true);
        }
      }
      expect(computes(step, step.focus.node, step.focus.element)).toBe(true);
    }
    const expected = graph.nodes.filter((n) => !isGiven(n)).reduce((sum, n) => sum + elementCount(n), 0);
    expect(seen.size).toBe(expected);
    // Elementwise nodes need the same element (or the broadcast one) of what they read; the rest need all of it.
    for (const n of graph.nodes.filter((m) => !isGiven(m))) {
      for (let e = 0; e < elementCount(n); e++) {
        for (const id of n.inputs) {
          const size = elementCount(graph.nodes[id]);
          if (n.op === 'elementwise')
            expect(timeline.stepOf(id, e % size)).toBeLessThanOrEqual(timeline.stepOf(n.id, e));
        }
      }
    }
  });

  it.each(GRANULARITIES)('%s: phases follow one another without a gap', (granularity) => {
    const timeline = buildTimeline(graph, granularity);
    expect(timeline.phases.map((p) => p.phase)).toEqual(PHASES);
    let next = 1;
    for (const phase of timeline.phases) {
      expect(phase.first).toBe(next);
      for (let i = phase.first; i < phase.first + phase.length; i++) expect(timeline.step(i).phase).toBe(phase.phase);
      next += phase.length;
    }
    expect(next).toBe(timeline.length + 1);
  });
});

describe('the cuts', () => {
  it('phase: four steps, with the foci that say most', () => {
    const timeline = buildTimeline(graph, 'phase');
    expect(timeline.length).toBe(4);
    expect(steps(timeline).map((s) => graph.nodes[s.focus.node].name)).toEqual([
      'hidden/h',
      'loss',
      'backward/kernel',
      'update/kernel',
    ]);
  });

  it('operation: one node a step, the update weight by weight after what is shared', () => {
    expect(names(buildTimeline(graph, 'operation'))).toEqual([
      'hidden/matMul',
      'hidden/z',
      'hidden/h',
      'loss/terms',
      'loss',
      'backward/loss',
      'backward/h',
      'backward/z',
      'backward/bias',
      'backward/kernel',
      'update/scale',
      'update/kernel/delta',
      'update/kernel',
      'update/bias/delta',
      'update/bias',
    ]);
  });

  it('neuron: the weighted sum goes with its bias, the activation is a step of its own', () => {
    const timeline = buildTimeline(graph, 'neuron');
    const forward = steps(timeline).filter((s) => s.phase === 'forward');
    expect(forward.map((s) => [s.parts.map((p) => graph.nodes[p.node].name), s.unit])).toEqual([
      [['hidden/matMul', 'hidden/z'], 0],
      [['hidden/matMul', 'hidden/z'], 1],
      [['hidden/h'], 0],
      [['hidden/h'], 1],
    ]);
    // The second neuron of a batch of two: elements 1 and 3.
    expect([...elementsOf(forward[3].parts[0])]).toEqual([1, 3]);
    const kernel = steps(timeline).filter((s) => s.weight === 'hidden/kernel');
    expect(kernel).toHaveLength(2);
    expect([...elementsOf(kernel[1].parts[1])]).toEqual([1, 3, 5]);
    expect(kernel[1].layer).toBe('hidden');
  });

  it('element: one number a step', () => {
    const timeline = buildTimeline(graph, 'element');
    expect(timeline.length).toBe(4 + 4 + 4 + 4 + 1 + 1 + 4 + 4 + 2 + 6 + 1 + 2 + 6 + 2 + 6);
    expect(steps(timeline).every((s) => s.parts.length === 1 && s.parts[0].count === 1)).toBe(true);
  });

  it('knows what is fed in from the start', () => {
    const timeline = buildTimeline(graph, 'operation');
    for (const name of ['input', 'target', 'hidden/kernel', 'learningRate'])
      expect(timeline.stepOf(node(name), 0)).toBe(0);
    // The seed of the backward pass is a constant, but nobody knows it before the backward pass begins.
    expect(timeline.stepOf(node('backward/loss'), 0)).toBe(6);
  });

  it('tells what an update node belongs to', () => {
    const owners = updateOwners(graph);
    expect(owners.get(node('update/kernel/delta'))).toBe('hidden/kernel');
    expect(owners.get(node('update/scale'))).toBeNull();
    expect(owners.has(node('backward/kernel'))).toBe(false);
  });

  it('refuses steps outside', () => {
    const timeline = buildTimeline(graph, 'layer');
    expect(() => timeline.step(0)).toThrow(RangeError);
    expect(() => timeline.step(timeline.length + 1)).toThrow(RangeError);
    expect(() => timeline.step(1.5)).toThrow(RangeError);
  });
});

describe('XOR, neuron by neuron', () => {
  const { network, training } = TEMPLATES.xor;
  const xor = buildGraph(network, { batchSize: 4, mode: 'training', optimizer: training.phases[0].optimizer });

  it('begins each phase with what begins it, and says each thought in one step', () => {
    const timeline = buildTimeline(xor, 'neuron');
    const said = timeline.blocks.map((b) => `${b.length} ${b.nodes.map((id) => xor.nodes[id].symbol).join(', ')}`);
    expect(said.slice(0, 7)).toEqual([
      '2 s^{(1)}, z^{(1)}',
      '2 a^{(1)}',
      '1 s^{(2)}, z^{(2)}',
      '1 \\hat{y}',
      '1 e',
      expect.stringMatching(/^1 .*, L$/),
      // The seed and what it is handed on to.
      expect.stringMatching(/^1 .*\\partial L.*\\partial e\}$/),
    ]);
    expect(timeline.phases.map((p) => p.length)).toEqual([6, 2, 13, 6]);
  });
});

describe('changing the granularity', () => {
  it('keeps the place', () => {
    const fine = buildTimeline(graph, 'element');
    const coarse = buildTimeline(graph, 'operation');
    const at = fine.stepOf(node('backward/z'), 3);
    expect(coarse.step(translate(fine, at, coarse)).focus.node).toBe(node('backward/z'));
    const back = translate(coarse, coarse.stepOf(node('loss'), 0), fine);
    expect(fine.step(back).focus).toEqual({ node: node('loss'), element: 0 });
    expect(translate(fine, 0, coarse)).toBe(0);
    expect(translate(fine, fine.length, coarse)).toBe(coarse.length);
  });

  it('costs nothing for large graphs', () => {
    const large = handmadeGraph(200_000);
    const started = performance.now();
    const timeline = buildTimeline(large, 'element');
    expect(timeline.length).toBeGreaterThan(1_000_000);
    expect(timeline.step(timeline.length).phase).toBe('update');
    expect(performance.now() - started).toBeLessThan(50);
  });
});
