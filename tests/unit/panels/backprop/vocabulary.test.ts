/**
 * Everything the vocabulary has can be stepped: for every kind of layer, activation, loss and optimizer a tiny network is
 * built, and every step of its timeline has a name and a sentence of its own in both languages.
 */
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACTIVATIONS } from '@/core/activations';
import { buildGraph } from '@/core/graph/build';
import type { Graph, Trace } from '@/core/graph/types';
import { interpret } from '@/core/interpreter/interpret';
import { buildTimeline, type Granularity } from '@/core/interpreter/timeline';
import { LAYERS } from '@/core/layers';
import { LOSSES } from '@/core/losses';
import type { LayerSpec, NetworkSpec, OptimizerSpec } from '@/core/network/spec';
import { OPTIMIZERS } from '@/core/optimizers';
import en from '@/locales/en/backprop.json';
import zh from '@/locales/zh-CN/backprop.json';
import { describe as describeStep, operationName } from '@/panels/backprop/model/describe';
import { equationOf } from '@/panels/backprop/model/equation';
import { focusOf } from '@/panels/backprop/model/moment';
import { locate, networkModel, placeKey } from '@/panels/backprop/model/network';
import { operationGraph } from '@/panels/backprop/model/operations';
import { say, type Words, worded } from '@/panels/backprop/words';
import { LAYER_CASES, type LayerCase } from '../../../support/layerCases';
import { feedsFor } from './networks';

const LANGUAGES = ['en', 'zh-CN'] as const;
const words = new Map<string, Words>();
beforeAll(async () => {
  const instance = i18next.createInstance();
  const resources = { en: { backprop: en }, 'zh-CN': { backprop: zh } };
  await instance.init({ resources, lng: 'en', interpolation: { escapeValue: false } });
  for (const language of LANGUAGES) words.set(language, instance.getFixedT(language, 'backprop') as unknown as Words);
});

const SGD: OptimizerSpec = { kind: 'sgd', learningRate: 0.1 };
/** Sentences and names that say nothing in particular. */
const VAGUE = /^(?:say\.(?:forward|loss|update)\.other|say\.backward\.helper|op\.(?:elementwise|line\.other))$/;

