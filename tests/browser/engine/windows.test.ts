/**
 * Convolution, depthwise convolution and pooling with their gradients on each backend against the float64 interpreter: odd sizes, strides,
 * dilations, one channel, uneven padding, padding wider than the window, rows that no window sees, ties.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from '@/core/expr';
import type { GraphBuilder } from '@/core/graph/builder';
import { sizeOf } from '@/core/graph/shape';
import type { Shape } from '@/core/graph/types';
import {
  avgPool2d,
  conv2d,
  conv2dInputGradient,
  conv2dKernelGradient,
  depthwiseConv2d,
  depthwiseConv2dInputGradient,
  depthwiseConv2dKernelGradient,
  elementwise,
  maxPool2d,
} from '@/core/ops/emit';
import type { Pair, WindowAttrs } from '@/core/ops/window';
import { memory, setBackend } from '@/engine/executor';
import { BACKENDS, compare, feedsFor, handMade, numbers } from './support';

interface Window extends Partial<WindowAttrs> {
  image: Shape;
  size: Pair;
  filters?: number;
}

const PADDED_UNEVENLY = [
  [0, 1],
  [1, 2],
] as const;

const WINDOWS: Record<string, Window> = {
  'one channel, one filter': { image: [1, 4, 5, 1], size: [3, 3], filters: 1 },
  'several of everything': { image: [3, 6, 5, 2], size: [3, 2], filters: 4 },
  'a window of one cell, odd channels': { image: [2, 3, 3, 3], size: [1, 1], filters: 5 },
  'a window of one cell, odd channels, even sides': { image: [2, 4, 4, 3], size: [1, 1], filters: 5 },
  'a window as large as the image': { image: [3, 3, 4, 2], size: [3, 4], filters: 3 },
  'uneven padding': { image: [2, 5, 4, 3], size: [2, 3], filters: 2, padding: PADDED_UNEVENLY },
  'strides, and rows that no window sees': { image: [2, 6, 9, 2], size: [3, 2], filters: 3, strides: [2, 3] },
  'strides longer than the window': { image: [1, 7, 8, 3], size: [2, 1], filters: 2, strides: [3, 2] },
  dilations: { image: [2, 7, 6, 3], size: [3, 2], filters: 2, dilations: [2, 3] },
  'strides, dilations and uneven padding': {
    image: [2, 8, 7, 3],
    size: [3, 2],
    filters: 5,
    strides: [2, 3],
    dilations: [2, 2],
    padding: PADDED_UNEVENLY,
  },
  'padding as wide as the window': {
    image: [2, 4, 3, 2],
    size: [3, 3],
    filters: 2,
    padding: [
      [2, 2],
      [2, 2],
    ],
  },
};
/** Padding that some window lies in wholly: a convolution may, a pooling window would have nothing to choose from. */
const OUTSIDE: Window = {
  image: [2, 3, 4, 3],
  size: [2, 1],
  filters: 2,
  strides: [2, 1],
  padding: [
    [3, 2],
    [1, 0],
  ],
};
/** Sums of several parts, filters and weights of more than one tile. */
const LARGE: Window = {
  image: [4, 13, 12, 8],
  size: [3, 3],
  filters: 40,
  padding: [
    [1, 1],
    [1, 1],
  ],
};

const NONE = [
  [0, 0],
  [0, 0],
] as const;
const movesOf = ({ strides = [1, 1], dilations = [1, 1], padding = NONE }: Window): WindowAttrs => ({
  strides,
  dilations,
  padding,
});

type Input = (name: string, shape: Shape) => number;

/**
 * A sigmoid before a kernel: on webgl it leaves ½ in the padding of an array of odd size, which a kernel that reads too
 * far would bring to light.
 */
function sigmoid(builder: GraphBuilder, input: Input, name: string, shape: Shape): number {
  return elementwise(builder, {
    expr: parse('1 / (1 + exp(-x))'),
    args: { x: input(name, shape) },
    definition: 'test',
  });
}

const feed = (shape: Shape, name: string) => numbers(sizeOf(shape), name, -1, 1).map((x) => Math.fround(5 * x));

async function checkConvolution(window: Window): Promise<void> {
  const { image, size, filters = 1 } = window;
  const moves = movesOf(window);
  const kernel = [...size, image[3], filters];
  const forward = handMade((builder, input) =>
    conv2d(builder, sigmoid(builder, input, 'x', image), sigmoid(builder, input, 'k', kernel), moves),
  );
  const x = feed(image, 'x');
  const k = feed(kernel, 'k');
  await compare(forward, feedsFor(forward, { x, k }), [forward.nodes[forward.output]]);

  const { shape } = forward.nodes[forward.output];
  const g = feed(shape, 'g');
  const toImage = handMade((builder, input) =>
    conv2dInputGradient(builder, sigmoid(builder, input, 'g', shape), sigmoid(builder, input, 'k', kernel), {
      ...moves,
      inputShape: image,
    }),
  );
  await compare(toImage, feedsFor(toImage, { g, k }), [toImage.nodes[toImage.output]]);
  const toKernel = handMade((builder, input) =>
    conv2dKernelGradient(builder, sigmoid(builder, input, 'x', image), sigmoid(builder, input, 'g', shape), {
      ...moves,
      kernelShape: kernel,
    }),
  );
  await compare(toKernel, feedsFor(toKernel, { x, g }), [toKernel.nodes[toKernel.output]]);
}

