/** The pictures of the stepper as data: columns, places, boxes, folds, layouts, and what is known at a moment. */
import { describe, expect, it } from 'vitest';
import { parse } from '@/core/expr';
import { differentiateGraph } from '@/core/graph/autodiff';
import { GraphBuilder } from '@/core/graph/builder';
import type { Graph } from '@/core/graph/types';
import { interpret } from '@/core/interpreter/interpret';
import { buildTimeline, elementCount, GRANULARITIES, isGiven } from '@/core/interpreter/timeline';
import { constant, elementwise, leaf, reduceSum } from '@/core/ops/emit';
import { sentenceOf } from '@/panels/backprop/model/describe';
import { fold } from '@/panels/backprop/model/fold';
import { spreadLabels } from '@/panels/backprop/model/labels';
import { type EdgeLine, layoutNetwork } from '@/panels/backprop/model/layout';
import {
  focusOf,
  gradientOf,
  isKnown,
  knownValues,
  type Moment,
  ofSample,
  updatedOf,
  valueAt,
} from '@/panels/backprop/model/moment';
import { anchor, edgeElement, gradientSource, locate, networkModel } from '@/panels/backprop/model/network';
import { operationGraph } from '@/panels/backprop/model/operations';
import { CASES, graphOf, nodeNamed, traced } from './networks';

const names = Object.keys(CASES);

describe('columns', () => {
  it('finds input, layers and loss of XOR', () => {
    const model = networkModel(graphOf(CASES.xor));
    expect(model.columns.map((c) => [c.layer, c.size, c.activation])).toEqual([
      [null, 2, null],
      ['hidden', 2, 'sigmoid'],
      ['output', 1, 'sigmoid'],
    ]);
    expect(model.columns[0].picture).toBeNull();
  });

  it('shows an image as one and does not repeat it for what only reshapes', () => {
    const model = networkModel(graphOf(CASES.mnist));
    expect(model.columns.map((c) => [c.layer, c.size, c.activation])).toEqual([
      [null, 784, null],
      ['hidden', 128, 'relu'],
      ['output', 10, 'softmax'],
    ]);
    expect(model.columns[0].picture).toEqual({ rows: 28, columns: 28 });
    // The loss is computed from the sums, so it is they that have a gradient.
    const output = model.columns[2];
    expect(gradientSource(model, output)).toBe(output.sum);
    expect(output.sum).not.toBe(output.value);
  });

  it('gives layers without weights a column of their own', () => {
    const model = networkModel(graphOf(CASES['dropout and an activation layer']));
    expect(model.columns.map((c) => c.layer)).toEqual([null, 'first', 'drop', 'bend', 'out']);
    expect(model.columns[4].bias).toBeNull();
    expect(model.columns[2].kernel).toBeNull();
  });
});

describe('where an element is', () => {
  const graph = graphOf(CASES.xor, 4);
  const model = networkModel(graph);
  const id = (name: string) => nodeNamed(graph, name).id;

  it('weights are edges, biases and values belong to neurons', () => {
    const kernel = model.columns[1].kernel as number;
    expect(locate(model, { node: kernel, element: edgeElement(model.columns[1], 1, 0) })).toEqual({
      kind: 'edge',
      column: 1,
      from: 1,
      to: 0,
    });
    expect(locate(model, { node: id('hidden/bias'), element: 1 })).toEqual({ kind: 'bias', column: 1, unit: 1 });
    expect(locate(model, { node: model.columns[1].value, element: 5 })).toEqual({
      kind: 'neuron',
      column: 1,
      unit: 1,
      sample: 2,
    });
    expect(locate(model, { node: graph.loss as number, element: 0 })).toEqual({ kind: 'loss' });
    expect(locate(model, { node: id('learningRate'), element: 0 })).toBeNull();
  });

  it('gradients, states and updates are where their value is', () => {
    for (const weight of graph.weights) {
      const place = locate(model, { node: weight.node, element: 1 % elementCount(graph.nodes[weight.node]) });
      const own = [
        graph.gradients.get(weight.node),
        graph.updates.get(weight.name),
        graph.states.find((s) => s.weight === weight.name)?.node,
      ];
      for (const node of own) {
        expect(locate(model, { node: node as number, element: 1 % elementCount(graph.nodes[weight.node]) })).toEqual(
          place,
        );
      }
    }
  });

  it('every gradient is anchored at its value', () => {
    for (const [forward, gradient] of graph.gradients) {
      const at = anchor(model, { node: gradient, element: 0 });
      // Where an addition passes its gradient on, the gradient belongs to the sum.
      expect([forward, graph.nodes[gradient].gradientOf]).toContain(at?.node);
    }
  });
});