/** Keys without words, words without their numbers, values without a symbol. */
const UNWORDED = /\b(?:say|op|title|place)\.[a-z]|\{\{\w+\}\}|undefined|NaN|v\^\{\[/i;

interface Stepped {
  graph: Graph;
  trace: Trace;
}

function stepped(network: Omit<NetworkSpec, 'format'>, optimizer = SGD, batchSize = 2, indices?: number): Stepped {
  const graph = buildGraph({ format: 1, ...network } as NetworkSpec, { batchSize, mode: 'training', optimizer });
  const feeds = new Map(feedsFor(graph));
  if (indices !== undefined) {
    const input = feeds.get('input') as Float64Array;
    feeds.set(
      'input',
      input.map((_, i) => (i * 3) % indices),
    );
  }
  return { graph, trace: interpret(graph, feeds) };
}

/** Steps to look at: all of a short timeline, a stretch of each phase of a long one. */
function* looked(granularity: Granularity, graph: Graph): Generator<number> {
  for (const { first, length } of buildTimeline(graph, granularity).phases) {
    const most = granularity === 'element' ? 14 : 120;
    for (let i = 0; i < length; i++) if (i < most || i >= length - most) yield first + i;
  }
}

function expectWords({ graph, trace }: Stepped, granularities: readonly Granularity[]): void {
  const model = networkModel(graph);
  for (const granularity of granularities) {
    const timeline = buildTimeline(graph, granularity);
    let before = { index: -1, title: '', heading: '' };
    for (const index of looked(granularity, graph)) {
      const step = timeline.step(index);
      const focus = focusOf({ graph, timeline, position: index, values: trace.values }, step, 0);
      const { title, sentence } = describeStep(model, step, focus, trace.values);
      const { name } = graph.nodes[focus.node];
      for (const language of LANGUAGES) {
        const use = words.get(language) as Words;
        for (const message of [title, sentence, operationName(graph.nodes[focus.node], graph)]) {
          expect(worded(use, message), `${name}: ${message.key}`).not.toMatch(UNWORDED);
          expect(say(use, message), `${name}: ${message.key}`).not.toMatch(/⟦|⟧/);
        }
      }
      for (const { key } of [sentence, operationName(graph.nodes[focus.node], graph)]) {
        expect(key, `${name} of ${granularity} steps`).not.toMatch(VAGUE);
      }
      const heading = `${step.phase} · ${say(words.get('en') as Words, title)}`;
      if (before.index === index - 1) {
        expect(heading, `${before.title} and ${name} (${granularity})`).not.toBe(before.heading);
      }
      before = { index, title: name, heading };
    }
  }
}

const ALL: readonly Granularity[] = ['element', 'neuron', 'operation', 'layer', 'phase'];

/** A network around a layer: weights before it, so that gradients pass through it, and two classes after it. */
function around({ layer, inputShape, otherShapes, indices }: LayerCase): Omit<NetworkSpec, 'format'> {
  const before: LayerSpec =
    inputShape.length === 3
      ? { id: 'before', kind: 'conv2d', filters: inputShape[2], kernelSize: 1 }
      : { id: 'before', kind: 'dense', units: inputShape[inputShape.length - 1] };
  const others = (otherShapes ?? []).map((_, i): LayerSpec => ({ ...before, id: `other${i + 1}`, inputs: ['input'] }));
  const inputs = otherShapes === undefined ? {} : { inputs: ['before', ...others.map(({ id }) => id)] };
  return {
    input: { shape: inputShape },
    layers: [
      ...(indices === undefined ? [before] : []),
      ...others,
      { id: 'asked', ...layer, ...inputs } as LayerSpec,
      { id: 'flatten', kind: 'flatten' },
      { id: 'output', kind: 'dense', units: 2, activation: 'softmax' },
    ],
    loss: { kind: 'categoricalCrossentropy' },
  };
}

describe('layers', () => {
  const cases = LAYER_CASES.filter(({ mode, otherShapes, inputShape }) => {
    // What stands beside the layer here has the shape that it reads itself.
    const alike = otherShapes?.every((shape) => shape.join() === inputShape.join()) ?? true;
    return mode !== 'inference' && alike;
  });

  it('are all there', () => {
    const kinds = new Set(cases.map(({ layer }) => layer.kind));
    expect(Object.keys(LAYERS).filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const own = stepped(around(one), SGD, 2, one.indices);
    expectWords(own, ALL);
    const { graph } = own;
    const model = networkModel(graph);
    // Each weight is somewhere in the picture, or in none of it, and no two at the same place.
    const keys = graph.weights.flatMap(({ node, shape }) => {
      const count = shape.reduce((a, b) => a * b, 1);
      return Array.from({ length: count }, (_, element) => locate(model, { node, element })).flatMap((place) =>
        place === null ? [] : [placeKey(place)],
      );
    });
    expect(new Set(keys).size).toBe(keys.length);
    for (const box of operationGraph(graph).boxes) {
      const equation = equationOf(graph, box.members);
      expect(equation).not.toMatch(/undefined|operatorname\{(?:conv|depthwise|resize|reduce|max|avg|random)/);
    }
  });
});

describe('activations', () => {
  it.each(Object.keys(ACTIVATIONS))('%s', (activation) => {
    // A step has no slope to train by: what comes before it stays as it is.
    const flat = activation === 'step' || activation === 'sign';
    const hidden: LayerSpec = { id: 'bend', kind: 'activation', activation };
    const own = stepped({
      input: { shape: [3] },
      layers: [
        ...(flat ? [] : [{ id: 'hidden', kind: 'dense', units: 4 }]),
        hidden,
        { id: 'out', kind: 'dense', units: 2 },
      ],
      loss: { kind: 'meanSquaredError' },
    });
    expectWords(own, ALL);
    const { activation: shown } = networkModel(own.graph).columns.find(({ layer }) => layer === 'bend') ?? {};
    if (activation === 'linear') return;
    for (const language of LANGUAGES) {
      const use = words.get(language) as Words;
      expect(use(`symbol.${shown}`)).not.toContain('symbol.');
      expect(use(`op.${shown}`)).not.toContain('op.');
    }
  });
});

const SETTINGS: Record<string, object[]> = {
  binaryCrossentropy: [{ labelSmoothing: 0.1 }, { classWeights: [1, 2] }, { fromLogits: true }],
  categoricalCrossentropy: [
    { labelSmoothing: 0.1, classWeights: [1, 2, 3] },
    { normalize: true },
    { fromLogits: true },
  ],
  sparseCategoricalCrossentropy: [{ classWeights: [1, 2, 3] }],
};

describe('losses', () => {
  const cases = Object.entries(LOSSES)
    .filter(([, { trainable }]) => trainable !== false)
    .flatMap(([kind]) => [{}, ...(SETTINGS[kind] ?? [])].map((settings) => [kind, settings] as const));

  it.each(cases)('%s %o', (kind, settings) => {
    const probabilities = /ategorical|klDivergence/.test(kind);
    for (const activation of kind === 'binaryCrossentropy'
      ? ['sigmoid', 'linear']
      : [probabilities ? 'softmax' : 'softplus']) {
      expectWords(
        stepped({
          input: { shape: [3] },
          layers: [{ id: 'output', kind: 'dense', units: 3, activation }],
          loss: { kind, ...settings },
        }),
        ALL,
      );
    }
  });

  it('with what weights cost', () => {
    const layer = (id: string, kind: string) => ({ id, kind: 'dense', units: 2, kernelRegularizer: { kind } });
    const own = stepped({
      input: { shape: [2] },
      layers: [layer('a', 'l1'), layer('b', 'l2'), { ...layer('c', 'l1l2'), kernelConstraint: { kind: 'maxNorm' } }],
      loss: { kind: 'halfSquaredError' },
    });
    expectWords(own, ALL);
  });
});

describe('optimizers', () => {
  const forms: Record<string, object[]> = {
    momentum: [{ form: 'ema' }],
    rmsprop: [{ centered: true, momentum: 0.9 }],
    adam: [{ amsgrad: true }, { biasCorrection: false }],
    sgd: [
      { weightDecay: 0.01 },
      { clipNorm: 1 },
      { globalClipNorm: 1 },
      { clipValue: 1 },
      { globalClipNorm: 2, clipNorm: 1, clipValue: 0.5 },
    ],
  };
  const cases = Object.keys(OPTIMIZERS).flatMap((kind) =>
    [{}, ...(forms[kind] ?? [])].map((form) => [kind, form] as const),
  );
  it.each(cases)('%s %o', (kind, form) => {
    const own = stepped(
      {
        input: { shape: [2] },
        layers: [
          { id: 'hidden', kind: 'dense', units: 2, activation: 'tanh' },
          { id: 'output', kind: 'dense', units: 1 },
        ],
        loss: { kind: 'meanSquaredError' },
      },
      { kind, learningRate: 0.1, ...form },
    );
    expectWords(own, ALL);
  });
});
