/** The stepper's pictures of image layers as data: maps and their places, products, pooling windows, what sees what. */
import { describe, expect, it } from 'vitest';
import { elementAt, positionOf } from '@/core/graph/shape';
import { explain } from '@/core/interpreter/explain';
import { buildTimeline, elementCount } from '@/core/interpreter/timeline';
import { TEMPLATES } from '@/core/network/templates';
import { updatedCheckpoint } from '@/panels/backprop/model/batch';
import { placeName, sentenceOf } from '@/panels/backprop/model/describe';
import { fold } from '@/panels/backprop/model/fold';
import { brief } from '@/panels/backprop/model/format';
import { layoutNetwork } from '@/panels/backprop/model/layout';
import { FOLDED_MAPS, MAPS_PAGE } from '@/panels/backprop/model/mapLanes';
import {
  activityOf,
  cellElement,
  cellOf,
  channelOf,
  knownChannel,
  type MapShape,
  mapShapeOf,
  reachOf,
} from '@/panels/backprop/model/maps';
import { focusOf } from '@/panels/backprop/model/moment';
import { lineage, locate, networkModel, placeKey, samePlace } from '@/panels/backprop/model/network';
import { poolWindow } from '@/panels/backprop/model/pooling';
import { productsOf, strongestGroup } from '@/panels/backprop/model/products';
import { windowsOf } from '@/panels/backprop/model/windows';
import { CASES, graphOf, nodeNamed, traced } from './networks';

const { graph, trace } = traced('a small CNN', 2);
const model = networkModel(graph);
const node = (name: string) => nodeNamed(graph, name);
const gradientOf = (name: string) => graph.nodes[graph.gradients.get(node(name).id) as number];

describe('columns of maps', () => {
  it('are read off the shapes, with filters, biases and statistics in their places', () => {
    expect(model.columns.map((c) => [c.layer, c.units, c.maps])).toEqual([
      [null, 42, null],
      ['conv1', 3, { rows: 7, columns: 6 }],
      ['norm1', 3, { rows: 7, columns: 6 }],
      ['relu1', 3, { rows: 7, columns: 6 }],
      ['pool1', 3, { rows: 3, columns: 3 }],
      ['conv2', 6, { rows: 2, columns: 2 }],
      ['pool2', 6, { rows: 1, columns: 2 }],
      ['drop', 12, null],
      ['output', 3, null],
    ]);
    expect(model.columns[0].picture).toEqual({ rows: 7, columns: 6 });
    const colours = networkModel(graphOf(CASES['colours, a global mean and a normalized dense layer']));
    expect(colours.columns[0]).toMatchObject({ picture: null, maps: { rows: 5, columns: 5 }, units: 3 });
  });

  it('have cells, filters and numbers for each channel as places, each with a name of its own', () => {
    const filters = node('conv2/kernel');
    const element = elementAt(filters.shape, [1, 0, 2, 4]);
    const weight = locate(model, { node: filters.id, element });
    expect(weight).toEqual({ kind: 'filter', column: 5, unit: 4, channel: 2, row: 1, at: 0 });
    expect(locate(model, { node: gradientOf('conv2/kernel').id, element })).toEqual(weight);
    const value = node('pool1/maxPool2d');
    const cell = locate(model, { node: value.id, element: elementAt(value.shape, [1, 2, 0, 1]) });
    expect(cell).toEqual({ kind: 'cell', column: 4, unit: 1, row: 2, at: 0, sample: 1 });
    expect(locate(model, { node: node('norm1/mean').id, element: 2 })).toMatchObject({ kind: 'channel', of: 'mean' });
    expect(locate(model, { node: node('norm1/movingMean').id, element: 2 })).toMatchObject({ of: 'movingMean' });
    expect(locate(model, { node: node('update/norm1/movingMean').id, element: 2 })).toMatchObject({ of: 'movingMean' });

    const keys = new Set<string>();
    for (const { node: id } of graph.weights) {
      for (let i = 0; i < elementCount(graph.nodes[id]); i++) {
        const place = locate(model, { node: id, element: i });
        if (place === null) throw new Error(`${graph.nodes[id].name} ${i} is nowhere`);
        expect(samePlace(place, place)).toBe(true);
        keys.add(placeKey(place));
      }
    }
    expect(keys.size).toBe(graph.weights.reduce((sum, w) => sum + elementCount(graph.nodes[w.node]), 0));
    expect(placeName(model, weight as NonNullable<typeof weight>)).toMatchObject({ key: 'place.filterChannelWeight' });
  });

  it('lead from a value back to the sum it came out of', () => {
    expect(lineage(graph, node('conv2/relu').id).map((id) => graph.nodes[id].name)).toEqual([
      'conv2/conv2d',
      'conv2/biasAdd',
      'conv2/relu',
    ]);
    expect(lineage(graph, node('pool1/maxPool2d').id)).toEqual([node('pool1/maxPool2d').id]);
  });
});