describe.each(names)('the graph of operations of %s', (name) => {
  const graph = graphOf(CASES[name], 2);
  const operations = operationGraph(graph);
  const byNode = new Map(operations.boxes.map((box) => [box.node, box]));

  it('shows every computed node in one box, and nothing twice', () => {
    const seen = new Map<number, number>();
    const show = (id: number) => seen.set(id, (seen.get(id) ?? 0) + 1);
    for (const box of operations.boxes) {
      for (const id of [...box.members, ...box.contributions, ...box.helpers]) show(id);
      for (const weight of box.weights) for (const id of [...weight.contributions, ...weight.update]) show(id);
    }
    for (const id of operations.shared) show(id);
    for (const [target, gradient] of graph.gradients) if (graph.nodes[gradient].gradientOf === target) show(gradient);
    const computed = graph.nodes.filter((n) => !isGiven(n)).map((n) => n.id);
    expect(computed.filter((id) => seen.get(id) !== 1)).toEqual([]);
    for (const id of computed) {
      if (operations.shared.includes(id)) continue;
      expect(byNode.has(operations.boxOf.get(id) as number)).toBe(true);
    }
  });

  it('shows every weight once, with its update, and draws arrows from left to right', () => {
    expect(operations.boxes.flatMap((box) => box.weights.map((w) => w.name)).sort()).toEqual(
      graph.weights.map((w) => w.name).sort(),
    );
    for (const weight of operations.boxes.flatMap((box) => box.weights)) {
      expect(weight.update.at(-1)).toBe(graph.updates.get(weight.name));
    }
    for (const arrow of operations.arrows) {
      expect((byNode.get(arrow.to) as { rank: number }).rank).toBeGreaterThan(
        (byNode.get(arrow.from) as { rank: number }).rank,
      );
    }
    const last = byNode.get(graph.loss as number);
    expect(operations.boxes.every((box) => box.rank <= (last as { rank: number }).rank)).toBe(true);
  });
});

describe('a value with two ways to the loss', () => {
  const builder = new GraphBuilder();
  const place = { phase: 'forward', layer: 'l' } as const;
  const [w, a, loss] = builder.within(place, () => {
    const weight = leaf(builder, 'weight', 'l/w', [3], 'w');
    const square = elementwise(builder, { expr: parse('w * w'), args: { w: weight }, definition: 'square' });
    const sum = elementwise(builder, { expr: parse('p + q'), args: { p: square, q: weight }, definition: 'add' });
    return [weight, square, builder.within({ phase: 'loss' }, () => reduceSum(builder, sum, [0]))];
  });
  const one = builder.within({ phase: 'backward' }, () => constant(builder, 1));
  builder.annotate(one, { gradientOf: loss });
  const gradients = differentiateGraph(builder, loss, one, [w]);
  const graph: Graph = {
    ...graphOf(CASES.xor),
    nodes: builder.nodes,
    layers: [],
    weights: [{ name: 'l/w', node: w, shape: [3], layer: 'l', initializer: { kind: 'zeros' }, trainable: true }],
    states: [],
    input: w,
    output: a,
    target: null,
    loss,
    gradients,
    updates: new Map(),
    scalars: new Map(),
  };

  it('lists the paths beside their sum', () => {
    const [weight] = operationGraph(graph).boxes.flatMap((box) => box.weights);
    expect(weight.gradient).toBe(gradients.get(w));
    expect(weight.contributions.length).toBeGreaterThan(0);
    for (const id of weight.contributions) expect(graph.nodes[id].flow?.to).toBe(w);
  });

  it('says that the paths are added up', () => {
    const trace = interpret(graph, new Map([['l/w', Float64Array.of(1, 2, 3)]]));
    expect([...trace.values[gradients.get(w) as number]]).toEqual([3, 5, 7]);
    const said = sentenceOf(networkModel(graph), { node: gradients.get(w) as number, element: 1 }, trace.values);
    expect(said).toMatchObject({ key: 'say.backward.paths', params: { count: expect.any(Number) } });
  });
});

