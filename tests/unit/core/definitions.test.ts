/**
 * One definition, many uses: given derivatives equal derived ones, stable forms equal shown ones, every registered kind
 * can be built, and initial weights have the spread theory asks for.
 */
import { describe, expect, it } from 'vitest';
import { ACTIVATIONS } from '@/core/activations';
import { differentiate, evaluate } from '@/core/expr';
import { buildGraph, buildOptimizerGraph } from '@/core/graph/build';
import { initialStates } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import type { NetworkSpec } from '@/core/network/spec';
import { validateNetwork } from '@/core/network/validate';
import { GraphError } from '@/core/ops/types';
import { OPTIMIZERS, optimizerOf } from '@/core/optimizers';

const points = [-30, -3, -1.2, -0.3, 0.4, 1, 2.7, 30];

describe('activations', () => {
  const elementwise = Object.values(ACTIVATIONS).filter((a) => a.elementwise);

  it.each(elementwise.map((a) => [a.kind, a] as const))('%s: derivative and stable form agree', (_kind, a) => {
    const { expr, stable, derivative } = a.elementwise!;
    for (const x of points) {
      const y = evaluate(expr, { x });
      if (stable) expect(evaluate(stable, { x })).toBeCloseTo(y, 12);
      if (derivative) expect(evaluate(derivative, { x, y })).toBeCloseTo(evaluate(differentiate(expr, 'x'), { x }), 12);
    }
  });

  it('relu has derivative 0 at 0', () => {
    expect(evaluate(differentiate(ACTIVATIONS.relu.elementwise!.expr, 'x'), { x: 0 })).toBe(0);
  });
});

describe('optimizers', () => {
  it.each(Object.keys(OPTIMIZERS))('%s moves against the gradient and keeps every state it names', (kind) => {
    const { definition, settings } = optimizerOf({ kind });
    const graph = buildOptimizerGraph({ kind, learningRate: 0.1 }, [5]);
    expect(graph.states.map((s) => s.state)).toEqual(
      definition.state(settings).map((state) => (typeof state === 'string' ? state : state.name)),
    );
    const feeds = new Map<string, Float64Array | number>([
      ['theta', new Float64Array(5)],
      ['input', Float64Array.of(-2, -1, 0, 1, 2)],
      ['learningRate', 0.1],
      ['step', 1],
      ...initialStates(graph),
    ]);
    const theta = interpret(graph, feeds).values[graph.updates.get('theta')!];
    expect([...theta].map(Math.sign)).toEqual([1, 1, 0, -1, -1]);
  });

  it('global norm clipping scales all gradients by one factor', () => {
    const spec: NetworkSpec = {
      format: 1,
      input: { shape: [2] },
      layers: [{ id: 'a', kind: 'dense', units: 2 }],
      loss: { kind: 'meanSquaredError' },
    };
    const optimizer = { kind: 'sgd', learningRate: 1, globalClipNorm: 0.01 };
    const graph = buildGraph(spec, { batchSize: 1, mode: 'training', optimizer });
    const zero = (n: number) => new Float64Array(n);
    const { values } = interpret(
      graph,
      new Map<string, Float64Array | number>([
        ['input', Float64Array.of(3, -4)],
        ['target', Float64Array.of(10, 20)],
        ['a/kernel', zero(4)],
        ['a/bias', zero(2)],
        ['learningRate', 1],
        ['step', 1],
      ]),
    );
    const moved = ['a/kernel', 'a/bias'].flatMap((name) => [...values[graph.updates.get(name)!]]);
    expect(Math.hypot(...moved)).toBeCloseTo(0.01, 12);
  });

  it('refuses settings out of range, naming them', () => {
    const build = () => buildOptimizerGraph({ kind: 'adam', learningRate: 0.1, beta1: 1.5 }, [1]);
    expect(build).toThrow(GraphError);
    expect(build).toThrow(/beta1/);
  });
});

describe('invalid networks', () => {
  const base = (layers: NetworkSpec['layers']): NetworkSpec => ({
    format: 1,
    input: { shape: [4] },
    layers,
    loss: { kind: 'meanSquaredError' },
  });

  it.each([
    ['an unknown layer', [{ id: 'a', kind: 'dens' }], 'unknownLayer', 'a', 'kind'],
    ['a setting out of range', [{ id: 'a', kind: 'dense', units: 0 }], 'layerSetting', 'a', 'units'],
    ['an unknown setting', [{ id: 'a', kind: 'dense', units: 3, unit: 4 }], 'layerSetting', 'a', 'unit'],
    ['an input that is not there', [{ id: 'a', kind: 'flatten', inputs: ['b'] }], 'unknownInput', 'a', 'inputs'],
    [
      'two layers of one name',
      [
        { id: 'a', kind: 'flatten' },
        { id: 'a', kind: 'flatten' },
      ],
      'duplicateLayer',
      'a',
      'id',
    ],
    ['no layer', [], 'noLayers', null, null],
  ])('%s is named with its layer and setting', (_what, layers, code, layer, setting) => {
    expect(validateNetwork(base(layers))).toMatchObject([{ code, layer, setting }]);
  });

  it('a mended setting makes the network valid', () => {
    const [problem] = validateNetwork(base([{ id: 'a', kind: 'dense', units: 3, activation: 'rleu' }]));
    expect(problem.setting).toBe('activation');
    expect(validateNetwork(problem.fix!)).toEqual([]);
  });
});
