/** What is shown of maps, against the interpreter: layers, explanations of cells, outlines, scales, filters. */
import { describe, expect, it } from 'vitest';
import { receptiveField } from '@/core/graph/receptiveField';
import { elementAt, sizeOf } from '@/core/graph/shape';
import type { Trace } from '@/core/graph/types';
import { interpret } from '@/core/interpreter/interpret';
import type { NetworkSpec } from '@/core/network/spec';
import { TEMPLATES } from '@/core/network/templates';
import { elementOf, mostActive, type Story, storyOf, strongest } from '@/panels/inspect/maps/model/cell';
import { byChannel, byFilter, convolutions, kernelOf } from '@/panels/inspect/maps/model/filters';
import { demandOf, type MapLayer, type MapsModel, mapsModel } from '@/panels/inspect/maps/model/layers';
import { marksFor } from '@/panels/inspect/maps/model/marks';
import { largestOf, planesOf, scaleOf } from '@/panels/inspect/maps/model/scale';
import { cellAt, layOut, placeOf } from '@/panels/inspect/maps/paint';
import type { Snapshot } from '@/state';

/** Strides, dilations, both kinds of padding, a layer without bias, pools of both kinds, batch normalisation. */
const network: NetworkSpec = {
  format: 1,
  input: { shape: [13, 12, 2] },
  layers: [
    { id: 'first', kind: 'conv2d', filters: 5, kernelSize: [3, 2], padding: 'same', activation: 'relu' },
    { id: 'small', kind: 'maxPooling2d', poolSize: 3, strides: 2, padding: 'same' },
    { id: 'second', kind: 'conv2d', filters: 4, kernelSize: 3, dilationRate: 2, useBias: false },
    { id: 'norm', kind: 'batchNormalization' },
    { id: 'bend', kind: 'activation', activation: 'relu' },
    { id: 'mean', kind: 'averagePooling2d', poolSize: 2, padding: 'same' },
    { id: 'third', kind: 'conv2d', filters: 3, kernelSize: 1, activation: 'tanh' },
    { id: 'flat', kind: 'flatten' },
    { id: 'out', kind: 'dense', units: 4, activation: 'softmax' },
  ],
  loss: { kind: 'categoricalCrossentropy' },
};

/** Numbers that look random and are the same every time. */
function noise(count: number, seed: number, low = -1, high = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + ((high - low) * state) / 2 ** 32;
  });
}

/** A run of a network in float64, and the snapshot the engine would give of it. */
function run(model: MapsModel): { trace: Trace; snapshot: Snapshot } {
  const { graph, layers } = model;
  const input = noise(sizeOf(graph.nodes[graph.input].shape), 7, 0, 1);
  const weights = Object.fromEntries(
    graph.weights.map(({ name, shape }, i) => [
      name,
      noise(sizeOf(shape), i + 1, /ariance/.test(name) ? 0.5 : -0.6, 0.9),
    ]),
  );
  const target = new Float32Array(sizeOf(graph.nodes[graph.target!].shape));
  const trace = interpret(graph, new Map([...Object.entries(weights), ['input', input], ['target', target]]));
  const wanted = demandOf(layers);
  const captured = Object.fromEntries(
    wanted.layers.map((id) => [id, Float32Array.from(trace.values[graph.layers.find((l) => l.id === id)!.output])]),
  );
  const watched = Object.fromEntries(wanted.weights.map((name) => [name, weights[name]]));
  return { trace, snapshot: { step: 3, input, output: new Float32Array(4), captured, weights: watched } };
}

const model = mapsModel(network);
const { trace, snapshot } = run(model);
const layerOf = (id: string): MapLayer => model.layers.find((layer) => layer.id === id)!;

/** Every cell of a layer. */
function* cellsOf(layer: MapLayer) {
  for (let map = 0; map < layer.maps; map++) {
    for (let row = 0; row < layer.height; row++) {
      for (let column = 0; column < layer.width; column++) yield { layer: layer.id, map, row, column };
    }
  }
}
const tell = (layer: MapLayer, cell: { layer: string; map: number; row: number; column: number }): Story =>
  storyOf(model.graph, layer, cell, snapshot)!;