describe('folding', () => {
  it('keeps the first, the most active and the wanted, in order', () => {
    const activity = (unit: number) => (unit === 90 ? 5 : unit === 40 ? 4 : 1 / (1 + unit));
    const { units, hidden } = fold(128, 8, activity, [77]);
    expect(units).toHaveLength(8);
    expect(units).toEqual([...units].sort((a, b) => a - b));
    for (const unit of [0, 1, 2, 40, 77, 90]) expect(units).toContain(unit);
    expect(hidden).toBe(120);
  });
  it('shows small layers whole, and survives values that are not numbers', () => {
    expect(fold(3, 8, () => 0, [])).toEqual({ units: [0, 1, 2], hidden: 0 });
    expect(fold(20, 6, () => Number.NaN, [19]).units).toHaveLength(6);
  });
});

describe('the layout', () => {
  const at = (name: string, width: number, height = 300) => {
    const { columns, loss } = networkModel(graphOf(CASES[name]));
    const folds = columns.map((c) =>
      c.picture ? { units: [], hidden: 0 } : fold(c.size, c.size > 10 ? 8 : 10, () => 0, []),
    );
    return layoutNetwork({ columns, folds, hasLoss: loss !== null, width, height });
  };
  const apart = (layout: ReturnType<typeof at>) => {
    const boxes = [...layout.neurons, ...layout.pictures, ...(layout.loss ? [layout.loss] : [])];
    for (const [i, a] of boxes.entries()) {
      expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0);
      expect(a.x + a.width / 2).toBeLessThanOrEqual(layout.width);
      expect(a.y - a.height / 2).toBeGreaterThanOrEqual(0);
      expect(a.y + a.height / 2).toBeLessThanOrEqual(layout.height);
      for (const b of boxes.slice(i + 1)) {
        const overlap =
          Math.abs(a.x - b.x) < (a.width + b.width) / 2 - 0.01 &&
          Math.abs(a.y - b.y) < (a.height + b.height) / 2 - 0.01;
        expect(overlap, `${JSON.stringify(a)} and ${JSON.stringify(b)}`).toBe(false);
      }
    }
  };
  it.each([
    ['xor', 940],
    ['xor', 360],
    ['xor', 330],
    ['mnist', 940],
    ['mnist', 620],
    ['mnist', 330],
    ['dropout and an activation layer', 940],
  ])('of %s at %i pixels keeps everything apart and in view', (name, width) => apart(at(name, width)));

  it('turns a small network upright on a narrow screen, with its weights on the edges', () => {
    const narrow = at('xor', 360);
    expect(narrow.vertical).toBe(true);
    expect(narrow.width).toBe(360);
    expect(at('xor', 940).vertical).toBe(false);
    for (const layout of [narrow, at('xor', 940)]) {
      expect(layout.labels).toBe(true);
      expect(layout.edges).toHaveLength(6);
      for (const [i, a] of layout.edges.entries()) {
        for (const b of layout.edges.slice(i + 1)) {
          // An old weight and the new one, on two lines; in small type where the usual one has no room.
          const [width, height] = a.labelSize === 'full' ? [64, 38] : [60, 29];
          expect(Math.abs(a.labelX - b.labelX) >= width || Math.abs(a.labelY - b.labelY) >= height).toBe(true);
          expect([a.labelSize, b.labelSize]).not.toContain('brief');
        }
      }
    }
    expect(at('mnist', 940).labels).toBe(false);
  });

  it('sets weights in small type, and some on one line, before they cover one another', () => {
    const side = (x: number) => ({ x, width: 74, height: 74 });
    const edges = (distance: number, count: number): EdgeLine[] =>
      Array.from({ length: count ** 2 }, (_, i) => {
        const [from, to] = [Math.floor(i / count), i % count];
        const [a, b] = [side(0), side(171)];
        const line = { x1: a.x + 37, y1: from * distance, x2: b.x - 37, y2: to * distance };
        return { column: 1, from, to, ...line, labelX: 85, labelY: (line.y1 + line.y2) / 2, labelSize: 'full' };
      });
    const sizes = (distance: number, count: number) => {
      const labels = spreadLabels(edges(distance, count), false, 26);
      const long = labels.filter(({ labelSize }) => labelSize !== 'brief');
      for (const [i, a] of long.entries())
        for (const b of long.slice(i + 1)) {
          const [width, height] = a.labelSize === 'full' ? [70, 40] : [60, 29];
          expect(Math.abs(a.labelX - b.labelX) >= width || Math.abs(a.labelY - b.labelY) >= height).toBe(true);
        }
      return [...new Set(labels.map(({ labelSize }) => labelSize))].sort();
    };
    expect(sizes(180, 2)).toEqual(['full']);
    expect(sizes(108, 2)).toEqual(['compact']);
    expect(sizes(80, 4)).toContain('brief');
  });
});