describe('a map', () => {
  const value = node('conv1/biasAdd');
  const shape = mapShapeOf(model.columns[1]) as MapShape;

  it('is one number in three of its sample', () => {
    const map = channelOf(trace.values[value.id], shape, 1, 2);
    expect(map).toHaveLength(42);
    for (const cell of [0, 5, 6, 41]) {
      const element = cellElement(shape, 1, 2, cell);
      expect(positionOf(value.shape, element)).toEqual([1, Math.floor(cell / 6), cell % 6, 2]);
      expect(map[cell]).toBe(trace.values[value.id][element]);
      expect(cellOf(shape, element)).toEqual({ sample: 1, channel: 2, cell });
    }
    expect(channelOf(trace.values[value.id], shape, 1, 2)).toBe(map);
    const mean = map.reduce((sum, v) => sum + Math.abs(v), 0) / map.length;
    expect(activityOf(trace.values[value.id], shape, 1)[2]).toBeCloseTo(mean, 12);
    expect(reachOf(trace.values[value.id])).toBe(Math.max(...trace.values[value.id].map(Math.abs)));
  });

  it('is known channel by channel, or cell by cell', () => {
    for (const granularity of ['neuron', 'element'] as const) {
      const timeline = buildTimeline(graph, granularity);
      const at = (position: number) => ({ graph, timeline, position, values: trace.values });
      const first = timeline.stepOf(value.id, cellElement(shape, 0, 1, 0));
      expect(knownChannel(at(first - 1), value.id, shape, 0, 1).known).toBe('none');
      const { values, known } = knownChannel(at(first), value.id, shape, 0, 1);
      expect(known).toBe(granularity === 'neuron' ? 'all' : 'some');
      if (known === 'some') expect(Array.from(values, Number.isNaN).filter((unknown) => !unknown)).toHaveLength(1);
      expect(values[0]).toBe(trace.values[value.id][cellElement(shape, 0, 1, 0)]);
    }
  });
});

