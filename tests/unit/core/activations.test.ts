/** Every activation: values against arithmetic written a second time, derivatives against central differences, extremes. */
import { describe, expect, it } from 'vitest';
import { ACTIVATIONS } from '@/core/activations';
import { evaluate } from '@/core/expr';
import { buildLayerGraph } from '@/core/graph/build';
import { interpret } from '@/core/interpreter/interpret';
import { numbers } from '../../support/graphs';
import { integral } from '../../support/statistics';

type Row = (x: readonly number[]) => number[];
const each =
  (f: (x: number) => number): Row =>
  (x) =>
    x.map(f);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
/** Φ(x): the probability that a standard normal number is below x, by integration. */
const below = (x: number) => 0.5 + integral((u) => Math.exp((-u * u) / 2), 0, x, 20_000) / Math.sqrt(2 * Math.PI);
const softmax: Row = (x) => {
  const powers = x.map((v) => Math.exp(v - Math.max(...x)));
  return powers.map((v) => v / powers.reduce((a, b) => a + b));
};

const VALUES: Record<string, Row> = {
  linear: each((x) => x),
  step: each((x) => (x < 0 ? 0 : 1)),
  sign: each((x) => Math.sign(x)),
  sigmoid: each(sigmoid),
  hardSigmoid: each((x) => (x < -3 ? 0 : x > 3 ? 1 : (x + 3) / 6)),
  tanh: each(Math.tanh),
  relu: each((x) => (x > 0 ? x : 0)),
  relu6: each((x) => (x < 0 ? 0 : x > 6 ? 6 : x)),
  leakyReLU: each((x) => (x > 0 ? x : 0.3 * x)),
  elu: each((x) => (x > 0 ? x : Math.expm1(x))),
  selu: each((x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))),
  gelu: each((x) => x * below(x)),
  geluTanh: each((x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))),
  swish: each((x) => x * sigmoid(x)),
  mish: each((x) => x * Math.tanh(Math.log(1 + Math.exp(x)))),
  softplus: each((x) => Math.log(1 + Math.exp(x))),
  softsign: each((x) => x / (1 + Math.abs(x))),
  exponential: each(Math.exp),
  softmax,
  logSoftmax: (x) => softmax(x).map(Math.log),
};

const graphOf = (activation: string) =>
  buildLayerGraph({ kind: 'activation', activation }, { inputShape: [5], batchSize: 2, mode: 'training' });

const run = (activation: string, x: ArrayLike<number>, upstream: ArrayLike<number> = new Float64Array(10)) => {
  const graph = graphOf(activation);
  const feeds = new Map([
    ['input', Float64Array.from(x)],
    ['upstream', Float64Array.from(upstream)],
  ]);
  const { values } = interpret(graph, feeds);
  const gradient = graph.gradients.get(graph.input);
  return { output: values[graph.output], gradient: gradient === undefined ? new Float64Array(10) : values[gradient] };
};

it('every activation is among them', () => {
  expect(Object.keys(VALUES).sort()).toEqual(Object.keys(ACTIVATIONS).sort());
});

describe.each(Object.entries(VALUES))('%s', (kind, row) => {
  it.each([0.5, 3])('has the values of its definition, for inputs of size %d', (size) => {
    const x = numbers(kind, 10, size);
    const expected = [...row([...x.subarray(0, 5)]), ...row([...x.subarray(5)])];
    run(kind, x).output.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 9);
    });
  });

  it.each([0.5, 3])('has the gradient that central differences find, for inputs of size %d', (size) => {
    const x = numbers(`${kind}, differentiated`, 10, size);
    const upstream = numbers('upstream', 10);
    const weighted = (moved: Float64Array) => run(kind, moved).output.reduce((sum, v, i) => sum + v * upstream[i], 0);
    run(kind, x, upstream).gradient.forEach((g, element) => {
      const at = (shift: number) => weighted(x.map((v, i) => (i === element ? v + shift : v)));
      expect(Math.abs(g - (at(1e-6) - at(-1e-6)) / 2e-6)).toBeLessThan(1e-7);
    });
  });

  it('stays finite far out, value and derivative, where its limit is', () => {
    for (const far of [-1000, -100, 100, 1000]) {
      if (kind === 'exponential' && far === 1000) continue;
      // One large logit among small ones for the activations of a row.
      const x = [far, 0, 1, -1, 2, far, 0, 1, -1, 2];
      const { output, gradient } = run(kind, x, new Float64Array(10).fill(1));
      expect([...output, ...gradient].every(Number.isFinite), `at ${far}`).toBe(true);
    }
  });
});

describe('conventions', () => {
  it.each([
    ['relu', 0, 0],
    ['step', 0, 1],
    ['sign', 0, 0],
    ['softplus', 0, Math.log(2)],
  ])('%s(%d) = %d', (kind, x, y) => {
    expect(evaluate(ACTIVATIONS[kind].elementwise!.expr, { x })).toBeCloseTo(y, 15);
  });

  it('selu keeps a standard normal signal at mean 0 and variance 1', () => {
    const { expr } = ACTIVATIONS.selu.elementwise!;
    const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    const f = (x: number) => evaluate(expr, { x });
    expect(integral((x) => f(x) * density(x), -10, 10, 4000)).toBeCloseTo(0, 6);
    expect(integral((x) => f(x) ** 2 * density(x), -10, 10, 4000)).toBeCloseTo(1, 6);
  });
});
