/**
 * Every fault is found out by what it says it is: the gradient check, the check after an update, or the course of the
 * loss alone. Without a fault, check and course agree.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { print, symbols } from '@/core/expr';
import { applicable, FAULTS } from '@/core/faults';
import { withoutCorrection } from '@/core/faults/noBiasCorrection';
import type { FaultSpec } from '@/core/faults/types';
import { buildGraph } from '@/core/graph/build';
import type { Feeds, Graph } from '@/core/graph/types';
import { type CourseInput, course, repeated } from '@/core/interpreter/course';
import { interpret, toTheEnd } from '@/core/interpreter/interpret';
import { answer, InterpreterService } from '@/core/interpreter/service';
import { buildTimeline, GRANULARITIES, isGiven } from '@/core/interpreter/timeline';
import type { NetworkSpec, OptimizerSpec } from '@/core/network/spec';
import { optimizerOf } from '@/core/optimizers';
import { feedsFor } from '../../../support/graphs';
import {
  feeds,
  graphOf,
  KINDS,
  NETWORKS,
  type NetworkName,
  OPTIMIZERS,
  type OptimizerName,
  specOf,
  wrongGradients,
} from './networks';

const UPDATES = 6;

/** Losses of a course, and what the second update was made from. */
function followed(graph: Graph, from: Feeds): { losses: number[]; second: Feeds } {
  const steps = repeated(graph, from, UPDATES);
  let second: Feeds = from;
  for (let i = 0; ; i++) {
    const next = steps.next();
    if (next.done) return { losses: next.value, second };
    if (i === 1) second = new Map(next.value);
  }
}

const CASES = Object.keys(NETWORKS).flatMap((network) =>
  Object.keys(OPTIMIZERS).map((optimizer) => [network, optimizer] as [NetworkName, OptimizerName]),
);

describe.each(CASES)('%s with %s', (network, optimizer) => {
  const right = graphOf(network, optimizer);
  const from = feeds(right);
  const { losses, second } = followed(right, from);
  const setting = { network: NETWORKS[network], optimizer: OPTIMIZERS[optimizer], graph: right };

  it('has gradients that agree while nothing is wrong', () => {
    expect(wrongGradients(NETWORKS[network], right, null, from)).toEqual([]);
    expect(wrongGradients(NETWORKS[network], right, null, second)).toEqual([]);
    expect(losses[UPDATES]).toBeLessThan(losses[0]);
  });

  it.each(KINDS.filter((kind) => applicable(kind, setting) === null))('%s is found out', (kind) => {
    const fault = specOf(kind);
    const broken = graphOf(network, optimizer, fault);
    const own = new Map([...feeds(broken), ...from]);
    const course = followed(broken, own);
    const now = wrongGradients(NETWORKS[network], broken, fault, own);
    const later = wrongGradients(NETWORKS[network], broken, fault, course.second);
    const { betrayedBy } = FAULTS[kind];
    expect(now.length > 0).toBe(betrayedBy === 'check');
    expect(later.length > 0).toBe(betrayedBy !== 'curve');
    // The curve differs with every mistake: by more than rounding.
    const apart = course.losses.some((loss, i) => Math.abs(loss - losses[i]) > 1e-6 * Math.abs(losses[i]));
    expect(apart).toBe(true);
  });

  it.each(KINDS.filter((kind) => applicable(kind, setting) !== null))(
    '%s cannot be made, and changes nothing',
    (kind) => {
      const broken = graphOf(network, optimizer, specOf(kind));
      expect(followed(broken, from).losses).toEqual(losses);
    },
  );
});