describe('the products of a convolution', () => {
  const open = (id: number, element: number) => {
    const explanation = explain(trace, id, element);
    const products = productsOf(graph, explanation);
    if (products === null) throw new Error('no products');
    const sum = products.groups.reduce((total, group) => total + group.sum, 0);
    expect(sum).toBeCloseTo(explanation.value, 12);
    for (const { left, right, products: each } of products.groups) {
      each.forEach((product, i) => {
        if (Number.isNaN(product)) expect([left[i], right[i]]).toEqual([null, null]);
        else expect(product).toBe((left[i]?.value ?? 0) * (right[i]?.value ?? 0));
      });
    }
    return products;
  };

  it('are window times filter, channel by channel, in the order of the filter', () => {
    const sum = node('conv2/conv2d');
    const products = open(sum.id, elementAt(sum.shape, [1, 1, 0, 3]));
    expect(products).toMatchObject({ by: 'channel', rows: 2, columns: 2, left: 'patch', right: 'kernel' });
    expect(products.groups).toHaveLength(3);
    products.groups.forEach(({ left, right }, channel) => {
      left.forEach((factor, i) => {
        const [row, at] = [Math.floor(i / 2), i % 2];
        expect(positionOf(node('pool1/maxPool2d').shape, factor?.element ?? -1)).toEqual([1, 1 + row, at, channel]);
        expect(positionOf(node('conv2/kernel').shape, right[i]?.element ?? -1)).toEqual([row, at, channel, 3]);
      });
    });
    const sums = products.groups.map(({ sum: s }) => Math.abs(s));
    expect(sums[strongestGroup(products)]).toBe(Math.max(...sums));
  });

  it('leave out what lies beyond the edge', () => {
    const sum = node('conv1/conv2d');
    const [{ products, left }] = open(sum.id, elementAt(sum.shape, [0, 0, 0, 1])).groups;
    expect(Array.from(products, Number.isNaN)).toEqual([true, true, true, true, false, false, true, false, false]);
    expect(left[4]?.element).toBe(0);
  });

  it('of the gradient of what came in lie as what arrives does, filter by filter', () => {
    const gradient = gradientOf('pool1/maxPool2d');
    const products = open(gradient.id, elementAt(gradient.shape, [0, 1, 1, 2]));
    expect(products).toMatchObject({ by: 'filter', rows: 2, columns: 2, left: 'upstream', right: 'kernelTurned' });
    expect(products.groups).toHaveLength(6);
    const rows = products.groups[5].left.map((f) => positionOf(node('conv2/conv2d').shape, f?.element ?? -1));
    expect(rows).toEqual([
      [0, 0, 0, 5],
      [0, 0, 1, 5],
      [0, 1, 0, 5],
      [0, 1, 1, 5],
    ]);
    const corner = open(gradient.id, elementAt(gradient.shape, [0, 0, 0, 0]));
    expect([corner.rows, corner.columns]).toEqual([1, 1]);
  });

  it('of the gradient of a weight cover the whole map, sample by sample', () => {
    const gradient = gradientOf('conv1/kernel');
    const products = open(gradient.id, elementAt(gradient.shape, [1, 1, 0, 2]));
    expect(products).toMatchObject({ by: 'sample', rows: 7, columns: 6, left: 'upstream', right: 'values' });
    expect(products.groups).toHaveLength(2);
    // The middle of the filter meets every pixel at its own place.
    expect(products.groups[1].right.map((factor) => factor?.element)).toEqual(
      Array.from({ length: 42 }, (_, i) => 42 + i),
    );
  });

  it('are nothing for other operations', () => {
    expect(productsOf(graph, explain(trace, node('output/matMul').id, 0))).toBeNull();
  });
});

describe('a pooling window', () => {
  const pool = node('pool1/maxPool2d');
  const back = gradientOf('relu1/relu');

  it('has a winner that is passed on', () => {
    const element = elementAt(pool.shape, [1, 2, 1, 0]);
    const window = poolWindow(trace, { node: pool.id, element });
    expect(window).toMatchObject({ kind: 'max', rows: 2, columns: 2, back: null, asked: null });
    expect(window?.values[window.winner as number]).toBe(trace.values[pool.id][element]);
    expect(Math.max(...(window?.values ?? []))).toBe(trace.values[pool.id][element]);
  });

  it('gives all that arrives to the winner, nothing to the others', () => {
    let seen = 0;
    for (let element = 0; element < elementCount(back); element++) {
      const window = poolWindow(trace, { node: back.id, element });
      const [, row] = positionOf(back.shape, element);
      if (row === 6) {
        // Seven rows: no window covers the last.
        expect(window).toBeNull();
        continue;
      }
      const { elements, winner, asked, back: way } = window as NonNullable<typeof window>;
      expect(elements[asked as number]).toBe(element);
      const arriving = trace.values[way?.upstream.node as number][way?.upstream.element as number];
      expect([...(way?.gradients ?? [])]).toEqual(elements.map((_, i) => (i === winner ? arriving : 0)));
      if (asked === winner) seen++;
    }
    expect(seen).toBe(elementCount(pool));
    const said = sentenceOf(model, { node: back.id, element: elementAt(back.shape, [0, 6, 0, 0]) }, trace.values);
    expect(said.key).toBe('say.backward.unused');
  });

  it('of means shares what arrives equally', () => {
    const gradient = gradientOf('conv2/relu');
    const window = poolWindow(trace, { node: gradient.id, element: 7 });
    expect(window).toMatchObject({ kind: 'avg', winner: null, rows: 2, columns: 1 });
    const wayBack = window?.back;
    if (!wayBack) throw new Error('no way back');
    const arriving = trace.values[wayBack.upstream.node][wayBack.upstream.element];
    expect([...wayBack.gradients]).toEqual([arriving / 2, arriving / 2]);
  });
});