describe('the layers with maps', () => {
  it('are those with images, with what they slide over or read and how their values look', () => {
    const seen = model.layers.map(({ id, op, sourceLayer, signed, sourceSigned, after }) => ({
      id,
      op,
      sourceLayer,
      signed,
      sourceSigned,
      after: after.length,
    }));
    expect(seen).toEqual([
      { id: 'first', op: 'conv2d', sourceLayer: null, signed: false, sourceSigned: false, after: 2 },
      { id: 'small', op: 'maxPool2d', sourceLayer: 'first', signed: false, sourceSigned: false, after: 0 },
      { id: 'second', op: 'conv2d', sourceLayer: 'small', signed: true, sourceSigned: false, after: 0 },
      { id: 'norm', op: null, sourceLayer: 'second', signed: true, sourceSigned: true, after: 0 },
      { id: 'bend', op: null, sourceLayer: 'norm', signed: false, sourceSigned: true, after: 0 },
      { id: 'mean', op: 'avgPool2d', sourceLayer: 'bend', signed: false, sourceSigned: false, after: 0 },
      { id: 'third', op: 'conv2d', sourceLayer: 'mean', signed: true, sourceSigned: false, after: 2 },
    ]);
  });

  it('ask for their outputs, what is under their windows, and their weights', () => {
    expect(demandOf([layerOf('mean')])).toEqual({ layers: ['mean', 'bend'], weights: [] });
    expect(demandOf([layerOf('first')])).toEqual({ layers: ['first'], weights: ['first/kernel', 'first/bias'] });
    expect(mapsModel(TEMPLATES['mnist-mlp'].network).layers).toEqual([]);
    expect(mapsModel(TEMPLATES['mnist-cnn-bn'].network).layers).toHaveLength(11);
    expect(demandOf([layerOf('norm')]).weights).toHaveLength(4);
  });
});

/** Every kind of layer that gives images, beside paths that fork and merge. */
const wide: NetworkSpec = {
  format: 1,
  input: { shape: [6, 6, 2] },
  layers: [
    { id: 'deep', kind: 'depthwiseConv2d', kernelSize: 3, depthMultiplier: 2, padding: 'same', activation: 'tanh' },
    { id: 'apart', kind: 'separableConv2d', filters: 4, kernelSize: 2, padding: 'same' },
    { id: 'both', kind: 'add', inputs: ['deep', 'apart'] },
    { id: 'rows', kind: 'layerNormalization' },
    { id: 'groups', kind: 'groupNormalization', groups: 2 },
    { id: 'up', kind: 'conv2dTranspose', filters: 3, kernelSize: 2, strides: 2, activation: 'relu' },
    { id: 'large', kind: 'upSampling2d', interpolation: 'bilinear' },
    { id: 'wider', kind: 'zeroPadding2d' },
    { id: 'joined', kind: 'concatenate', inputs: ['both', 'deep'] },
    { id: 'chances', kind: 'activation', activation: 'softmax' },
    { id: 'sequence', kind: 'reshape', targetShape: [36, 8] },
    { id: 'line', kind: 'conv1d', filters: 2 },
    { id: 'flat', kind: 'flatten' },
    { id: 'out', kind: 'dense', units: 4, activation: 'softmax' },
  ],
  loss: { kind: 'categoricalCrossentropy' },
};

describe('every kind of layer with images', () => {
  const all = mapsModel(wide);
  const { trace: whole, snapshot: taken } = run(all);

  it('has maps, and sequences have none', () => {
    expect(all.layers.map(({ id }) => id)).toEqual(wide.layers.slice(0, 10).map(({ id }) => id));
  });

  it.each(wide.layers.slice(0, 10).map(({ id }) => id))('tells of %s what the interpreter has', (id) => {
    const layer = all.layers.find((one) => one.id === id)!;
    for (const cell of cellsOf(layer)) {
      const story = storyOf(all.graph, layer, cell, taken)!;
      expect(story.value).toBeCloseTo(whole.values[layer.output][elementOf(all.graph, layer, cell)], 4);
    }
  });

  it('sees of an earlier layer what all paths see together', () => {
    const joined = all.layers.find(({ id }) => id === 'joined')!;
    const centre = elementOf(all.graph, joined, { layer: 'joined', map: 0, row: 2, column: 2 });
    // A 3×3 window over the input, and through the 2×2 one of the separable convolution a 4×4 one.
    expect(receptiveField(all.graph, joined.output, centre)).toEqual({ rows: [1, 4], columns: [1, 4] });
  });
});

