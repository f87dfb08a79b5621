/** Walking: where keys lead, the depths of the zoom, what a change alters, and that every way to a moment shows the same. */
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { buildTimeline, GRANULARITIES, translate } from '@/core/interpreter/timeline';
import { TEMPLATES } from '@/core/network/templates';
import { changesByPhase, differs, before as was } from '@/panels/backprop/model/changes';
import { currentStep, focusOf, type Moment, progressOf, valueAt } from '@/panels/backprop/model/moment';
import { locate, networkModel } from '@/panels/backprop/model/network';
import { sameButMoment, sameProps } from '@/panels/backprop/network/same';
import { destination, stopFrom, stops } from '@/panels/backprop/timeline/moves';
import { zoomed } from '@/panels/backprop/toolbar/zoom';

const { network, training } = TEMPLATES.xor;
const [{ optimizer }] = training.phases;
const graphWith = (activation: string) => {
  const [first, ...others] = network.layers;
  const layers = [{ ...first, activation }, ...others];
  return buildGraph({ ...network, layers }, { batchSize: 1, mode: 'training', optimizer });
};
const graph = graphWith('sigmoid');
const weights = initialWeights(graph, 7);

function valuesOf(own: typeof graph, change: (name: string, values: Float64Array) => void = () => undefined) {
  const feeds = new Map<string, Float64Array | number>([
    ['input', Float64Array.of(0, 1)],
    ['target', Float64Array.of(1)],
    ['learningRate', 0.5],
    ['step', 1],
    ['seed', 0],
  ]);
  for (const { name } of own.weights) {
    const values = Float64Array.from(weights.get(name) ?? []);
    change(name, values);
    feeds.set(name, values);
  }
  for (const { name, node } of own.states) {
    feeds.set(name, new Float64Array(own.nodes[node].shape.reduce((a, b) => a * b, 1)));
  }
  return { graph: own, values: interpret(own, feeds).values };
}
const plain = valuesOf(graph);

describe('keys', () => {
  const timeline = buildTimeline(graph, 'neuron');

  it('lead one step, a layer, or to the ends', () => {
    expect(destination(timeline, 3, 'ArrowRight', false)).toBe(4);
    expect(destination(timeline, 3, 'PageUp', false)).toBe(2);
    expect(destination(timeline, 3, 'PageDown', false)).toBe(4);
    expect(destination(timeline, 3, 'End', false)).toBe(timeline.length);
    for (const key of ['b', '.', 'Tab']) expect(destination(timeline, 3, key, false)).toBeNull();
  });

  it('stop where a layer or a phase ends, the same both ways', () => {
    const all = stops(timeline);
    const ahead = [0];
    while (ahead[ahead.length - 1] < timeline.length) ahead.push(stopFrom(timeline, ahead[ahead.length - 1], 1));
    expect(ahead).toEqual(all);
    const back = [timeline.length];
    while (back[back.length - 1] > 0) back.push(stopFrom(timeline, back[back.length - 1], -1));
    expect(back.toReversed()).toEqual(all);
    for (const stop of all.slice(1, -1)) {
      const [a, b] = [timeline.step(stop), timeline.step(stop + 1)];
      expect([a.phase, a.layer]).not.toEqual([b.phase, b.layer]);
    }
    expect(all.length).toBeGreaterThan(5);
  });
});

it('zooms through the depths and stays at the ends', () => {
  expect(zoomed('network', 1)).toBe('both');
  expect(zoomed('operations', 1)).toBe('element');
  expect(zoomed('element', 1)).toBe('element');
  expect(zoomed('network', -1)).toBe('network');
  expect(zoomed('flow', 1)).toBe('both');
});

