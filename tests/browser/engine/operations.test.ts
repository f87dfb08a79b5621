/** Each operation on each backend against the float64 interpreter. */
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from '@/core/expr';
import type { Expr } from '@/core/expr/types';
import type { GraphBuilder } from '@/core/graph/builder';
import { sizeOf } from '@/core/graph/shape';
import type { Shape } from '@/core/graph/types';
import { interpret } from '@/core/interpreter/interpret';
import { OPS } from '@/core/ops';
import {
  broadcastTo,
  concat,
  constant,
  constants,
  dropoutMask,
  elementwise,
  gather,
  leaf,
  matMul,
  oneHot,
  pad,
  randomNormal,
  reduceMax,
  reduceMean,
  reduceSum,
  reshape,
  resize2d,
  scatterAdd,
  slice,
  transpose,
} from '@/core/ops/emit';
import { createExecutor, memory, setBackend } from '@/engine/executor';
import { OPERATIONS } from '@/engine/executors/operations';
import { BACKENDS, compare, feedsFor, handMade, numbers } from './support';

type Emit = (builder: GraphBuilder, input: (name: string, shape: Shape) => number) => number;

async function check(emit: Emit, given: Record<string, Float64Array | number> = {}): Promise<void> {
  const graph = handMade(emit);
  await compare(graph, feedsFor(graph, given), [graph.nodes[graph.output]]);
}

/** One expression over arrays of these shapes. */
const expression =
  (expr: Expr | string, shapes: Record<string, Shape>, constants: Record<string, number> = {}): Emit =>
  (builder, input) => {
    const args = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, input(name, shape)]));
    return elementwise(builder, {
      expr: typeof expr === 'string' ? parse(expr) : expr,
      args,
      constants,
      definition: 'test',
    });
  };

const SPECIAL = Float64Array.of(-2.5, -1, -0.5, 0, 0.5, 1, 2, 30);

const UNARY: readonly string[] = [
  '-x',
  'exp(x)',
  'expm1(x)',
  'sin(x)',
  'cos(x)',
  'tanh(x)',
  'erf(x)',
  'abs(x)',
  'sign(x)',
  'floor(x)',
  'max(x, 0)',
  'max(0, x)',
  'where(x > 0, x, 0)',
  'where(x > 0, 1, 0)',
  'where(x >= 0, x, 0.25)',
  'x > 0',
  'x <= 0.5',
  'x == 0.5',
  'x != 0.5',
  '1 / (1 + exp(-x))',
  'min(max(x, -1), 0.75)',
  'max(min(x, 0.75), -1)',
  'x^2',
  'x * x',
  'x^3',
  'x * 1 + 0',
  '-1 * x',
  '1 - x^2',
  '0.5 * (x + abs(x))',
  'x',
  'max(x, 0) - x * 0.5 + log1p(exp(-abs(x)))',
];
const POSITIVE: readonly string[] = ['sqrt(x)', 'log(x)', 'log1p(x)', 'x^0.5', '1 / x', 'x^1.7', 'min(x, 1 / x)'];
const BROADCASTS: readonly [Shape, Shape][] = [
  [
    [3, 4],
    [3, 4],
  ],
  [[3, 4], [4]],
  [[4], [3, 4]],
  [
    [3, 1],
    [3, 4],
  ],
  [
    [3, 4],
    [1, 4],
  ],
  [
    [3, 1],
    [1, 4],
  ],
  [
    [2, 1, 2],
    [2, 3, 1],
  ],
  [[1], [3, 4]],
  [[], [3, 4]],
];
const BINARY: readonly string[] = [
  'a + b',
  'a - b',
  'a * b',
  'a / b',
  'min(a, b)',
  'max(a, b)',
  'where(a < b, a, b)',
  'a >= b',
  '(a - b)^2',
];