describe('the story of a cell', () => {
  it.each(['first', 'small', 'second', 'norm', 'bend', 'mean', 'third'])(
    'of %s ends in the number the interpreter has',
    (id) => {
      const layer = layerOf(id);
      const values = trace.values[layer.output];
      for (const cell of cellsOf(layer)) {
        const story = tell(layer, cell);
        const element = elementOf(model.graph, layer, cell);
        // Only what comes from a layer before went through float32 on its way.
        expect(story.value).toBeCloseTo(values[element], 5);
        expect(story.engine).toBe(Math.fround(values[element]));
        expect(story.steps).toHaveLength(1 + layer.after.length);
      }
    },
  );

  it('of a convolution is the sum of its channels, each patch times kernel, without padding', () => {
    const layer = layerOf('first');
    const corner = tell(layer, { layer: 'first', map: 4, row: 0, column: 0 });
    expect(corner.window).toEqual({ rows: 3, columns: 2 });
    expect(corner.shares).toHaveLength(2);
    for (const { patch, kernel, products, sum } of corner.shares) {
      expect(patch.slice(0, 2)).toEqual([null, null]);
      expect(products.slice(0, 2)).toEqual([null, null]);
      expect(kernel.every((value) => value !== 0)).toBe(true);
      const expected = patch.reduce<number>((total, value, i) => total + (value ?? 0) * kernel[i], 0);
      expect(sum).toBeCloseTo(expected, 12);
    }
    const whole = corner.shares.reduce((total, { sum }) => total + sum, 0);
    expect(corner.steps[0].value).toBeCloseTo(whole, 12);
  });

  it('of a maximum names the cell that won', () => {
    const layer = layerOf('small');
    const source = model.graph.nodes[layer.source];
    for (const cell of cellsOf(layer)) {
      const { pooled, value } = tell(layer, cell);
      const [winner] = pooled.filter(({ won }) => won);
      expect(pooled.filter(({ won }) => won)).toHaveLength(1);
      expect(winner.value).toBe(value);
      const element = elementAt(source.shape, [0, winner.row, winner.column, cell.map]);
      expect(Math.fround(trace.values[layer.source][element])).toBe(value);
      expect(Math.max(...pooled.map((other) => other.value ?? Number.NEGATIVE_INFINITY))).toBe(value);
    }
  });

  it('is not told of what the snapshot does not hold', () => {
    const cell = { layer: 'first', map: 0, row: 0, column: 0 };
    const layer = layerOf('first');
    expect(storyOf(model.graph, layer, cell, { ...snapshot, weights: {} })).toBeNull();
    expect(storyOf(model.graph, layer, cell, { ...snapshot, input: new Float32Array(4) })).toBeNull();
    expect(storyOf(model.graph, layer, cell, { ...snapshot, captured: {} })).toBeNull();
  });

  it('shows the strongest channels and adds up the rest', () => {
    const { shares } = tell(layerOf('second'), { layer: 'second', map: 1, row: 1, column: 1 });
    const { shown, rest, others } = strongest(shares, 2);
    expect(others).toBe(3);
    const sizes = shares.map(({ sum }) => Math.abs(sum)).sort((a, b) => b - a);
    expect(shown.map(({ sum }) => Math.abs(sum))).toEqual(sizes.slice(0, 2));
    const total = shares.reduce((all, { sum }) => all + sum, 0);
    expect(shown[0].sum + shown[1].sum + rest).toBeCloseTo(total, 12);
    expect(strongest(shares, 9)).toEqual({ shown: shares, rest: 0, others: 0 });
  });

  it('begins with the most active cell', () => {
    const layer = layerOf('third');
    const values = snapshot.captured.third;
    const cell = mostActive(layer, values);
    expect(Math.abs(values[elementOf(model.graph, layer, cell)])).toBe(Math.max(...values.map(Math.abs)));
  });
});

