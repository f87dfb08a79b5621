/**
 * Every optimizer, with every form it has, against its update written a second time in plain arithmetic: from the same
 * gradients, over steps, clipped and with decaying weights.
 */
import { describe, expect, it } from 'vitest';
import { buildGraph, buildOptimizerGraph } from '@/core/graph/build';
import { initialStates } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import type { NetworkSpec } from '@/core/network/spec';
import { OPTIMIZERS, optimizerOf } from '@/core/optimizers';
import { numbers } from '../../../support/graphs';

/** One weight's update in a closure that keeps its own state: (θ, g, t) → θ. */
type Update = (theta: number, g: number, t: number) => number;
const RATE = 0.05;

function moments(beta1 = 0.9, beta2 = 0.999) {
  let m = 0;
  let v = 0;
  return (g: number) => {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    return { m, v };
  };
}

function heavyBall(mu = 0.9, damped = 1) {
  let v = 0;
  return (g: number) => {
    v = mu * v + damped * g;
    return v;
  };
}

function adam(correct = true): Update {
  const next = moments();
  return (theta, g, t) => {
    const { m, v } = next(g);
    const [a, b] = correct ? [1 - 0.9 ** t, 1 - 0.999 ** t] : [1, 1];
    return theta - (RATE * (m / a)) / (Math.sqrt(v / b) + 1e-7);
  };
}

function decayed(update: Update, lambda: number): Update {
  return (theta, g, t) => {
    const shrunk = theta * (1 - RATE * lambda);
    return shrunk + (update(theta, g, t) - theta);
  };
}

function rmsprop(centered: boolean, mu: number): Update {
  let mean = 0;
  let square = 0;
  const ball = heavyBall(mu);
  return (theta, g) => {
    mean = 0.9 * mean + 0.1 * g;
    square = 0.9 * square + 0.1 * g * g;
    const root = Math.sqrt(square - (centered ? mean * mean : 0)) + 1e-7;
    return theta - RATE * (mu > 0 ? ball(g / root) : g / root);
  };
}