describe('what the mistakes compute', () => {
  const mazur = JSON.parse(readFileSync(new URL('../../../fixtures/worked.json', import.meta.url), 'utf8')).cases.find(
    ({ id }: { id: string }) => id === 'mazur-backprop',
  );

  /** The loss after one update of the 2-2-2 example, whose biases stay as they are. */
  function mazurAfter(kind: string | null): { before: number; after: number; graph: Graph } {
    const layers = mazur.network.layers.map((layer: object) => ({ ...layer, trainBias: false }));
    const network: NetworkSpec = { ...mazur.network, layers };
    const optimizer = { kind: 'sgd', learningRate: 0.5 };
    const fault = kind === null ? null : { kind };
    const graph = buildGraph(network, { batchSize: 1, mode: 'training', optimizer, fault });
    const values = (nested: number[][] | number[]) => Float64Array.from(nested.flat());
    const own = new Map<string, Float64Array | number>([
      ['input', values(mazur.input)],
      ['target', values(mazur.target)],
      ['learningRate', 0.5],
      ['step', 1],
      ...Object.entries(mazur.weights as Record<string, number[]>).map(
        ([name, given]) => [name, values(given)] as [string, Float64Array],
      ),
    ]);
    const steps = repeated(graph, own, 1);
    steps.next();
    const [before, after] = steps.next().value as number[];
    return { before, after, graph };
  }

  it('updates the later layer too early, as the published example does', () => {
    expect(mazurAfter(null).after).toBeCloseTo(0.2910277737, 10);
    const { before, after } = mazurAfter('updatedWeights');
    expect(before).toBeCloseTo(0.298371109, 9);
    expect(after).toBeCloseTo(0.291027924, 9);
  });

  it('has a timeline in the order of what is computed: update in the middle of backward', () => {
    const { graph } = mazurAfter('updatedWeights');
    for (const granularity of GRANULARITIES) {
      const timeline = buildTimeline(graph, granularity);
      const order = timeline.phases.map(({ phase }) => phase);
      expect(order).toEqual(['forward', 'loss', 'backward', 'update', 'backward', 'update']);
      let next = 1;
      for (const { first, length } of timeline.phases) {
        expect(first).toBe(next);
        next += length;
      }
      for (const { id, inputs } of graph.nodes.filter((node) => !isGiven(node))) {
        for (const input of inputs) expect(timeline.stepOf(input, 0)).toBeLessThanOrEqual(timeline.stepOf(id, 0));
      }
    }
  });

  const gradient = (graph: Graph, at: Feeds, name: string) => {
    const { node } = graph.weights.find((weight) => weight.name === name)!;
    return interpret(graph, at).values[graph.gradients.get(node)!];
  };

  it('adds up the gradients of all updates where they are not zeroed', () => {
    const graph = graphOf('mlp', 'sgd', { kind: 'gradientsNotZeroed' });
    const right = graphOf('mlp', 'sgd');
    const { second } = followed(graph, feeds(graph));
    const first = gradient(right, feeds(right), 'two/kernel');
    const now = gradient(right, second, 'two/kernel');
    expect(gradient(graph, second, 'two/kernel')).toEqual(first.map((g, i) => g + now[i]));
  });

  it('keeps the last sample of a bias, the last neuron of an input and the last path of a fork', () => {
    const graph = graphOf('residual', 'sgd', { kind: 'overwriteAtFork' });
    const { values } = interpret(graph, feeds(graph));
    const of = (name: string) => values[graph.gradients.get(graph.nodes.find((n) => n.name === name)!.id)!];
    const output = graph.layers.find(({ id }) => id === 'output')!.output;
    const z = graph.nodes[output].inputs[0];
    const delta = values[graph.gradients.get(z)!];
    expect(of('output/bias')).toEqual(delta.slice(-3));
    const kernel = values[graph.nodes.find(({ name }) => name === 'output/kernel')!.id];
    const sum = graph.layers.find(({ id }) => id === 'sum')!.output;
    const atSum = values[graph.gradients.get(sum)!];
    expect(atSum[0]).toBeCloseTo(delta[2] * kernel[2], 15);
    // The way around the block came first, and is lost.
    const first = graph.layers.find(({ id }) => id === 'first')!.output;
    expect(graph.nodes[graph.gradients.get(first)!].flow?.from).not.toBe(sum);
  });

  it('scales by the number of samples, turns the sign, and leaves W as it is', () => {
    const right = graphOf('mlp', 'sgd');
    const at = feeds(right);
    const expected = gradient(right, at, 'one/kernel');
    const scaled = gradient(graphOf('mlp', 'sgd', { kind: 'wrongLossScaling' }), at, 'one/kernel');
    for (const [i, g] of scaled.entries()) expect(g).toBeCloseTo(4 * expected[i], 12);
    expect(gradient(graphOf('mlp', 'sgd', { kind: 'signError' }), at, 'one/kernel')).toEqual(expected.map((g) => -g));
    const turned = graphOf('mlp', 'sgd', { kind: 'missingTranspose' });
    const two = turned.nodes.find(({ name }) => name === 'two/matMul')!;
    expect(turned.nodes[turned.gradients.get(two.inputs[0])!].attrs).toEqual({ transposeA: false, transposeB: false });
  });

  it('has a floor under the loss with softmax twice', () => {
    const graph = graphOf('mlp', 'adam', { kind: 'doubleSoftmax' });
    const steps = repeated(graph, feeds(graph, 0.1), 200);
    let next = steps.next();
    while (!next.done) next = steps.next();
    const floor = Math.log(1 + 2 / Math.E);
    expect(next.value.at(-1)).toBeGreaterThan(floor);
    expect(next.value.at(-1)).toBeLessThan(floor + 0.02);
  });

  it('sets moments back every so many updates', () => {
    const graph = graphOf('mlp', 'momentum', { kind: 'momentsReset', stepsPerEpoch: 3 });
    const state = graph.states[0];
    const resets: number[] = [];
    const at = new Map(feeds(graph));
    at.set(state.name, new Float64Array(12).fill(1));
    for (let t = 1; t <= 10; t++) {
      const { values } = interpret(graph, at.set('step', t));
      const used = graph.nodes.find(({ name }) => name === `update/${state.name}/reset`)!.id;
      if (values[used][0] === 0) resets.push(t);
    }
    expect(resets).toEqual([1, 4, 7, 10]);
  });

  it.each(['adam', 'adamw', 'adamax', 'nadam', 'radam'])('%s loses its corrections and nothing else', (kind) => {
    const { definition, settings } = optimizerOf({ kind, learningRate: 0.1 });
    const lines = definition.lines(settings);
    const wrong = withoutCorrection(lines);
    expect(wrong.map(({ target }) => target)).toEqual(
      lines.map(({ target }) => target).filter((t) => !(t === 'vHat' || (t === 'mHat' && kind !== 'nadam'))),
    );
    const update = wrong.filter(({ target }) => /Hat|theta/.test(target)).map(({ expr }) => expr);
    expect(update.flatMap((expr) => symbols(expr))).not.toContain('t');
    expect(update.map((expr) => print(expr)).join()).not.toContain('muProduct');
  });
});