describe('what sees what', () => {
  const mark = (id: number, element: number) => {
    const ref = { node: id, element };
    return windowsOf(model, ref, explain(trace, id, element));
  };

  it('a value sees a window of the maps before it and, through them, of the input', () => {
    const value = node('conv2/relu');
    const [before, input] = mark(value.id, elementAt(value.shape, [0, 1, 0, 5]));
    expect(before).toMatchObject({ column: 4, channel: null, direct: true, field: { rows: [1, 2], columns: [0, 1] } });
    // Pooled by 2, then a 3 × 3 window with one cell of padding.
    expect(input).toMatchObject({ column: 0, direct: false, field: { rows: [1, 6], columns: [0, 4] } });
    const pool = node('pool1/maxPool2d');
    expect(mark(pool.id, elementAt(pool.shape, [0, 1, 2, 1]))[0]).toMatchObject({
      column: 3,
      channel: 1,
      field: { rows: [2, 3], columns: [4, 5] },
    });
  });

  it('a gradient comes from the cells that used its value', () => {
    const gradient = gradientOf('pool1/maxPool2d');
    const [after] = mark(gradient.id, elementAt(gradient.shape, [0, 1, 1, 2]));
    expect(after).toMatchObject({ column: 5, channel: null, field: { rows: [0, 1], columns: [0, 1] } });
    const routed = gradientOf('relu1/relu');
    const [window] = mark(routed.id, elementAt(routed.shape, [0, 2, 5, 1]));
    expect(window).toMatchObject({ column: 4, channel: 1, field: { rows: [1, 1], columns: [2, 2] } });
  });

  it('a weight of a filter saw the whole map', () => {
    const gradient = gradientOf('conv2/kernel');
    const windows = mark(gradient.id, elementAt(gradient.shape, [0, 1, 2, 3]));
    expect(windows.map(({ column, channel }) => [column, channel])).toEqual([
      [4, 2],
      [5, 3],
    ]);
    expect(windows[0].field).toEqual({ rows: [0, 1], columns: [1, 2] });
  });
});

describe('statistics', () => {
  it('say so where a single value has none', () => {
    const name = 'colours, a global mean and a normalized dense layer';
    const one = traced(name, 1);
    const own = networkModel(one.graph);
    const said = (node_: string) =>
      sentenceOf(own, { node: nodeNamed(one.graph, node_).id, element: 1 }, one.trace.values).key;
    expect(said('norm/variance')).toBe('say.norm.varianceOfOne');
    expect(said('norm/mean')).toBe('say.norm.meanOfOne');
    expect(said('norm/normalized')).toBe('say.norm.normalizeStill');
    const three = traced(name, 3);
    const id = nodeNamed(three.graph, 'norm/variance').id;
    expect(sentenceOf(networkModel(three.graph), { node: id, element: 1 }, three.trace.values).key).toBe(
      'say.norm.varianceDense',
    );
  });

  it('are of the positions where there is one image', () => {
    const { graph: own, trace: values } = traced('a small CNN', 1);
    const said = sentenceOf(
      networkModel(own),
      { node: nodeNamed(own, 'norm1/variance').id, element: 0 },
      values.values,
    );
    expect(said).toMatchObject({ key: 'say.norm.variance', params: { count: 42, n: 1 } });
  });

  it('move into the next checkpoint without a gradient', () => {
    expect(graph.gradients.has(node('norm1/movingMean').id)).toBe(false);
    const weights = Object.fromEntries(
      graph.weights.map(({ name, node: id }) => [name, Float32Array.from(trace.values[id])]),
    );
    const states = Object.fromEntries(
      graph.states.map(({ name, node: id }) => [name, Float32Array.from(trace.values[id])]),
    );
    const next = updatedCheckpoint(graph, trace.values, { step: 0, weights, states });
    const said = sentenceOf(model, { node: node('update/norm1/movingMean').id, element: 1 }, trace.values);
    expect(said).toMatchObject({ key: 'say.update.moving', params: { share: 99 } });
    const mean = trace.values[node('norm1/mean').id];
    expect(next.weights['norm1/movingMean'][1]).toBeCloseTo(0.01 * mean[1], 6);
  });
});