describe('outlines', () => {
  const cell = { layer: 'small', map: 3, row: 1, column: 2 };

  it('are the window in the one map a pool reads, the cell itself, and nothing further on', () => {
    expect(marksFor(model, layerOf('first'), cell, null)).toEqual([
      { map: 3, rows: [1, 3], columns: [4, 6], weight: 'thin' },
    ]);
    expect(marksFor(model, layerOf('small'), cell, null)).toContainEqual({
      map: 3,
      rows: [1, 1],
      columns: [2, 2],
      weight: 'thick',
    });
    expect(marksFor(model, layerOf('second'), cell, null)).toEqual([]);
  });

  it('are in all maps where channels are summed, and in one through what works cell by cell', () => {
    const later = { layer: 'mean', map: 2, row: 0, column: 0 };
    expect(marksFor(model, layerOf('second'), later, null)[0]).toMatchObject({ map: 2, rows: [0, 1] });
    expect(marksFor(model, layerOf('small'), later, null)[0]).toMatchObject({ map: null });
  });

  it('light up the map of a filter', () => {
    const lit = { layer: 'first', map: 1 };
    expect(marksFor(model, layerOf('first'), null, lit)).toEqual([
      { map: 1, rows: null, columns: null, weight: 'thin' },
    ]);
  });
});

describe('planes and scales', () => {
  const planes = planesOf(Float32Array.of(1, -5, 2, 0, 3, Number.NaN, 4, 2), 2);

  it('take channels apart', () => {
    expect(Array.from(planes)).toEqual([1, 2, 3, 4, -5, 0, Number.NaN, 2]);
    expect(Array.from(largestOf(planes, 2))).toEqual([4, 5]);
  });

  it('span a map, a layer or the network, on two sides where values are signed', () => {
    const own = largestOf(planes, 2);
    expect(scaleOf('map', false, own, 0, 9)).toEqual({ kind: 'sequential', min: 0, max: 4 });
    expect(scaleOf('layer', true, own, 0, 9)).toEqual({ kind: 'diverging', max: 5 });
    expect(scaleOf('network', true, own, 0, 9)).toEqual({ kind: 'diverging', max: 9 });
  });
});

describe('the layout', () => {
  it.each([1, 1.5, 2])('has full rows, maps of whole screen pixels at ratio %d, and finds cells again', (ratio) => {
    for (const form of [
      { maps: 32, height: 26, width: 26 },
      { maps: 64, height: 3, width: 5 },
    ]) {
      const layout = layOut(form, 640, 50, ratio);
      expect(layout.width * ratio).toBeCloseTo(Math.round(layout.width * ratio), 9);
      expect(form.maps % layout.columns).toBe(0);
      expect(layout.totalWidth).toBeCloseTo(640, 6);
      expect(Math.abs(layout.stepX - layout.width - (layout.stepY - layout.height))).toBeLessThan(1);
      expect(layout.columns * layout.rows).toBeGreaterThanOrEqual(form.maps);
      const { x, y } = placeOf(layout, 17);
      const inside = cellAt(layout, form, x + 2.5 * layout.cell, y + 1.5 * layout.cell);
      expect(inside).toEqual({ map: 17, row: 1, column: 2 });
      expect(cellAt(layout, form, x + layout.width + 1, y)).toBeNull();
      expect(cellAt(layout, form, x, layout.totalHeight + 3)).toBeNull();
    }
  });

  it('is one column where there is room for no more', () => {
    expect(layOut({ maps: 3, height: 20, width: 20 }, 30, 60, 1)).toMatchObject({ columns: 1, rows: 3 });
  });
});

describe('filters', () => {
  it('are taken apart by channel and by filter', () => {
    const layer = convolutions(model)[1];
    const kernel = kernelOf(model.graph, layer);
    expect(kernel).toEqual({ rows: 3, columns: 3, channels: 5, filters: 4 });
    const values = snapshot.weights['second/kernel'];
    const at = (row: number, column: number, channel: number, filter: number) =>
      values[elementAt([3, 3, 5, 4], [row, column, channel, filter])];
    expect(byChannel(values, kernel, 2)[3 * 9 + 1 * 3 + 2]).toBe(at(1, 2, 2, 3));
    expect(byFilter(values, kernel, 3)[2 * 9 + 1 * 3 + 2]).toBe(at(1, 2, 2, 3));
  });
});