describe('what a change alters', () => {
  it('is nothing without one', () => {
    expect(changesByPhase(valuesOf(graph), plain)).toEqual({ forward: 0, loss: 0, backward: 0, update: 0 });
    expect(differs(0.1 + 0.2, 0.3)).toBe(false);
    expect(differs(0, 1e-300)).toBe(true);
    expect(differs(Number.NaN, Number.NaN)).toBe(false);
    expect(differs(1, Number.NaN)).toBe(true);
  });

  it('is all that follows from a weight, and what it was is known', () => {
    const [{ node }] = graph.weights;
    const changed = valuesOf(graph, (name, values) => {
      // The weight of the input that is 1.
      if (name === graph.weights[0].name) values[2] += 1;
    });
    expect(was(changed, plain, node, 2)).toBe(plain.values[node][2]);
    expect(was(changed, plain, node, 0)).toBeNull();
    expect(was(changed, null, node, 2)).toBeNull();
    const counts = changesByPhase(changed, plain);
    // The sum, with and without its bias, and the value of one neuron; then all of the output.
    expect(counts.forward).toBeGreaterThanOrEqual(5);
    for (const phase of ['loss', 'backward', 'update'] as const) expect(counts[phase]).toBeGreaterThan(0);
  });

  it('compares graphs with another activation by their names', () => {
    const other = graphWith('tanh');
    const changed = valuesOf(other);
    const output = other.output;
    expect(was(changed, plain, output, 0)).toBe(plain.values[graph.output][0]);
    const [hidden] = other.layers;
    expect(was(changed, plain, hidden.output, 0)).toBe(plain.values[graph.layers[0].output][0]);
    expect(was(changed, plain, other.weights[0].node, 0)).toBeNull();
  });
});

/** Everything a moment shows, and what it is about. */
function pictureOf(moment: Moment) {
  const step = currentStep(moment);
  const focus = step && focusOf(moment, step, 0);
  const model = networkModel(moment.graph);
  return {
    numbers: moment.graph.nodes.map(({ id }) => Array.from(moment.values[id], (_, i) => valueAt(moment, id, i))),
    progress: moment.graph.nodes.map(({ id }) => progressOf(moment, id)),
    focus,
    place: focus && locate(model, focus),
  };
}

it.each(GRANULARITIES)('shows the same by steps, jumps and ways back, in steps of one %s', (granularity) => {
  const timeline = buildTimeline(graph, granularity);
  const at = (position: number): Moment => ({ graph, timeline, position, values: plain.values });
  const stepped = Array.from({ length: timeline.length + 1 }, (_, position) => pictureOf(at(position)));
  const jumped = stepped.map((_, i) => pictureOf(at(timeline.length - i))).toReversed();
  expect(jumped).toEqual(stepped);
  // Another interpretation, and another timeline that keeps the place.
  const again = valuesOf(graph);
  const whole = buildTimeline(graph, 'element');
  for (let position = 0; position <= timeline.length; position++) {
    const there = buildTimeline(graph, granularity);
    expect(pictureOf({ graph, timeline: there, position, values: again.values })).toEqual(stepped[position]);
    const kept = translate(whole, translate(timeline, position, whole), timeline);
    expect(pictureOf(at(kept)).numbers).toEqual(stepped[position].numbers);
  }
});

it('tells parts of the picture apart by what they say', () => {
  const box = { x: 1, rows: [1, 2] };
  expect(sameProps({ box, mark: undefined }, { box: { x: 1, rows: [1, 2] }, mark: undefined })).toBe(true);
  expect(sameProps<object>({ box, mark: undefined }, { box, mark: 'focus' })).toBe(false);
  expect(sameProps({ box }, { box: { x: 1, rows: [1, 3] } })).toBe(false);
  const { values } = plain;
  const at = (position: number, n: number, own = values) => ({ moment: { position, values: own }, n });
  expect(sameButMoment(at(1, 2), at(2, 2))).toBe(true);
  expect(sameButMoment(at(1, 2), at(1, 3))).toBe(false);
  // Other numbers are another picture, however far they are known.
  expect(sameButMoment(at(1, 2), at(1, 2, [...values]))).toBe(false);
});
