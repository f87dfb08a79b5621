/** This project's own WebAssembly kernels against the float64 operations, and that they leave the heap as it was. */
import { backend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { sizeOf } from '@/core/graph/shape';
import type { GraphNode, Shape } from '@/core/graph/types';
import { opOf } from '@/core/ops';
import type { PoolAttrs } from '@/core/ops/pool2d';
import { axesOf, type Pair, type WindowAttrs } from '@/core/ops/window';
import { memory, setBackend } from '@/engine/executor';
import { read, type Tensor, tensor } from '@/engine/executors/kernels';
import { wasmBatchNormGradient, wasmBatchNormTraining, wasmColumnSums } from '@/engine/kernels/wasm/batchNorm';
import { wasmConv2d, wasmConv2dInputGradient, wasmConv2dKernelGradient } from '@/engine/kernels/wasm/conv2d';
import {
  wasmDepthwise,
  wasmDepthwiseInputGradient,
  wasmDepthwiseKernelGradient,
} from '@/engine/kernels/wasm/depthwise';
import { wasmAvgPool2d, wasmAvgPool2dGradient, wasmMaxPool2d, wasmMaxPool2dGradient } from '@/engine/kernels/wasm/pool';
import { numbers } from './support';

interface Values {
  shape: Shape;
  data: Float64Array;
}

const random = (shape: Shape, name: string): Values => ({ shape, data: numbers(sizeOf(shape), name) });

/** Steps of a quarter, so that windows have equal largest values. */
const coarse = (shape: Shape, name: string): Values => ({
  shape,
  data: random(shape, name).data.map((x) => Math.round(4 * x) / 4),
});

/** What the float64 operation makes of the values. */
function expected(op: string, inputs: readonly Values[], attrs: object): Values {
  const definition = opOf(op);
  const shape = definition.shape(
    inputs.map((input) => input.shape),
    { ...attrs },
  );
  const node = { id: inputs.length, name: op, op, inputs: [], attrs, shape, role: null } as unknown as GraphNode;
  return { shape, data: definition.evaluate([...inputs], node) };
}

/** Runs a kernel on the values and frees everything; the values of its results. */
async function computed(
  inputs: readonly Values[],
  kernel: (...tensors: Tensor[]) => Tensor | readonly Tensor[],
): Promise<{ shape: Shape; data: Float32Array }[]> {
  const tensors = inputs.map(({ shape, data }) => tensor(Float32Array.from(data), shape));
  const results = [kernel(...tensors)].flat();
  const values = await Promise.all(results.map(async (x) => ({ shape: x.shape, data: await read(x) })));
  for (const x of [...tensors, ...results]) x.dispose();
  return values;
}

function expectClose(
  actual: { shape: Shape; data: ArrayLike<number> },
  wanted: Values,
  what: string,
  tolerance = 5e-6,
): void {
  expect(actual.shape, what).toEqual(wanted.shape);
  const scale = wanted.data.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-30);
  const worst = wanted.data.reduce((most, x, i) => {
    const error = Math.abs(actual.data[i] - x);
    return Math.max(most, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
  }, 0);
  expect(worst / scale, what).toBeLessThan(tolerance);
}

const window = (strides: Pair, dilations: Pair, padding: readonly [Pair, Pair]): WindowAttrs => ({
  strides,
  dilations,
  padding,
});
const PLAIN = window(
  [1, 1],
  [1, 1],
  [
    [0, 0],
    [0, 0],
  ],
);

/** What it shows, image, kernel, window. */
const CONVOLUTIONS: readonly [string, Shape, Shape, WindowAttrs][] = [
  ['one channel', [3, 9, 8, 1], [3, 3, 1, 5], PLAIN],
  ['whole tiles', [2, 6, 6, 8], [3, 3, 8, 16], PLAIN],
  ['odd numbers', [3, 7, 5, 3], [2, 3, 3, 7], PLAIN],
  ['one pixel', [1, 3, 3, 2], [3, 3, 2, 1], PLAIN],
  ['a kernel of one cell', [2, 4, 5, 6], [1, 1, 6, 9], PLAIN],
  ['strides that leave cells out', [2, 8, 11, 4], [3, 2, 4, 6], { ...PLAIN, strides: [2, 3] }],
  ['strides longer than the kernel', [2, 9, 10, 3], [2, 1, 3, 4], { ...PLAIN, strides: [4, 3] }],
  ['dilations', [2, 9, 10, 5], [3, 2, 5, 6], { ...PLAIN, dilations: [2, 3] }],
  ['neighbours three apart', [2, 3, 15, 1], [2, 3, 1, 2], { ...PLAIN, strides: [3, 3], dilations: [2, 3] }],
  [
    'padding that differs on every side',
    [3, 5, 6, 3],
    [3, 4, 3, 5],
    window(
      [1, 1],
      [1, 1],
      [
        [0, 2],
        [3, 1],
      ],
    ),
  ],
  [
    'padding wider than the image',
    [2, 1, 2, 2],
    [3, 3, 2, 3],
    window(
      [1, 1],
      [1, 1],
      [
        [2, 2],
        [2, 2],
      ],
    ),
  ],
  [
    'stride, dilation and padding',
    [2, 11, 9, 2],
    [3, 3, 2, 11],
    window(
      [2, 3],
      [3, 2],
      [
        [1, 2],
        [2, 0],
      ],
    ),
  ],
  ['the first layer of the MNIST network', [5, 28, 28, 1], [3, 3, 1, 32], PLAIN],
  ['its second', [4, 13, 13, 32], [3, 3, 32, 64], PLAIN],
  [
    'more padded images than are padded at a time',
    [40, 16, 15, 24],
    [3, 3, 24, 10],
    window(
      [1, 1],
      [1, 1],
      [
        [1, 1],
        [1, 1],
      ],
    ),
  ],
];

const POOLS: readonly [string, Shape, PoolAttrs][] = [
  ['2 × 2', [3, 6, 8, 5], { ...PLAIN, size: [2, 2], strides: [2, 2] }],
  ['rows and columns left over', [2, 11, 7, 8], { ...PLAIN, size: [2, 2], strides: [2, 2] }],
  ['windows that overlap', [2, 7, 8, 3], { ...PLAIN, size: [3, 2], strides: [1, 1] }],
  ['one channel', [4, 5, 5, 1], { ...PLAIN, size: [3, 3], strides: [2, 1] }],
  ['dilations', [2, 9, 10, 6], { ...PLAIN, size: [3, 2], strides: [2, 3], dilations: [2, 3] }],
  [
    'padding that differs on every side',
    [2, 6, 5, 7],
    {
      size: [3, 3],
      ...window(
        [2, 2],
        [1, 1],
        [
          [0, 1],
          [2, 1],
        ],
      ),
    },
  ],
  [
    'windows wholly in the padding',
    [1, 3, 3, 2],
    {
      size: [1, 2],
      ...window(
        [1, 1],
        [1, 1],
        [
          [2, 0],
          [0, 3],
        ],
      ),
    },
  ],
  ['the whole image', [2, 4, 3, 9], { ...PLAIN, size: [4, 3] }],
  ['the first of the MNIST network', [5, 26, 26, 32], { ...PLAIN, size: [2, 2], strides: [2, 2] }],
];

/** Convolution, activated, and both gradients. */
function convolutions(image: Shape, kernelShape: Shape, attrs: WindowAttrs) {
  const [rows, columns] = axesOf(image, [kernelShape[0], kernelShape[1]], attrs);
  const output = [image[0], rows.positions, columns.positions, kernelShape[3]];
  return {
    x: random(image, 'x'),
    kernel: random(kernelShape, 'kernel'),
    bias: random([kernelShape[3]], 'bias'),
    upstream: random(output, 'upstream'),
    run: (x: Tensor, kernel: Tensor, bias: Tensor, upstream: Tensor) => [
      wasmConv2d(x, kernel, attrs),
      wasmConv2d(x, kernel, attrs, { bias, activation: 'relu' }),
      wasmConv2dInputGradient(upstream, kernel, attrs, image),
      wasmConv2dKernelGradient(x, upstream, attrs, kernelShape),
    ],
  };
}

beforeAll(async () => {
  await setBackend('wasm');
});

describe('convolution', () => {
  it.each(CONVOLUTIONS)('%s', async (_, image, kernelShape, attrs) => {
    const before = memory();
    const { x, kernel, bias, upstream, run } = convolutions(image, kernelShape, attrs);
    const [plain, activated, dx, dw] = await computed([x, kernel, bias, upstream], run);
    const sums = expected('conv2d', [x, kernel], attrs);
    const filters = kernelShape[3];
    const relu = { ...sums, data: sums.data.map((sum, i) => Math.max(0, sum + bias.data[i % filters])) };
    expectClose(plain, sums, 'conv2d');
    expectClose(activated, relu, 'conv2d with bias and relu');
    expectClose(dx, expected('conv2dInputGradient', [upstream, kernel], { ...attrs, inputShape: image }), 'dx');
    expectClose(dw, expected('conv2dKernelGradient', [x, upstream], { ...attrs, kernelShape }), 'dw');
    expect(memory()).toEqual(before);
  });

  it('applies other activations', async () => {
    const x = random([2, 4, 4, 3], 'x');
    const kernel = random([3, 3, 3, 4], 'kernel');
    const bias = random([4], 'bias');
    const [actual] = await computed([x, kernel, bias], (...[image, filter, b]) =>
      wasmConv2d(image, filter, PLAIN, { bias: b, activation: 'sigmoid' }),
    );
    const sums = expected('conv2d', [x, kernel], PLAIN);
    const data = sums.data.map((sum, i) => 1 / (1 + Math.exp(-sum - bias.data[i % 4])));
    expectClose(actual, { ...sums, data }, 'sigmoid');
  });

  it('keeps what is not a number', async () => {
    const x = random([1, 4, 4, 1], 'x');
    x.data[0] = Number.NaN;
    const kernel = random([3, 3, 1, 4], 'kernel');
    const bias = random([4], 'bias');
    const [{ data }] = await computed([x, kernel, bias], (...[image, filter, b]) =>
      wasmConv2d(image, filter, PLAIN, { bias: b, activation: 'relu' }),
    );
    expect([...data].map(Number.isNaN)).toEqual(Array.from({ length: 16 }, (_, i) => i < 4));
  });

  it('gives the same numbers every time', async () => {
    const { x, kernel, bias, upstream, run } = convolutions([7, 13, 13, 32], [3, 3, 32, 64], PLAIN);
    const first = await computed([x, kernel, bias, upstream], run);
    const second = await computed([x, kernel, bias, upstream], run);
    expect(second).toEqual(first);
  });
});

describe('depthwise convolution', () => {
  it.each(CONVOLUTIONS)('%s', async (_, image, [rows, columns], attrs) => {
    const before = memory();
    const [samples, , , channels] = image;
    const kernelShape = [rows, columns, channels];
    const [down, across] = axesOf(image, [rows, columns], attrs);
    const x = random(image, 'x');
    const kernel = random([...kernelShape, 1], 'kernel');
    const upstream = random([samples, down.positions, across.positions, channels], 'upstream');
    const [y, dx, dw] = await computed([x, { ...kernel, shape: kernelShape }, upstream], (...[a, k, g]) => [
      wasmDepthwise(a, k, attrs),
      wasmDepthwiseInputGradient(g, k, attrs, image),
      wasmDepthwiseKernelGradient(a, g, attrs, kernelShape),
    ]);
    expectClose(y, expected('depthwiseConv2d', [x, kernel], attrs), 'depthwise');
    expectClose(
      dx,
      expected('depthwiseConv2dInputGradient', [upstream, kernel], { ...attrs, inputShape: image }),
      'dx',
    );
    const toKernel = { ...attrs, kernelShape: kernel.shape };
    const { data } = expected('depthwiseConv2dKernelGradient', [x, upstream], toKernel);
    expectClose(dw, { shape: kernelShape, data }, 'dw');
    expect(memory()).toEqual(before);
  });
});

describe('pooling', () => {
  it.each(POOLS)('%s', async (_, image, attrs) => {
    const before = memory();
    const x = coarse(image, 'x');
    const largest = expected('maxPool2d', [x], attrs);
    const upstream = random(largest.shape, 'upstream');
    const [max, dMax, mean, dMean] = await computed([x, upstream], (xs, g) => [
      wasmMaxPool2d(xs, attrs),
      wasmMaxPool2dGradient(g, xs, attrs),
      wasmAvgPool2d(xs, attrs),
      wasmAvgPool2dGradient(g, attrs, image),
    ]);
    expect(max.shape).toEqual(largest.shape);
    expect([...max.data]).toEqual([...largest.data]);
    expectClose(dMax, expected('maxPool2dGradient', [upstream, x], attrs), 'max');
    const means = expected('avgPool2d', [x], attrs);
    if (means.data.every(Number.isFinite)) expectClose(mean, means, 'mean');
    expectClose(dMean, expected('avgPool2dGradient', [upstream], { ...attrs, inputShape: image }), 'mean gradient');
    expect(memory()).toEqual(before);
  });

  it('does not lose what is not a number', async () => {
    const x = { shape: [1, 2, 2, 1], data: Float64Array.of(1, Number.NaN, 3, 2) };
    const attrs: PoolAttrs = { ...PLAIN, size: [2, 2] };
    const upstream = { shape: [1, 1, 1, 1], data: Float64Array.of(5) };
    const [max, gradient] = await computed([x, upstream], (xs, g) => [
      wasmMaxPool2d(xs, attrs),
      wasmMaxPool2dGradient(g, xs, attrs),
    ]);
    expect([...max.data]).toEqual([Number.NaN]);
    expect([...gradient.data]).toEqual([0, 5, 0, 0]);
  });
});

/** The definition: sums over all rows of a column. */
function columnMeans({ shape, data }: Values, term: (x: number, i: number) => number = (x) => x): Float64Array {
  const columns = shape[shape.length - 1];
  const sums = new Float64Array(columns);
  data.forEach((x, i) => {
    sums[i % columns] += term(x, i);
  });
  return sums.map((sum) => (sum * columns) / data.length);
}

describe('batch normalisation', () => {
  const EPSILON = 1e-3;

  it.each<[Shape]>([[[5, 3]], [[2, 3, 5, 32]], [[4, 9, 7, 21]], [[1, 1, 1, 4]], [[200, 8, 8, 6]]])(
    '%o',
    async (shape) => {
      const before = memory();
      const c = shape[shape.length - 1];
      const x = random(shape, 'x');
      // A mean far from 0, where sums of squares would lose digits.
      x.data = x.data.map((value) => Math.fround(value + 20));
      const [gamma, beta, upstream] = [random([c], 'gamma'), random([c], 'beta'), random(shape, 'upstream')];
      const [output, mean, variance, dx, dgamma, dbeta, sums] = await computed(
        [x, gamma, beta, upstream],
        (xs, scale, shift, g) => {
          const forward = wasmBatchNormTraining(xs, scale, shift, EPSILON);
          const back = wasmBatchNormGradient(g, xs, scale, forward, EPSILON);
          const all = [forward.output, forward.mean, forward.variance, back.dx, back.dgamma, back.dbeta];
          return [...all, wasmColumnSums(g, 0.5)];
        },
      );
      const rows = x.data.length / c;
      const mu = columnMeans(x);
      const square = columnMeans(x, (value, i) => (value - mu[i % c]) ** 2);
      const deviation = square.map((v) => Math.sqrt(v + EPSILON));
      const normal = x.data.map((value, i) => (value - mu[i % c]) / deviation[i % c]);
      const meanBeta = columnMeans(upstream);
      const meanGamma = columnMeans(upstream, (g, i) => g * normal[i]);
      const as = (data: Float64Array, like: Shape = [c]): Values => ({ shape: like, data });
      expectClose(mean, as(mu), 'mean');
      expectClose(variance, as(square), 'variance');
      // The mean is a float32 number here; what that rounds away, the deviation magnifies.
      const worst = output.data.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - normal[i] * gamma.data[i % c] - beta.data[i % c])),
        0,
      );
      expect(worst).toBeLessThan(2e-5);
      expectClose(dgamma, as(meanGamma.map((m) => m * rows)), 'dgamma', 2e-5);
      expectClose(dbeta, as(meanBeta.map((m) => m * rows)), 'dbeta');
      expectClose(sums, as(meanBeta.map((m) => 0.5 * m * rows)), 'column sums');
      const slopes = upstream.data.map(
        (g, i) => (gamma.data[i % c] / deviation[i % c]) * (g - meanBeta[i % c] - normal[i] * meanGamma[i % c]),
      );
      const error = dx.data.reduce((most, value, i) => Math.max(most, Math.abs(value - slopes[i])), 0);
      expect(error).toBeLessThan(2e-5 * Math.max(1, ...deviation.map((d) => 1 / d)));
      expect(memory()).toEqual(before);
    },
  );
});

describe('column sums', () => {
  it.each<[number, Shape]>([
    [1, [3, 5, 7]],
    [2, [2, 4, 9, 33]],
    [0, [2, 5]],
  ])('over %i axes before the last of %o: sums of groups', async (count, shape) => {
    const x = random(shape, 'x');
    const axes = shape.map((_, axis) => axis).slice(shape.length - 1 - count, -1);
    const [actual] = await computed([x], (xs) => wasmColumnSums(xs, 1, count));
    expectClose(actual, expected('reduceSum', [x], { axes, keepDims: false }), 'sums');
  });
});

describe('the heap', () => {
  it('does not grow however often kernels run', async () => {
    const { x, kernel, bias, upstream, run } = convolutions([2, 9, 9, 16], [3, 3, 16, 16], {
      ...PLAIN,
      padding: [
        [1, 1],
        [1, 1],
      ],
    });
    const { wasm } = backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
    const size = () => wasm.HEAPU8.buffer.byteLength;
    await computed([x, kernel, bias, upstream], run);
    const before = size();
    for (let i = 0; i < 500; i++) await computed([x, kernel, bias, upstream], run);
    expect(size()).toBe(before);
  });
});
