/** Every initializer: what it draws against the distribution it names, and that distribution against itself. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compile } from '@/core/expr';
import { buildGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Shape } from '@/core/graph/types';
import {
  fansOf,
  INITIALIZERS,
  initializerFor,
  initializerOf,
  initializerSetting,
  initialWeights,
} from '@/core/initializers';
import { integral, statistics } from '../../../support/statistics';

type Spec = { kind: string } & Record<string, unknown>;

const draw = (spec: Spec, shape: Shape, seed = 1): Float64Array => {
  const { definition, settings } = initializerOf(spec);
  const key = { seed, purpose: 'initial', layer: 'a/kernel', step: 0 };
  return definition.fill(new Float64Array(sizeOf(shape)), shape, settings, key);
};
const theory = (spec: Spec, shape: Shape) => {
  const { definition, settings } = initializerOf(spec);
  if (!definition.distribution) throw new Error(`${spec.kind} draws nothing`);
  return definition.distribution(settings, fansOf(shape));
};

const SPECS: Spec[] = [
  ...Object.keys(INITIALIZERS)
    .filter((kind) => INITIALIZERS[kind].distribution)
    .map((kind) => ({ kind })),
  { kind: 'constant', value: -0.3 },
  { kind: 'randomUniform', minval: 1, maxval: 3 },
  { kind: 'randomUniform', minval: 3, maxval: -1 },
  { kind: 'randomNormal', mean: -1, stddev: 2 },
  { kind: 'truncatedNormal', mean: 3, stddev: 0.5 },
  { kind: 'orthogonal', gain: 0.5 },
  { kind: 'identity', gain: -2 },
];

describe.each(SPECS.map((spec) => [JSON.stringify(spec), spec] as const))('%s', (_name, spec) => {
  const shape = [120, 80];

  it('has the mean, the variance and the bounds that theory gives', () => {
    const drawn = statistics(draw(spec, shape));
    const { mean, variance, support } = theory(spec, shape);
    const rounding = 1e-12 * Math.max(1, Math.abs(mean));
    expect(Math.abs(drawn.mean - mean)).toBeLessThanOrEqual(5 * drawn.meanError + rounding);
    expect(Math.abs(drawn.variance - variance)).toBeLessThanOrEqual(5 * drawn.varianceError + rounding);
    expect(drawn.min).toBeGreaterThanOrEqual(support[0]);
    expect(drawn.max).toBeLessThanOrEqual(support[1]);
  });

  it('names a density of area 1 with that mean and variance, which the drawn values follow', () => {
    const { mean, variance, support, density } = theory(spec, shape);
    if (!density) {
      expect(new Set(draw(spec, shape)).size).toBeLessThanOrEqual(2);
      return;
    }
    const f = compile(density, ['x']);
    const reach = 12 * Math.sqrt(variance);
    const [from, to] = [Math.max(support[0], mean - reach), Math.min(support[1], mean + reach)];
    expect(integral(f, from, to)).toBeCloseTo(1, 6);
    expect(integral((x) => x * f(x), from, to)).toBeCloseTo(mean, 6);
    expect(integral((x) => (x - mean) ** 2 * f(x), from, to) / variance).toBeCloseTo(1, 5);
    expect(f(to + 1e-3 * (to - from))).toBeLessThan(1e-9);

    const values = draw(spec, shape);
    const bins = 8;
    const width = (4 * Math.sqrt(variance)) / bins;
    for (let bin = 0; bin < bins; bin++) {
      const low = mean - 2 * Math.sqrt(variance) + bin * width;
      const share = integral(f, low, low + width, 200);
      const count = values.filter((v) => v >= low && v < low + width).length;
      const error = Math.sqrt(values.length * share * (1 - share));
      expect(Math.abs(count - values.length * share), `bin ${bin}`).toBeLessThanOrEqual(5 * error + 1);
    }
  });

  it('gives the same values for the same seed', () => {
    const [first, again, other] = [7, 7, 8].map((seed) => draw(spec, shape, seed));
    expect(first).toEqual(again);
    const random = theory(spec, shape).variance > 0 && spec.kind !== 'identity';
    if (random) expect(first).not.toEqual(other);
    else expect(first).toEqual(other);
  });
});

describe('values by hand', () => {
  it.each([
    ['glorotUniform', [40, 20], 'max', Math.sqrt(6 / 60)],
    ['heUniform', [40, 20], 'max', Math.sqrt(6 / 40)],
    ['lecunUniform', [40, 20], 'max', Math.sqrt(3 / 40)],
    ['glorotNormal', [40, 20], 'variance', 2 / 60],
    ['heNormal', [40, 20], 'variance', 2 / 40],
    ['lecunNormal', [40, 20], 'variance', 1 / 40],
    ['heUniform', [3, 3, 8, 4], 'max', Math.sqrt(6 / 72)],
    ['glorotNormal', [3, 3, 8, 4], 'variance', 2 / (72 + 36)],
  ] as const)('%s of %j: %s %d', (kind, shape, what, expected) => {
    const { variance, support } = theory({ kind }, shape);
    expect(what === 'max' ? support[1] : variance).toBeCloseTo(expected, 12);
  });

  it('fans are counted as Keras counts them', () => {
    expect(fansOf([])).toEqual({ fanIn: 1, fanOut: 1 });
    expect(fansOf([7])).toEqual({ fanIn: 7, fanOut: 7 });
    expect(fansOf([3, 5])).toEqual({ fanIn: 3, fanOut: 5 });
    expect(fansOf([4, 3, 5])).toEqual({ fanIn: 12, fanOut: 20 });
    // Depthwise: height, width, channels, multiplier.
    expect(fansOf([3, 3, 6, 2])).toEqual({ fanIn: 54, fanOut: 18 });
  });

  it('identity matrices may be wide or tall', () => {
    expect([...draw({ kind: 'identity', gain: 2 }, [2, 3])]).toEqual([2, 0, 0, 0, 2, 0]);
    expect([...draw({ kind: 'identity' }, [3, 2])]).toEqual([1, 0, 0, 1, 0, 0]);
  });
});

describe('orthogonal', () => {
  it.each([
    ['square', [40, 40]],
    ['tall', [60, 25]],
    ['wide', [25, 60]],
    ['a kernel of four axes', [3, 3, 4, 20]],
    ['one column', [9, 1]],
  ] as const)('%s: QᵀQ = gain² I, up to rounding', (_what, shape) => {
    const gain = 1.5;
    const q = draw({ kind: 'orthogonal', gain }, shape);
    const columns = shape[shape.length - 1];
    const rows = q.length / columns;
    const [count, n] = [Math.min(rows, columns), Math.max(rows, columns)];
    const at = (vector: number, i: number) => (rows >= columns ? q[i * columns + vector] : q[vector * columns + i]);
    for (let a = 0; a < count; a++) {
      for (let b = 0; b <= a; b++) {
        let dot = 0;
        for (let i = 0; i < n; i++) dot += at(a, i) * at(b, i);
        expect(Math.abs(dot - (a === b ? gain ** 2 : 0))).toBeLessThan(1e-12);
      }
    }
  });

  it('all directions are equally likely: the first element over many seeds follows the density of a circle', () => {
    const first = Array.from({ length: 4000 }, (_, seed) => draw({ kind: 'orthogonal' }, [2, 2], seed)[0]);
    const { mean, meanError, variance, varianceError } = statistics(first);
    expect(Math.abs(mean)).toBeLessThan(5 * meanError);
    expect(Math.abs(variance - 0.5)).toBeLessThan(5 * varianceError);
    // A third of all angles are within 60° of the axis, one way or the other: |cos| > 1/2 for two thirds.
    const share = first.filter((v) => Math.abs(v) > 0.5).length / first.length;
    expect(Math.abs(share - 2 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / first.length));
  });
});

describe('given numbers', () => {
  const filled = (values: unknown, shape: Shape) => [
    ...draw(initializerFor({ kind: 'values', values }, shape, 'kernel'), shape),
  ];

  it('fill a weight as they are, flat or nested like it', () => {
    expect(filled([1, 2, 3, 4, 5, 6], [2, 3])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(
      filled(
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [2, 3],
      ),
    ).toEqual([1, 2, 3, 4, 5, 6]);
    expect(filled([[[[7], [-8]]]], [1, 1, 2, 1])).toEqual([7, -8]);
    expect(filled([0.25], [1, 1])).toEqual([0.25]);
  });

  it.each([
    ['too few', [1, 2, 3], [2, 2]],
    ['another nesting', [[1, 2, 3, 4]], [2, 2]],
    ['turned round', [[1], [2]], [1, 2]],
    ['rows of different length', [[1, 2], [3]], [3]],
  ])('that do not fit are refused: %s', (_what, values, shape) => {
    expect(() => initializerFor({ kind: 'values', values }, shape, 'kernel')).toThrow(
      expect.objectContaining({ code: 'initializerShape' }),
    );
  });

  it.each([[undefined], [[]], [[[]]], [['a']], [[Number.NaN]], [3]])(
    'that are no numbers are refused: %j',
    (values) => {
      expect(() => initializerOf({ kind: 'values', values })).toThrow(
        expect.objectContaining({ code: 'initializerSetting' }),
      );
      expect(initializerSetting('zeros').safeParse({ kind: 'values', values }).success).toBe(false);
      expect(initializerSetting('zeros').safeParse('values').success).toBe(false);
    },
  );
});

describe('as a setting of a layer', () => {
  const network = (settings: Record<string, unknown>) => ({
    format: 1 as const,
    input: { shape: [30] },
    layers: [{ id: 'a', kind: 'dense', units: 20, ...settings }],
    loss: { kind: 'meanSquaredError' },
  });
  const weightsOf = (settings: Record<string, unknown>, seed = 1) =>
    initialWeights(buildGraph(network(settings), { batchSize: 1, mode: 'inference' }), seed);

  it('may be a name or a name with settings', () => {
    const kernel = (initializer: unknown) => [...weightsOf({ kernelInitializer: initializer }).get('a/kernel')!];
    expect(kernel('heNormal')).toEqual(kernel({ kind: 'heNormal' }));
    expect(new Set(kernel({ kind: 'constant', value: 0.5 }))).toEqual(new Set([0.5]));
    expect([...weightsOf({ biasInitializer: 'ones' }).get('a/bias')!]).toEqual(new Array(20).fill(1));
  });

  it('gives float32 values that depend on the seed and on the weight', () => {
    const first = weightsOf({ kernelInitializer: 'orthogonal', biasInitializer: 'randomNormal' });
    for (const values of first.values()) for (const v of values) expect(Math.fround(v)).toBe(v);
    expect(first).toEqual(weightsOf({ kernelInitializer: 'orthogonal', biasInitializer: 'randomNormal' }));
    const other = weightsOf({ kernelInitializer: 'orthogonal', biasInitializer: 'randomNormal' }, 2);
    expect(other.get('a/kernel')).not.toEqual(first.get('a/kernel'));
    const renamed = network({ kernelInitializer: 'orthogonal' });
    renamed.layers[0].id = 'b';
    const kernel = initialWeights(buildGraph(renamed, { batchSize: 1, mode: 'inference' }), 1).get('b/kernel');
    expect(kernel).not.toEqual(first.get('a/kernel'));
  });

  it.each([
    ['orthogonal', 'biasInitializer', 'initializerShape'],
    ['identity', 'biasInitializer', 'initializerShape'],
    [{ kind: 'constant', valu: 1 }, 'kernelInitializer', 'layerSetting'],
    ['glorot', 'kernelInitializer', 'layerSetting'],
  ])('%o as %s is refused, naming layer and code', (initializer, setting, code) => {
    expect(() => weightsOf({ [setting]: initializer })).toThrow(
      expect.objectContaining({
        code,
        params: expect.objectContaining({ layer: 'a', setting: expect.stringContaining(setting) }),
      }),
    );
  });

  it('has a schema that can be written as JSON Schema', () => {
    const schema = z.object({ a: initializerSetting('zeros') });
    const json = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }));
    for (const kind of Object.keys(INITIALIZERS)) expect(json).toContain(`"${kind}"`);
    expect(schema.parse({})).toEqual({ a: 'zeros' });
    expect(schema.parse({ a: { kind: 'randomNormal', mean: 1 } })).toEqual({
      a: { kind: 'randomNormal', mean: 1, stddev: 0.05 },
    });
  });

  it('errors name initializer and setting', () => {
    const thrown = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(thrown(() => initializerOf('riddle'))).toMatchObject({ code: 'unknownInitializer' });
    expect(thrown(() => initializerOf('toString'))).toMatchObject({ code: 'unknownInitializer' });
    expect(thrown(() => initializerOf({ kind: 'randomNormal', stddev: -1 }))).toMatchObject({
      code: 'initializerSetting',
      params: { initializer: 'randomNormal', setting: 'stddev' },
    });
    expect(thrown(() => initializerFor('identity', [2, 2, 2], 'kernel'))).toMatchObject({
      code: 'initializerShape',
      params: { initializer: 'identity', shape: '[2, 2, 2]', setting: 'kernelInitializer' },
    });
    expect(initializerFor('randomUniform', [2], 'bias')).toEqual({
      kind: 'randomUniform',
      minval: -0.05,
      maxval: 0.05,
    });
  });
});