describe('a moment', () => {
  const { graph, trace } = traced('xor', 4);
  const timeline = buildTimeline(graph, 'neuron');
  const moment = (position: number): Moment => ({ graph, timeline, position, values: trace.values });

  it.each(GRANULARITIES)('at granularity %s shows nothing before its step', (granularity) => {
    const line = buildTimeline(graph, granularity);
    for (const node of graph.nodes) {
      for (let element = 0; element < elementCount(node); element++) {
        const step = line.stepOf(node.id, element);
        const before = { graph, timeline: line, position: step - 1, values: trace.values };
        if (step > 0) expect(valueAt(before, node.id, element)).toBeNull();
        expect(valueAt({ ...before, position: step }, node.id, element)).toBe(trace.values[node.id][element]);
      }
    }
  });

  it('knows at the start what was fed in, and nothing else', () => {
    const start = moment(0);
    for (const node of graph.nodes) expect(isKnown(start, node.id, 0)).toBe(isGiven(node));
    expect(gradientOf(start, nodeNamed(graph, 'hidden/kernel').id, 0)).toBeNull();
    expect(updatedOf(start, 'hidden/kernel', 0)).toBeNull();
    expect(updatedOf(moment(timeline.length), 'hidden/kernel', 0)).toBe(
      trace.values[graph.updates.get('hidden/kernel') as number][0],
    );
  });

  it('leaves out of a stretch what is not known yet', () => {
    const hidden = graph.layers[0].output;
    const first = timeline.stepOf(hidden, 0);
    const values = knownValues(moment(first), hidden, 0, 8);
    expect(Array.from(values, Number.isNaN)).toEqual([false, true, false, true, false, true, false, true]);
    expect(knownValues(moment(first - 1), hidden, 0, 8).every(Number.isNaN)).toBe(true);
  });

  it('finds the part of a tensor that belongs to a sample', () => {
    expect(ofSample(graph, graph.layers[0].output, 2)).toEqual({ start: 4, count: 2 });
    const kernel = nodeNamed(graph, 'hidden/kernel').id;
    expect(ofSample(graph, kernel, 2)).toEqual({ start: 0, count: 4 });
    expect(ofSample(graph, graph.gradients.get(kernel) as number, 2)).toEqual({ start: 0, count: 4 });
  });

  it('looks at the sample that is shown', () => {
    const hidden = graph.layers[0].output;
    const step = timeline.step(timeline.stepOf(hidden, 1));
    expect(focusOf(moment(step.index), step, 3)).toEqual({ node: hidden, element: 7 });
  });
});

describe('one thread', () => {
  const { graph, trace } = traced('mnist');
  const timeline = buildTimeline(graph, 'operation');
  const steps = Array.from({ length: timeline.length }, (_, i) => timeline.step(i + 1));
  const focused = (index: number) =>
    focusOf({ graph, timeline, position: index, values: trace.values }, timeline.step(index), 0);

  it('follows one neuron of the hidden layer and the class of the target in the last', () => {
    const truth = trace.values[graph.target!].indexOf(1);
    const hidden = new Set<number>();
    for (const step of steps.filter((s) => s.phase !== 'update')) {
      const { node, element } = focused(step.index);
      const { shape, layer, gradientOf: of } = graph.nodes[node];
      const target = of === null ? graph.nodes[node] : graph.nodes[of];
      if (target.role === 'weight' || shape.length !== 2) continue;
      if (layer === 'hidden' || graph.nodes[of ?? node].layer === 'hidden') hidden.add(element);
      else if (shape[1] === 10) expect(element % 10, graph.nodes[node].name).toBe(truth % 10);
    }
    expect(hidden.size).toBe(1);
  });

  it('follows one element of a weight through gradient, state and update', () => {
    for (const { name, node } of graph.weights) {
      const elements = steps
        .map((step) => focused(step.index))
        .filter(
          (ref) => ref.node === graph.gradients.get(node) || graph.nodes[ref.node].name.startsWith(`update/${name}/`),
        )
        .map((ref) => ref.element);
      expect(elements.length).toBeGreaterThan(1);
      expect(new Set(elements).size, name).toBe(1);
    }
  });
});