describe('where a mistake cannot be made', () => {
  const dense = (id: string, units: number, activation: string) => ({ id, kind: 'dense', units, activation });
  const why = (kind: string, layers: NetworkSpec['layers'], optimizer: OptimizerSpec, batchSize = 4) => {
    const network: NetworkSpec = { format: 1, input: { shape: [2] }, layers, loss: { kind: 'halfSquaredError' } };
    return applicable(kind, {
      network,
      optimizer,
      graph: buildGraph(network, { batchSize, mode: 'training', optimizer }),
    });
  };
  const sgd = OPTIMIZERS.sgd;

  it.each([
    ['overwriteAtFork', [dense('only', 1, 'linear')], sgd, 1, 'noFork'],
    ['updatedWeights', [dense('only', 2, 'sigmoid')], sgd, 4, 'oneLayer'],
    ['updatedWeights', [dense('a', 2, 'tanh'), dense('b', 2, 'tanh')], { ...sgd, globalClipNorm: 1 }, 4, 'globalNorm'],
    ['forgottenDerivative', [dense('only', 2, 'linear')], sgd, 4, 'noActivation'],
    ['missingTranspose', [dense('a', 2, 'tanh'), dense('b', 1, 'tanh')], sgd, 4, 'notSquare'],
    ['missingTranspose', [dense('only', 2, 'tanh')], sgd, 4, 'oneDense'],
    ['doubleSoftmax', [dense('only', 2, 'softmax')], sgd, 4, 'noProbabilities'],
    ['noBiasCorrection', [dense('only', 2, 'tanh')], sgd, 4, 'notAdam'],
    [
      'noBiasCorrection',
      [dense('only', 2, 'tanh')],
      { ...OPTIMIZERS.adam, biasCorrection: false },
      4,
      'alreadyUncorrected',
    ],
    ['momentsReset', [dense('only', 2, 'tanh')], sgd, 4, 'noMemory'],
    ['wrongLossScaling', [dense('only', 2, 'tanh')], sgd, 1, 'oneSample'],
  ] as const)('%s %j: says why', (kind, layers, optimizer, batchSize, code) => {
    expect(why(kind, [...layers], optimizer, batchSize)?.code).toBe(code);
  });

  it('a softmax in front of its own loss has a derivative to forget when it is the only one', () => {
    const network: NetworkSpec = {
      format: 1,
      input: { shape: [2] },
      layers: [dense('only', 3, 'softmax')],
      loss: { kind: 'categoricalCrossentropy' },
    };
    const fault = { kind: 'forgottenDerivative' };
    const graph = buildGraph(network, { batchSize: 2, mode: 'training', optimizer: sgd, fault });
    const at = feedsFor(graph, { oneHot: true });
    expect(wrongGradients(network, graph, fault, at)).toContain('only/kernel');
  });
});