/** Settings and what they should do. */
const UPDATES: [string, Record<string, unknown>, () => Update][] = [
  ['sgd', {}, () => (theta, g) => theta - RATE * g],
  [
    'momentum',
    {},
    () =>
      (
        (ball) => (theta, g) =>
          theta - RATE * ball(g)
      )(heavyBall()),
  ],
  [
    'momentum',
    { form: 'ema', momentum: 0.5 },
    () =>
      (
        (ball) => (theta, g) =>
          theta - RATE * ball(g)
      )(heavyBall(0.5, 0.5)),
  ],
  [
    'nesterov',
    {},
    () =>
      (
        (ball) => (theta, g) =>
          theta - RATE * (g + 0.9 * ball(g))
      )(heavyBall()),
  ],
  [
    'adagrad',
    { initialAccumulatorValue: 0.2 },
    () => {
      let sum = 0.2;
      return (theta, g) => {
        sum += g * g;
        return theta - (RATE * g) / (Math.sqrt(sum) + 1e-7);
      };
    },
  ],
  ['rmsprop', {}, () => rmsprop(false, 0)],
  ['rmsprop', { centered: true }, () => rmsprop(true, 0)],
  ['rmsprop', { momentum: 0.5 }, () => rmsprop(false, 0.5)],
  [
    'adadelta',
    {},
    () => {
      let squares = 0;
      let steps = 0;
      return (theta, g) => {
        squares = 0.95 * squares + 0.05 * g * g;
        const step = (g * Math.sqrt(steps + 1e-7)) / Math.sqrt(squares + 1e-7);
        steps = 0.95 * steps + 0.05 * step * step;
        return theta - RATE * step;
      };
    },
  ],
  ['adam', {}, adam],
  ['adam', { biasCorrection: false }, () => adam(false)],
  [
    'adam',
    { amsgrad: true },
    () => {
      const next = moments();
      let most = 0;
      return (theta, g, t) => {
        const { m, v } = next(g);
        most = Math.max(most, v);
        return theta - (RATE * (m / (1 - 0.9 ** t))) / (Math.sqrt(most / (1 - 0.999 ** t)) + 1e-7);
      };
    },
  ],
  [
    'adam',
    { coupledDecay: 0.3 },
    () => {
      // As PyTorch's Adam has its weight decay.
      const plain = adam();
      return (theta, g, t) => plain(theta, g + 0.3 * theta, t);
    },
  ],
  ['adamw', { weightDecay: 0.3 }, () => decayed(adam(), 0.3)],
  [
    'adamax',
    {},
    () => {
      const next = moments();
      let u = 0;
      return (theta, g, t) => {
        u = Math.max(0.999 * u, Math.abs(g) + 1e-7);
        return theta - ((RATE / (1 - 0.9 ** t)) * next(g).m) / u;
      };
    },
  ],
  [
    'nadam',
    {},
    () => {
      const next = moments();
      let product = 1;
      const mu = (t: number) => 0.9 * (1 - 0.5 * 0.96 ** (t * 0.004));
      return (theta, g, t) => {
        const { m, v } = next(g);
        product *= mu(t);
        // As in PyTorch: the present momentum is in the first denominator twice.
        const ahead = (mu(t + 1) * m) / (1 - product * mu(t) * mu(t + 1)) + ((1 - mu(t)) * g) / (1 - product);
        return theta - (RATE * ahead) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-7);
      };
    },
  ],
  [
    'radam',
    {},
    () => {
      const next = moments();
      const longest = 2 / (1 - 0.999) - 1;
      return (theta, g, t) => {
        const { m, v } = next(g);
        const rho = longest - (2 * t * 0.999 ** t) / (1 - 0.999 ** t);
        const mean = m / (1 - 0.9 ** t);
        if (rho <= 5) return theta - RATE * mean;
        const r = Math.sqrt(((rho - 4) * (rho - 2) * longest) / ((longest - 4) * (longest - 2) * rho));
        return theta - (RATE * mean * r * Math.sqrt(1 - 0.999 ** t)) / (Math.sqrt(v) + 1e-7);
      };
    },
  ],
  [
    'lion',
    {},
    () => {
      let m = 0;
      return (theta, g) => {
        const vote = Math.sign(0.9 * m + 0.1 * g);
        m = 0.99 * m + 0.01 * g;
        return theta - RATE * vote;
      };
    },
  ],
  [
    'sgdw',
    { weightDecay: 0.3 },
    () =>
      decayed(
        (
          (ball) => (theta, g) =>
            theta - RATE * ball(g)
        )(heavyBall()),
        0.3,
      ),
  ],
];

const STEPS = [1, 2, 3, 10, 11, 1000];
const GRADIENTS = STEPS.map((t) => numbers(`gradient ${t}`, 4));

/** θ after each of the steps, in the graph. */
function run(spec: { kind: string } & Record<string, unknown>): Float64Array[] {
  const graph = buildOptimizerGraph({ learningRate: RATE, ...spec }, [4]);
  const state = new Map(initialStates(graph));
  let theta = numbers('theta', 4);
  return STEPS.map((step, i) => {
    const { values } = interpret(
      graph,
      new Map<string, Float64Array | number>([
        ['theta', theta],
        ['input', GRADIENTS[i]],
        ['learningRate', RATE],
        ['step', step],
        ...state,
      ]),
    );
    for (const { name, update } of graph.states) state.set(name, values[update]);
    theta = values[graph.updates.get('theta')!];
    return theta;
  });
}

/** The same by hand, with the gradients as they are or changed first. */
function byHand(update: () => Update, change: (g: Float64Array) => Float64Array = (g) => g): number[][] {
  const updates = Array.from({ length: 4 }, update);
  let theta = [...numbers('theta', 4)];
  return STEPS.map((t, i) => {
    const g = change(GRADIENTS[i]);
    theta = theta.map((value, element) => updates[element](value, g[element], t));
    return theta;
  });
}

