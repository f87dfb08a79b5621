/** Broken graphs can be stepped like right ones: words and boxes for everything; the curves, and the game of finding. */
import { beforeEach, describe, expect, it } from 'vitest';
import { FAULTS } from '@/core/faults';
import type { FaultSpec } from '@/core/faults/types';
import { buildGraph } from '@/core/graph/build';
import type { Graph } from '@/core/graph/types';
import { explain } from '@/core/interpreter/explain';
import { interpret } from '@/core/interpreter/interpret';
import { buildTimeline, elementCount, isGiven } from '@/core/interpreter/timeline';
import type { OptimizerSpec } from '@/core/network/spec';
import backpropEn from '@/locales/en/backprop.json';
import en from '@/locales/en/faults.json';
import zh from '@/locales/zh-CN/faults.json';
import { FAULT_CODE } from '@/panels/backprop/faults/code';
import { curvePath, lossScale, tableRows, verdictOf } from '@/panels/backprop/faults/curve';
import {
  breakIt,
  giveUp,
  guess,
  isSecret,
  setStepsPerEpoch,
  startRound,
  useFaults,
} from '@/panels/backprop/faults/store';
import { describe as describeStep, operationName, sentenceOf } from '@/panels/backprop/model/describe';
import { equationOf } from '@/panels/backprop/model/equation';
import type { Message } from '@/panels/backprop/model/message';
import { focusOf } from '@/panels/backprop/model/moment';
import { networkModel } from '@/panels/backprop/model/network';
import { operationGraph } from '@/panels/backprop/model/operations';
import { chainRule, pathsOf } from '@/panels/backprop/model/paths';
import { useSession } from '@/panels/backprop/session';
import { feeds, graphOf, KINDS, NETWORKS, type NetworkName, OPTIMIZERS, specOf } from '../../core/faults/networks';

type Tree = { [key: string]: string | Tree };

function expectWords({ key, params }: Message): void {
  const path = key.split('.');
  const last = path.pop() as string;
  const branch = path.reduce<Tree | string | undefined>(
    (tree, part) => (typeof tree === 'object' ? tree[part] : undefined),
    backpropEn as Tree,
  );
  const found = typeof branch === 'object' ? (branch[last] ?? branch[`${last}_other`]) : undefined;
  expect(typeof found, `no words for ${key}`).toBe('string');
  for (const [, name] of String(found).matchAll(/\{\{(\w+)\}\}/g)) expect(Object.keys(params), key).toContain(name);
}

function expectSteppable(graph: Graph): void {
  const trace = interpret(graph, feeds(graph));
  const model = networkModel(graph);
  for (const granularity of ['neuron', 'operation', 'layer'] as const) {
    const timeline = buildTimeline(graph, granularity);
    for (let position = 1; position <= timeline.length; position++) {
      const step = timeline.step(position);
      const focus = focusOf({ graph, timeline, position, values: trace.values }, step, 0);
      const { title, sentence } = describeStep(model, step, focus, trace.values);
      expectWords(title);
      expectWords(sentence);
    }
  }
  for (const node of graph.nodes) {
    expectWords(operationName(node));
    const element = elementCount(node) - 1;
    expectWords(sentenceOf(model, { node: node.id, element }, trace.values));
    if (isGiven(node)) continue;
    const explanation = explain(trace, node.id, element);
    expect(explanation.value).toBe(trace.values[node.id][element]);
    const paths = pathsOf(trace, explanation);
    if (paths.length > 0) expect(chainRule(paths)?.rule).toContain('\\bwd');
  }
  for (const box of operationGraph(graph).boxes) expect(equationOf(graph, box.members)).not.toContain('undefined');
}

describe.each(KINDS)('%s', (kind) => {
  it.each(Object.keys(NETWORKS) as NetworkName[])('can be stepped in the %s', (network) => {
    expectSteppable(graphOf(network, 'adam', specOf(kind)));
  });

  it('has words and code', () => {
    for (const catalogue of [en, zh] as Tree[]) {
      const words = (catalogue.kinds as Tree)[kind] as Tree;
      for (const key of ['name', 'say', 'shows']) expect(words[key], key).toEqual(expect.any(String));
    }
    expect(FAULT_CODE[kind].wrong).not.toEqual(FAULT_CODE[kind].right);
  });
});