describe.each(BACKENDS)('operations on %s', (backend) => {
  beforeAll(async () => {
    await setBackend(backend);
  });

  it.each(UNARY)('%s', async (text) => {
    await check(expression(text, { x: [8] }), { x: SPECIAL });
  });

  it.each(POSITIVE)('%s for positive numbers', async (text) => {
    await check(expression(text, { x: [2, 4] }), { x: numbers(8, 'positive', 0.1, 3) });
  });

  it('broadcasts as NumPy does', async () => {
    for (const text of BINARY) {
      for (const [a, b] of BROADCASTS) {
        const given = { a: numbers(sizeOf(a), 'a', 0.5, 2), b: numbers(sizeOf(b), 'b', 0.5, 2) };
        await check(expression(text, { a, b }), given);
      }
    }
  });

  it('computes what depends on scalars alone on the host, in float64', async () => {
    const emit: Emit = (builder, input) => {
      const m = input('m', [3]);
      const t = leaf(builder, 'scalar', 't', [], 't');
      // In float32 this power would be 1, and the quotient infinite.
      return elementwise(builder, {
        expr: parse('m / (1 - beta^t)'),
        args: { m, t },
        constants: { beta: 1 - 1e-9 },
        definition: 'test',
      });
    };
    await check(emit, { m: Float64Array.of(1e-9, 2e-9, -3e-9), t: 1 });
    await check(emit, { m: Float64Array.of(1e-7, 2e-7, -3e-7), t: 100 });
  });

  it('keeps nodes of scalars and constants on the host', async () => {
    await check(
      (builder, input) => {
        const x = input('x', [2, 3]);
        const t = leaf(builder, 'scalar', 't', [], 't');
        const half = elementwise(builder, { expr: parse('t / 2'), args: { t }, definition: 'test' });
        const spread = broadcastTo(builder, half, [2, 3]);
        const sum = reduceSum(builder, reshape(builder, spread, [6]), [0]);
        const mean = reduceMean(builder, constant(builder, 3, [4, 5]), [0, 1]);
        const product = matMul(builder, transpose(builder, spread, [1, 0]), x);
        const args = { p: product, sum, mean };
        return elementwise(builder, { expr: parse('p * sum + mean'), args, definition: 'test' });
      },
      { t: 5 },
    );
  });

  it('multiplies matrices, either of them transposed', async () => {
    for (const [m, k, n] of [
      [2, 3, 4],
      [1, 5, 1],
      [24, 20, 18],
    ]) {
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          await check((builder, input) => {
            const a = input('a', transposeA ? [k, m] : [m, k]);
            const b = input('b', transposeB ? [n, k] : [k, n]);
            return matMul(builder, a, b, { transposeA, transposeB });
          });
        }
      }
    }
  });

  it('reduces over any axes', async () => {
    for (const reduce of [reduceSum, reduceMean, reduceMax]) {
      for (const axes of [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]]) {
        for (const keepDims of [false, true]) {
          await check((builder, input) => reduce(builder, input('x', [2, 3, 4]), axes, keepDims));
        }
      }
    }
  });

  it('sums long columns', async () => {
    for (const shape of [
      [3, 400, 7],
      [500, 1],
      [70, 40],
      [2, 90, 3],
    ]) {
      for (const reduce of [reduceSum, reduceMean]) {
        const axes = shape.slice(1).map((_, axis) => axis);
        await check((builder, input) => reduce(builder, input('x', shape), axes, false));
        await check((builder, input) => reduce(builder, input('x', shape), [shape.length - 2], true));
      }
    }
  });

  it('sends the gradient of a maximum to the first largest element', async () => {
    const x = Float64Array.of(1, 3, 3, 2, 0, 0, -1, 5, 5, 4, 4, 4);
    for (const [axes, reduced] of [
      [[1], [3]],
      [[0], [4]],
      [[0, 1], []],
    ] as [number[], number[]][]) {
      await check(
        (builder, input) => {
          const source = input('x', [3, 4]);
          return builder.emit('reduceMaxGradient', [input('g', reduced), source], { axes });
        },
        { x },
      );
    }
  });

  it('moves elements', async () => {
    await check((builder, input) => broadcastTo(builder, input('x', [3, 1]), [2, 3, 4]));
    await check((builder, input) => reshape(builder, input('x', [3, 4]), [2, 6]));
    await check((builder, input) => transpose(builder, input('x', [2, 3, 4]), [2, 0, 1]));
    await check((builder, input) => transpose(builder, input('x', [3, 4]), [1, 0]));
  });

  it('spreads the gradients of sums and means', async () => {
    for (const [shape, axes, count] of [
      [[3, 4], [1], 1],
      [[3, 4], [0, 1], 12],
      [[2, 3, 4], [1], 3],
      [[5], [], 1],
    ] as [number[], number[], number][]) {
      const groups = shape.filter((_, axis) => !axes.includes(axis));
      await check((builder, input) => builder.emit('spread', [input('g', groups)], { shape, axes, count }));
    }
  });

  it.each(['softmax', 'logSoftmax'])('%s and its gradient, for large numbers too', async (op) => {
    const x = Float64Array.of(1, 2, 3, 100, -100, 0, -5, -5, -5);
    await check((builder, input) => builder.emit(op, [input('x', [3, 3])]), { x });
    await check(
      (builder, input) => {
        const g = input('g', [3, 3]);
        return builder.emit(`${op}Gradient`, [g, builder.emit(op, [input('x', [3, 3])])]);
      },
      { x },
    );
  });

  it('adds zeros and cuts blocks out', async () => {
    await check((builder, input) => pad(builder, input('x', [3]), [[2, 1]]));
    const around = [0, 1, 2, 0, 1, 0].map((n, axis) => [n, axis % 2] as const);
    for (const rank of [3, 4, 5, 6]) {
      const shape = [2, 1, 3, 2, 2, 1].slice(0, rank);
      const padding = around.slice(0, rank);
      await check((builder, input) => pad(builder, input('x', shape), padding));
      const begin = shape.map((n) => n - 1);
      const size = shape.map((_, axis) => (axis === 1 ? shape[axis] : 1));
      begin[1] = 0;
      await check((builder, input) => slice(builder, input('x', shape), { begin, size }));
    }
    await check((builder, input) => slice(builder, input('x', [3, 2]), { begin: [0, 0], size: [3, 2] }));
  });

  it('sets arrays one after another', async () => {
    for (const [axis, a, b] of [
      [0, [2, 3], [1, 3]],
      [1, [2, 3], [2, 1]],
      [2, [2, 2, 3], [2, 2, 4]],
      [1, [2, 1, 2, 2, 3], [2, 3, 2, 2, 3]],
    ] as [number, number[], number[]][]) {
      await check((builder, input) => concat(builder, [input('a', a), input('b', b), input('a', a)], axis));
    }
  });

  it('picks rows by number and adds to them; what is no row gives and gets nothing', async () => {
    const indices = Float64Array.of(2, 0, 2, -1, 3, 0.5, 1, 2);
    for (const row of [[5], [2, 3], []]) {
      await check((builder, input) => gather(builder, input('x', [3, ...row]), input('i', [2, 4])), { i: indices });
      await check(
        (builder, input) => scatterAdd(builder, input('g', [2, 4, ...row]), input('i', [2, 4]), [3, ...row]),
        { i: indices },
      );
    }
    await check((builder, input) => oneHot(builder, input('i', [2, 4]), 3), { i: indices });
  });

  it('resizes images, and back', async () => {
    for (const interpolation of ['nearest', 'bilinear'] as const) {
      const resize = { size: [6, 10], interpolation } as const;
      // On webgl a sigmoid leaves ½ beyond an array of odd size, which must not get into the sums.
      await check((builder, input) => {
        const args = { x: input('x', [2, 3, 5, 3]) };
        const y = elementwise(builder, { expr: parse('1 / (1 + exp(-x))'), args, definition: 'test' });
        return resize2d(builder, y, resize);
      });
      await check((builder, input) =>
        builder.emit('resize2dGradient', [input('g', [2, 6, 10, 3])], { ...resize, inputShape: [2, 3, 5, 3] }),
      );
    }
  });

  it('has arrays of known numbers', async () => {
    await check((builder, input) => {
      const weights = constants(builder, [1, -2, 3.5], [3], { symbol: 'w' });
      return elementwise(builder, {
        expr: parse('x * w'),
        args: { x: input('x', [2, 3]), w: weights },
        definition: 'test',
      });
    });
  });

  it('works on arrays with many axes', async () => {
    const shape = [2, 1, 2, 3, 2, 2];
    await check((builder, input) => {
      const args = { x: input('x', shape), y: input('y', shape) };
      return elementwise(builder, { expr: parse('x * y + exp(x)'), args, definition: 'test' });
    });
    await check((builder, input) => {
      const args = { x: input('x', [2, 3, 2, 3]), y: input('y', [2, 1, 2, 1]) };
      return elementwise(builder, { expr: parse('x / (2 + y)'), args, definition: 'test' });
    });
    await check((builder, input) => transpose(builder, input('x', [2, 1, 2, 3, 2]), [0, 4, 2, 3, 1]));
    for (const axes of [[1, 2, 4], [4], [0, 3]]) {
      await check((builder, input) => reduceSum(builder, input('x', [2, 3, 2, 3, 2]), axes, false));
      await check((builder, input) => reduceMax(builder, input('x', [2, 3, 2, 3, 2]), axes, true));
    }
    await check((builder, input) => broadcastTo(builder, input('x', [2, 1, 1, 3, 1]), [2, 2, 2, 3, 2]));
  });

  it('draws the very same masks and noise', async () => {
    for (const [seed, step] of [
      [11, 3],
      [12, 3],
      [11, 4],
    ]) {
      const graph = handMade((builder) => {
        const scalars = {
          seed: leaf(builder, 'scalar', 'seed', [], 's'),
          step: leaf(builder, 'scalar', 'step', [], 't'),
        };
        const args = {
          mask: dropoutMask(builder, scalars, { shape: [4, 5], layer: 'drop', rate: 0.4 }),
          channels: dropoutMask(builder, scalars, { shape: [4, 1], layer: 'channels', rate: 0.4, kept: 1 }),
          noise: randomNormal(builder, scalars, { shape: [4, 5], layer: 'noise', stddev: 0.7 }),
        };
        return elementwise(builder, { expr: parse('mask * channels + noise'), args, definition: 'test' });
      });
      const feeds = feedsFor(graph, { seed, step });
      const drawn = graph.nodes.filter(({ op }) => op === 'dropoutMask' || op === 'randomNormal');
      const executor = createExecutor(graph);
      const values = await executor.run(
        feeds,
        drawn.map(({ id }) => id),
      );
      executor.dispose();
      const trace = interpret(graph, feeds);
      drawn.forEach(({ id, op }, i) => {
        expect(values[i], op).toEqual(Float32Array.from(trace.values[id]));
      });
      await compare(graph, feeds, [graph.nodes[graph.output]]);
    }
  });

  it('has every operation', () => {
    const missing = Object.keys(OPS).filter((op) => op !== 'leaf' && !(op in OPERATIONS));
    expect(missing).toEqual([]);
  });

  it('frees everything it made', async () => {
    const emit = expression('where(x > y, x * y, exp(x) / (1 + exp(y))) - max(x, 0.3)', { x: [3, 4], y: [4] });
    await check(emit);
    const rows: Emit = (builder, input) => {
      const indices = input('i', [4]);
      const picked = gather(builder, input('table', [3, 2]), indices);
      const marks = oneHot(builder, indices, 2);
      const fixed = constants(builder, [1, 2], [2], { symbol: 'c' });
      const args = { picked, marks, fixed };
      const sum = elementwise(builder, { expr: parse('picked + marks * fixed'), args, definition: 'test' });
      const image = reshape(builder, scatterAdd(builder, sum, indices, [3, 2]), [1, 3, 2, 1]);
      return resize2d(builder, image, { size: [6, 4], interpolation: 'bilinear' });
    };
    const given = { i: Float64Array.of(1, 2, 5, 1) };
    await check(rows, given);
    const before = memory();
    await check(emit);
    await check(rows, given);
    expect(memory()).toEqual(before);
  });
});