function expectSame(actual: Float64Array[], expected: number[][]) {
  actual.forEach((theta, i) => {
    for (const [element, value] of theta.entries()) expect(value).toBeCloseTo(expected[i][element], 6);
  });
}

it('every optimizer is among them', () => {
  expect([...new Set(UPDATES.map(([kind]) => kind))].sort()).toEqual(Object.keys(OPTIMIZERS).sort());
});

describe.each(UPDATES)('%s %o', (kind, settings, update) => {
  it('does the arithmetic of its definition', () => {
    expectSame(run({ kind, ...settings }), byHand(update));
  });

  it('with decaying weights, apart from the gradient', () => {
    // A decay of its own, apart from the gradient or in it.
    const own = 'weightDecay' in settings || 'coupledDecay' in settings;
    const expected = own ? byHand(update) : byHand(() => decayed(update(), 0.2));
    expectSame(run({ kind, ...(own ? settings : { ...settings, weightDecay: 0.2 }) }), expected);
  });

  it('clipped by norm and by value', () => {
    const norm = (g: Float64Array) => g.map((v) => v * Math.min(1, 0.5 / Math.hypot(...g)));
    expectSame(run({ kind, ...settings, clipNorm: 0.5 }), byHand(update, norm));
    const value = (g: Float64Array) => g.map((v) => Math.min(0.3, Math.max(-0.3, v)));
    expectSame(run({ kind, ...settings, clipValue: 0.3 }), byHand(update, value));
  });
});

describe('weight decay', () => {
  it('is a line of its own before the lines of the optimizer', () => {
    const graph = buildOptimizerGraph({ kind: 'sgd', learningRate: RATE, weightDecay: 0.2 }, [4]);
    const names = graph.nodes.filter((node) => node.phase === 'update').map((node) => node.name);
    expect(names).toEqual(['update/theta/decayed', 'update/theta/theta']);
  });

  it('of 0 adds nothing', () => {
    const plain = buildOptimizerGraph({ kind: 'adam', learningRate: RATE }, [4]);
    expect(buildOptimizerGraph({ kind: 'adam', learningRate: RATE, weightDecay: 0 }, [4]).nodes).toEqual(plain.nodes);
  });

  it('is refused out of range, by name', () => {
    for (const kind of ['sgd', 'adamw']) {
      expect(() => optimizerOf({ kind, learningRate: RATE, weightDecay: 2 })).toThrow(/weightDecay/);
    }
    expect(() => optimizerOf({ kind: 'sgd', learningRate: RATE, momentun: 1 })).toThrow(/momentun/);
  });

  it('goes along with clipping of all gradients together', () => {
    const network: NetworkSpec = {
      format: 1,
      input: { shape: [2] },
      layers: [{ id: 'a', kind: 'dense', units: 2 }],
      loss: { kind: 'meanSquaredError' },
    };
    const optimizer = { kind: 'sgd', learningRate: 1, globalClipNorm: 0.01, weightDecay: 0.5 };
    const graph = buildGraph(network, { batchSize: 1, mode: 'training', optimizer });
    const { values } = interpret(
      graph,
      new Map<string, Float64Array | number>([
        ['input', Float64Array.of(3, -4)],
        ['target', Float64Array.of(10, 20)],
        ['a/kernel', Float64Array.of(1, 2, 3, 4)],
        ['a/bias', Float64Array.of(1, 1)],
        ['learningRate', 1],
        ['step', 1],
      ]),
    );
    const before = [1, 2, 3, 4, 1, 1];
    const moved = ['a/kernel', 'a/bias'].flatMap((name) => [...values[graph.updates.get(name)!]]);
    expect(Math.hypot(...moved.map((value, i) => value - before[i] / 2))).toBeCloseTo(0.01, 12);
  });
});