describe('the course of the loss, as it is asked for', () => {
  const input = (fault: FaultSpec, updates: number): CourseInput => {
    const graph = graphOf('mlp', 'sgd');
    return {
      network: NETWORKS.mlp,
      optimizer: OPTIMIZERS.sgd,
      batchSize: 4,
      fault,
      feeds: [...feeds(graph)] as CourseInput['feeds'],
      updates,
    };
  };

  it('is told for both, with progress and the check that only later fails', () => {
    const steps = course(input({ kind: 'gradientsNotZeroed' }, 6));
    let last = -1;
    let next = steps.next();
    for (; !next.done; next = steps.next()) {
      expect(next.value.done).toBeGreaterThanOrEqual(last);
      expect(next.value.total).toBe(12);
      last = next.value.done;
    }
    const { broken, correct, updates, secondCheck } = next.value;
    expect([broken.length, correct.length, updates]).toEqual([7, 7, 6]);
    expect(broken.slice(0, 2)).toEqual(correct.slice(0, 2));
    expect(broken[2]).not.toBe(correct[2]);
    expect(secondCheck?.nodes.some(({ wrong }) => wrong > 0)).toBe(true);
  });

  it('makes as many updates as the budget allows, three at least', () => {
    expect(toTheEnd(course(input({ kind: 'signError' }, 500), 1e-9)).updates).toBe(3);
  });

  it('is answered by the service', () => {
    const message = { type: 'course', request: 7, input: input({ kind: 'signError' }, 2) } as const;
    const answered = answer(new InterpreterService(), message);
    expect(answered).toMatchObject({
      type: 'answered',
      of: 'course',
      request: 7,
      output: { updates: 2, secondCheck: null },
    });
    expect(answer(new InterpreterService(), { ...message, input: input({ kind: 'nothing' }, 2) })).toMatchObject({
      type: 'failed',
      code: 'unknownFault',
    });
  });
});