describe('the layout of maps', () => {
  const big = networkModel(graphOf({ ...CASES.mnist, network: TEMPLATES['mnist-cnn'].network }));
  const at = (width: number, mapPictures: 1 | 2, unfolded: number | null) => {
    const folds = big.columns.map((c, i) => {
      if (c.picture) return { units: [], hidden: 0 };
      if (i === unfolded) return { units: Array.from({ length: MAPS_PAGE }, (_, u) => u), hidden: c.units - MAPS_PAGE };
      return fold(c.units, c.maps ? FOLDED_MAPS : c.units > 10 ? 8 : 10, () => 0, []);
    });
    return layoutNetwork({ columns: big.columns, folds, hasLoss: true, width, height: 300, mapPictures, unfolded });
  };

  it.each([
    [940, 2, null],
    [940, 1, null],
    [390, 2, null],
    [1800, 2, 3],
    [340, 1, 5],
  ] as const)(
    'at %i pixels, %i pictures a map, column %s unfolded: nothing overlaps or sticks out',
    (width, pictures, unfolded) => {
      const layout = at(width, pictures, unfolded);
      expect(layout.lanes.map(({ column, tiles }) => [column, tiles.length])).toEqual(
        [1, 2, 3, 4, 5].map((column) => [column, column === unfolded ? MAPS_PAGE : FOLDED_MAPS]),
      );
      const boxes = [...layout.neurons, ...layout.pictures, ...layout.lanes.flatMap((lane) => lane.tiles)];
      if (layout.loss) boxes.push(layout.loss);
      boxes.forEach((a, i) => {
        expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0);
        expect(a.x + a.width / 2).toBeLessThanOrEqual(layout.width + 0.01);
        expect(a.y - a.height / 2).toBeGreaterThanOrEqual(-0.01);
        expect(a.y + a.height / 2).toBeLessThanOrEqual(layout.height);
        for (const b of boxes.slice(i + 1)) {
          const apart =
            Math.abs(a.x - b.x) >= (a.width + b.width) / 2 - 0.01 ||
            Math.abs(a.y - b.y) >= (a.height + b.height) / 2 - 0.01;
          expect(apart, `${JSON.stringify(a)} and ${JSON.stringify(b)}`).toBe(true);
        }
      });
      for (const { more, tiles, column } of layout.lanes) {
        expect(more?.count).toBe(big.columns[column].units - tiles.length);
        expect(more?.y).toBeGreaterThan(Math.max(...tiles.map((t) => t.y + t.height / 2)));
      }
      // Maps have no edges to one another.
      expect(layout.edges.every(({ column }) => column === 7)).toBe(true);
    },
  );
});

describe('one thread through the maps', () => {
  it('follows a cell that the pooling after it keeps', () => {
    const timeline = buildTimeline(graph, 'operation');
    const focus = (id: number) => {
      const position = timeline.stepOf(id, 0);
      return focusOf({ graph, timeline, position, values: trace.values }, timeline.step(position), 0);
    };
    const cell = focus(node('relu1/relu').id).element;
    expect(trace.values[gradientOf('relu1/relu').id][cell]).not.toBe(0);
    expect(focus(gradientOf('relu1/relu').id).element).toBe(cell);
    expect(focus(node('norm1/mean').id).element).toBe(focus(node('norm1/output').id).element % 3);
  });
});

describe('numbers in cells', () => {
  it.each([
    [0, '0'],
    [0.12345, '0.12'],
    [-0.07, '−0.07'],
    [0.0042, '4e−3'],
    [12.34, '12.3'],
    [123.4, '123'],
    [Number.NaN, 'NaN'],
  ])('%f is short', (value, text) => expect(brief(value)).toBe(text));
});