/** Every channel by itself, with two kernels each. */
async function checkDepthwise(window: Window): Promise<void> {
  const { image, size } = window;
  const moves = movesOf(window);
  const kernelShape = [...size, image[3], 2];
  const x = feed(image, 'x');
  const k = feed(kernelShape, 'k');
  const forward = handMade((builder, input) =>
    depthwiseConv2d(builder, sigmoid(builder, input, 'x', image), sigmoid(builder, input, 'k', kernelShape), moves),
  );
  await compare(forward, feedsFor(forward, { x, k }), [forward.nodes[forward.output]]);
  const { shape } = forward.nodes[forward.output];
  const g = feed(shape, 'g');
  const toImage = handMade((builder, input) =>
    depthwiseConv2dInputGradient(
      builder,
      sigmoid(builder, input, 'g', shape),
      sigmoid(builder, input, 'k', kernelShape),
      { ...moves, inputShape: image },
    ),
  );
  await compare(toImage, feedsFor(toImage, { g, k }), [toImage.nodes[toImage.output]]);
  const toKernel = handMade((builder, input) =>
    depthwiseConv2dKernelGradient(builder, sigmoid(builder, input, 'x', image), sigmoid(builder, input, 'g', shape), {
      ...moves,
      kernelShape,
    }),
  );
  await compare(toKernel, feedsFor(toKernel, { x, g }), [toKernel.nodes[toKernel.output]]);
}

/** What differs from a convolution: gaps, padding, one cell, and windows that see nothing. */
const DEPTHWISE = [
  'several of everything',
  'a window of one cell, odd channels',
  'strides, dilations and uneven padding',
];

async function checkPooling(window: Window, x: Float64Array): Promise<void> {
  const { image, size } = window;
  const attrs = { ...movesOf(window), size };
  for (const pool of [maxPool2d, avgPool2d]) {
    const forward = handMade((builder, input) => pool(builder, input('x', image), attrs));
    await compare(forward, feedsFor(forward, { x }), [forward.nodes[forward.output]]);
    const { shape } = forward.nodes[forward.output];
    const backward = handMade((builder, input) => {
      const g = sigmoid(builder, input, 'g', shape);
      if (pool === maxPool2d) return builder.emit('maxPool2dGradient', [g, input('x', image)], attrs);
      return builder.emit('avgPool2dGradient', [g], { ...attrs, inputShape: image });
    });
    await compare(backward, feedsFor(backward, { g: feed(shape, 'g'), x }), [backward.nodes[backward.output]]);
  }
}

/** WebGL compiles every shape anew: there, what others show together is not shown alone as well. */
const SHOWN_TOGETHER = new Set([
  'one channel, one filter',
  'a window of one cell, odd channels, even sides',
  'a window as large as the image',
  'strides, and rows that no window sees',
  'dilations',
]);

describe.each(BACKENDS)('windows on %s', (backend) => {
  const names = Object.keys(WINDOWS).filter((name) => backend !== 'webgl' || !SHOWN_TOGETHER.has(name));
  beforeAll(async () => {
    await setBackend(backend);
  });

  it.each(names)('convolves and differentiates: %s', async (name) => {
    await checkConvolution(WINDOWS[name]);
  });

  it('convolves where a window lies outside the image', async () => {
    await checkConvolution(OUTSIDE);
  });

  it.each(DEPTHWISE)('convolves channel by channel and differentiates: %s', async (name) => {
    await checkDepthwise(WINDOWS[name]);
  });

  it('convolves channel by channel where a window lies outside the image', async () => {
    await checkDepthwise(OUTSIDE);
  });

  it('convolves and differentiates large arrays', async () => {
    await checkConvolution(LARGE);
  });

  it.each(names)('pools and differentiates: %s', async (name) => {
    await checkPooling(WINDOWS[name], numbers(sizeOf(WINDOWS[name].image), 'x'));
  });

  it.each(names)('sends a gradient to the first of equal cells: %s', async (name) => {
    // Most cells are 0 as after relu, and the rest are equal in pairs.
    const values = numbers(sizeOf(WINDOWS[name].image), 'x', -3, 3).map((x) => Math.max(0, Math.floor(x)));
    await checkPooling(WINDOWS[name], values);
    await checkPooling(WINDOWS[name], values.fill(0));
    await checkPooling(WINDOWS[name], values.fill(-1));
  });

  it('frees everything it made', async () => {
    const window = WINDOWS['strides, dilations and uneven padding'];
    const run = async () => {
      await checkConvolution(window);
      await checkDepthwise(window);
      await checkPooling(window, numbers(sizeOf(window.image), 'x'));
    };
    await run();
    const before = memory();
    await run();
    expect(memory()).toEqual(before);
  });
});
