/**
 * The first layer of the templates' convolutional networks, interpreted in float64 with weights that were learned:
 * kernels and biases of `conv1` after one epoch of the template, made by `scripts/card-weights.mjs`.
 */
import { buildGraph } from '@/core/graph/build';
import type { Graph } from '@/core/graph/types';
import { interpret } from '@/core/interpreter/interpret';
import type { NetworkSpec } from '@/core/network/spec';
import { TEMPLATES } from '@/core/network/templates';
import learned from './conv1.json';

/** Filters that were learned. */
export const FILTERS = learned.bias.length;
/** Side of a map: a 3×3 kernel on 28×28 pixels. */
export const MAP = 26;

/** The layers of a template up to and including the named one, with fewer filters. */
function firstLayers(template: 'mnist-cnn' | 'mnist-cnn-bn', last: string, filters: number): NetworkSpec {
  const { network } = TEMPLATES[template];
  const end = network.layers.findIndex(({ id }) => id === last);
  const layers = network.layers.slice(0, end + 1);
  return {
    ...network,
    layers: layers.map((layer) => (layer.kind === 'conv2d' ? { ...layer, filters } : layer)),
    // Nothing is trained here: any loss will do.
    loss: { kind: 'meanSquaredError' },
  };
}

/** Kernel `[3, 3, 1, filters]` and bias of some of the learned filters. */
function weightsOf(chosen: readonly number[]): [string, Float64Array][] {
  const kernel = Float64Array.from({ length: 9 * chosen.length }, (_, i) => {
    const cell = Math.floor(i / chosen.length);
    return learned.kernel[cell * FILTERS + chosen[i % chosen.length]];
  });
  return [
    ['conv1/kernel', kernel],
    ['conv1/bias', Float64Array.from(chosen, (filter) => learned.bias[filter])],
  ];
}

/** One channel of values `[…, channels]`. */
function channel(values: Float64Array, channels: number, which: number): Float64Array {
  const own = new Float64Array(values.length / channels);
  for (let i = 0; i < own.length; i++) own[i] = values[i * channels + which];
  return own;
}

/** The feature maps of chosen filters, relu applied, for one image. */
export class FirstMaps {
  private readonly graph: Graph;
  private readonly weights: [string, Float64Array][];

  constructor(private readonly chosen: readonly number[]) {
    this.graph = buildGraph(firstLayers('mnist-cnn', 'conv1', chosen.length), { batchSize: 1, mode: 'inference' });
    this.weights = weightsOf(chosen);
  }

  /** @param image 28 × 28 values. @returns 26 × 26 values of each filter. */
  of(image: Float32Array): Float64Array[] {
    const { graph, chosen } = this;
    const target = new Float64Array(MAP * MAP * chosen.length);
    const { values } = interpret(
      graph,
      new Map<string, Float64Array | Float32Array>([['input', image], ['target', target], ...this.weights]),
    );
    return chosen.map((_, i) => channel(values[graph.output], chosen.length, i));
  }
}

/** The filters that do most for some images: those with the largest mean activation, in the order of the layer. */
export function strongest(count: number, images: readonly Float32Array[]): number[] {
  const all = Array.from({ length: FILTERS }, (_, filter) => filter);
  const layer = new FirstMaps(all);
  const sums = new Float64Array(FILTERS);
  for (const image of images) {
    layer.of(image).forEach((map, filter) => {
      sums[filter] += map.reduce((sum, value) => sum + value, 0);
    });
  }
  const chosen = all.sort((a, b) => sums[b] - sums[a]).slice(0, count);
  return chosen.sort((a, b) => a - b);
}

export interface Spread {
  mean: number;
  deviation: number;
  low: number;
  high: number;
}

function spreadOf(values: Float64Array): Spread {
  let [sum, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    sum += value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const mean = sum / values.length;
  let square = 0;
  for (const value of values) square += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(square / values.length), low, high };
}

/** How the values of each channel of a batch are spread before and after batch normalization. */
export class FirstSpreads {
  private readonly graph: Graph;
  private readonly feeds: [string, Float64Array][];

  constructor(
    private readonly chosen: readonly number[],
    batch: number,
  ) {
    const network = firstLayers('mnist-cnn-bn', 'bn1', chosen.length);
    this.graph = buildGraph(network, { batchSize: batch, mode: 'training' });
    const ones = new Float64Array(chosen.length).fill(1);
    const zeros = new Float64Array(chosen.length);
    this.feeds = [
      ...weightsOf(chosen),
      ['bn1/gamma', ones],
      ['bn1/beta', zeros],
      ['bn1/movingMean', zeros],
      ['bn1/movingVariance', ones],
      ['target', new Float64Array(batch * MAP * MAP * chosen.length)],
    ];
  }

  of(images: readonly Float32Array[]): { before: Spread[]; after: Spread[] } {
    const { graph, chosen } = this;
    const input = new Float32Array(images.length * images[0].length);
    images.forEach((image, i) => void input.set(image, i * image.length));
    const { values } = interpret(
      graph,
      new Map<string, Float64Array | Float32Array>([['input', input], ...this.feeds]),
    );
    const spreads = (layer: string) => {
      const { output } = graph.layers.find(({ id }) => id === layer)!;
      return chosen.map((_, i) => spreadOf(channel(values[output], chosen.length, i)));
    };
    return { before: spreads('conv1'), after: spreads('bn1') };
  }
}