describe('sentences of their own', () => {
  const keysOf = (fault: FaultSpec | null, optimizer: OptimizerSpec = OPTIMIZERS.adam) => {
    const graph = buildGraph(NETWORKS.mlp, { batchSize: 4, mode: 'training', optimizer, fault });
    const { values } = interpret(graph, feeds(graph));
    const model = networkModel(graph);
    const sentences = graph.nodes.map((node) => sentenceOf(model, { node: node.id, element: 0 }, values));
    for (const sentence of sentences) expectWords(sentence);
    return new Set(sentences.map(({ key }) => key).filter((key) => key.startsWith('say.broken')));
  };

  it('no number has where nothing is broken', () => {
    for (const kind of ['adam', 'adamw', 'adamax', 'nadam', 'radam', 'rmsprop'])
      expect(keysOf(null, { kind, learningRate: 0.01 }), kind).toEqual(new Set());
  });

  it('what is multiplied by the kernel, not by its transpose, has', () => {
    expect(keysOf({ kind: 'missingTranspose' })).toEqual(new Set(['say.broken.column']));
  });

  it.each([
    ['adam', ['step']],
    ['adamw', ['step']],
    ['adamax', ['step']],
    ['nadam', ['step', 'ahead']],
    ['radam', ['step']],
  ])('the step of an uncorrected %s has', (kind, lines) => {
    const keys = lines.map((line) => `say.broken.uncorrected.${line}`);
    expect(keysOf({ kind: 'noBiasCorrection' }, { kind, learningRate: 0.01 })).toEqual(new Set(keys));
  });
});

describe('the curves', () => {
  it.each([
    [[1, 0.5], [1, 0.5], 'same'],
    [[1, Number.NaN], [1, 0.5], 'diverged'],
    [[1, 3, 9], [1, 0.5, 0.2], 'rises'],
    [[1, 0.9], [1, 0.5], 'behind'],
    [[1, 0.3], [1, 0.5], 'ahead'],
    [[1, 0.501], [1, 0.5], 'close'],
    [[1, 0.9, 0.501], [1, 0.6, 0.5], 'meet'],
  ] as const)('%j beside %j: %s', (broken, correct, verdict) => {
    expect(verdictOf(broken, correct)).toBe(verdict);
  });

  it('stay within the picture, and end where the loss is no number', () => {
    const area = { left: 0, right: 100, top: 0, bottom: 100 };
    for (const kind of ['linear', 'log'] as const) {
      const scale = lossScale(
        [
          [1, 1000, Number.POSITIVE_INFINITY, 5],
          [1, 0.5, 0.01, 0],
        ],
        kind,
      );
      expect(scale.ticks.every((tick) => scale.at(tick) >= 0 && scale.at(tick) <= 1)).toBe(true);
      expect(scale.at(1000)).toBe(1);
      expect(curvePath([1, 1000, Number.POSITIVE_INFINITY, 5], 3, scale, area).match(/[ML]/g)).toEqual(['M', 'L']);
    }
    expect(
      lossScale(
        [
          [0, 0],
          [0, 0],
        ],
        'log',
      ).at(0),
    ).toBe(0);
  });

  it('have a table of all updates, or of some with both ends', () => {
    expect(tableRows(3)).toEqual([0, 1, 2, 3]);
    expect(tableRows(500)[0]).toBe(0);
    expect(tableRows(500).at(-1)).toBe(500);
    expect(tableRows(500)).toHaveLength(20);
  });
});

describe('finding the mistake', () => {
  beforeEach(() => {
    breakIt(null);
    useFaults.setState({ score: { rounds: 0, first: 0 } });
  });

  it('hides one, takes guesses, and keeps the score', () => {
    startRound(KINDS, () => 0.999);
    const hidden = useSession.getState().fault!.kind;
    expect(hidden).toBe(KINDS.at(-1));
    expect(isSecret(useFaults.getState().round, useSession.getState().fault)).toBe(true);
    guess(KINDS[0]);
    guess(KINDS[0]);
    expect(useFaults.getState().round?.guesses).toEqual([KINDS[0]]);
    guess(hidden);
    expect(useFaults.getState().score).toEqual({ rounds: 1, first: 0 });
    expect(isSecret(useFaults.getState().round, useSession.getState().fault)).toBe(false);
    startRound(KINDS, () => 0);
    guess(KINDS[0]);
    expect(useFaults.getState().score).toEqual({ rounds: 2, first: 1 });
  });

  it('can be given up, and ends when the mistake is mended or another document opens', () => {
    startRound(KINDS, () => 0);
    giveUp();
    giveUp();
    expect(useFaults.getState().score).toEqual({ rounds: 1, first: 0 });
    startRound(KINDS, () => 0);
    useSession.setState({ fault: null });
    expect(useFaults.getState().round).toBeNull();
    startRound([], () => 0);
    expect(useFaults.getState().round).toBeNull();
  });

  it('begins sums of gradients anew, and keeps the states of the optimizer', () => {
    const states = { 'a/m': new Float32Array(1), 'a/accumulatedGradient': new Float32Array(1) };
    useSession.setState({ checkpoint: { step: 3, weights: {}, states } });
    breakIt('gradientsNotZeroed');
    expect(Object.keys(useSession.getState().checkpoint!.states)).toEqual(['a/m']);
    breakIt('momentsReset');
    setStepsPerEpoch(7);
    expect(useSession.getState().fault).toEqual({ kind: 'momentsReset', stepsPerEpoch: 7 });
    expect(Object.keys(FAULTS)).toContain('momentsReset');
  });
});
