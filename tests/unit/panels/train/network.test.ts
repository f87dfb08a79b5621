/** What the network and settings column shows, computed from the definitions themselves. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LAYERS } from '@/core/layers';
import type { NetworkSpec } from '@/core/network/spec';
import { TEMPLATES } from '@/core/network/templates';
import { validateNetwork } from '@/core/network/validate';
import { OPTIMIZERS, optimizerOf } from '@/core/optimizers';
import { placeInEpoch } from '@/panels/train/curves/place';
import { gridOf, isSigned } from '@/panels/train/draw/activations';
import { connectionsOf } from '@/panels/train/network/connections';
import { describeNetwork, hiddenLayers } from '@/panels/train/network/describe';
import { readList, writeList } from '@/panels/train/network/ListField';
import {
  asSetting,
  differences,
  isSeldom,
  layerFields,
  pairText,
  settingsOf,
} from '@/panels/train/network/layerFields';
import { asPadding, sidesOf } from '@/panels/train/network/PaddingField';
import { OPTIMIZER_KINDS, optimizerFields } from '@/parts/settings/optimizerFields';
import type { RunProgress, RunStatus } from '@/state';
import { beginsAnew, callsForEvaluation } from '@/state/evaluation';

/** The textbook CNN with some settings of one layer changed. */
function cnnWith(id: string, change: object): NetworkSpec {
  const { network } = TEMPLATES['mnist-cnn'];
  return { ...network, layers: network.layers.map((layer) => (layer.id === id ? { ...layer, ...change } : layer)) };
}

describe('the network in rows', () => {
  const told = (spec: NetworkSpec) =>
    describeNetwork(spec).rows.map((row) => [row.id, row.outputShape?.join('×'), row.window, row.parameters]);

  it('has the shapes and parameter counts of 784-128-10', () => {
    const description = describeNetwork(TEMPLATES['mnist-mlp'].network);
    expect(told(TEMPLATES['mnist-mlp'].network)).toEqual([
      ['flatten', '784', null, 0],
      ['hidden', '128', null, 784 * 128 + 128],
      ['output', '10', null, 128 * 10 + 10],
    ]);
    expect(description).toMatchObject({ parameters: 101_770, problems: [] });
    expect(hiddenLayers(description.rows).map((row) => row.id)).toEqual(['hidden']);
    expect(description.rows[1]).toMatchObject({ units: 128, activation: 'relu', last: false, problem: null });
  });

  it('has the windows, shapes and parameter counts of the textbook CNN', () => {
    expect(told(TEMPLATES['mnist-cnn'].network)).toEqual([
      ['conv1', '26×26×32', '3×3', 320],
      ['pool1', '13×13×32', '2×2', 0],
      ['conv2', '11×11×64', '3×3', 18_496],
      ['pool2', '5×5×64', '2×2', 0],
      ['conv3', '3×3×64', '3×3', 36_928],
      ['flatten', '576', null, 0],
      ['hidden', '64', null, 36_928],
      ['output', '10', null, 650],
    ]);
    expect(describeNetwork(TEMPLATES['mnist-cnn'].network).parameters).toBe(93_322);
    expect(describeNetwork(TEMPLATES['mnist-cnn-bn'].network).rows.find((row) => row.id === 'dropout')?.rate).toBe(0.5);
  });

  it('tells strides only where they are not what one expects', () => {
    const strides = (change: object) => describeNetwork(cnnWith('pool1', change)).rows[1].stride;
    expect([strides({}), strides({ strides: 2 }), strides({ strides: 1 }), strides({ strides: [1, 2] })]).toEqual([
      null,
      null,
      '1×1',
      '1×2',
    ]);
    expect(describeNetwork(cnnWith('conv1', { strides: 2 })).rows[0].stride).toBe('2×2');
  });

  it('tells windows along sequences by one number', () => {
    const layers = [
      { id: 'r', kind: 'reshape', targetShape: [28, 28] },
      { id: 'c', kind: 'conv1d', filters: 8, kernelSize: 5 },
      { id: 'p', kind: 'maxPooling1d', strides: 1 },
    ];
    const { rows } = describeNetwork({ ...TEMPLATES['mnist-cnn'].network, layers });
    expect(rows.map((row) => [row.window, row.stride])).toEqual([
      [null, null],
      ['5', null],
      ['2', '1'],
    ]);
  });

  it('names the layer that is wrong and still lists all, those before it with their shapes', () => {
    const { rows, parameters, problems } = describeNetwork(cnnWith('conv2', { kernelSize: 14 }));
    expect(parameters).toBeNull();
    expect(problems).toEqual([]);
    expect(rows.map((row) => row.outputShape?.join('×') ?? null)).toEqual([
      '26×26×32',
      '13×13×32',
      ...Array(6).fill(null),
    ]);
    expect(rows.filter((row) => row.problem).map((row) => [row.id, row.problem?.code])).toEqual([
      ['conv2', 'kernelTooLarge'],
    ]);
  });

  it('says what is wrong with the network as a whole', () => {
    const { network } = TEMPLATES.xor;
    expect(describeNetwork({ ...network, layers: [] })).toMatchObject({ rows: [], problems: [{ code: 'noLayers' }] });
  });
});

describe('connections beside the rows', () => {
  const reading = (...inputs: (string[] | undefined)[]): NetworkSpec => ({
    format: 1,
    input: { shape: [4] },
    layers: inputs.map((reads, i) => ({
      id: `l${i + 1}`,
      kind: reads && reads.length > 1 ? 'add' : 'flatten',
      ...(reads && { inputs: reads }),
    })),
    loss: { kind: 'meanSquaredError' },
  });
  const drawn = (spec: NetworkSpec) =>
    connectionsOf(spec).rows.map((parts) =>
      parts.map(({ lane, above, below, begins, reads }) =>
        [lane, above && 'above', below && 'below', begins && 'begins', reads && 'reads']
          .filter((x) => x !== false)
          .join(' '),
      ),
    );

  it('are none where each layer reads the one before', () => {
    expect(connectionsOf(reading(undefined, ['l1'], ['l2']))).toMatchObject({ lanes: 0, rows: [[], [], [], []] });
  });

  it('go from the source past the rows between to every reader, in one lane', () => {
    const spec = reading(undefined, undefined, ['l1', 'l2'], undefined, ['l1', 'l4']);
    expect(drawn(spec)).toEqual([
      [],
      ['0 below begins'],
      ['0 above below'],
      ['0 above below reads'],
      ['0 above below'],
      ['0 above reads'],
    ]);
    expect(connectionsOf(spec).readBy[1]).toEqual(['l3', 'l5']);
  });

  it('lie beside one another where they overlap, and use a lane again behind one another', () => {
    expect(connectionsOf(reading(undefined, undefined, ['l1', 'l2'], undefined, ['l3', 'l4'])).lanes).toBe(1);
    expect(connectionsOf(reading(undefined, undefined, ['l1', 'l2'], undefined, ['input', 'l4'])).lanes).toBe(2);
    expect(connectionsOf(reading(undefined, ['gone', 'l1'])).lanes).toBe(0);
  });
});

describe('fixes of a network', () => {
  const fixOf = (spec: NetworkSpec, layer: string) => {
    const [problem] = validateNetwork(spec);
    expect(problem?.layer).toBe(layer);
    expect(problem.fix && validateNetwork(problem.fix)).toEqual([]);
    const before = spec.layers.find(({ id }) => id === layer)!;
    const after = problem.fix!.layers.find(({ id }) => id === layer)!;
    return differences(before, after);
  };

  it.each<[string, string, object, { setting: string; value: unknown }]>([
    // The largest kernel that leaves 3×3 for conv3: 28 → 16 → 8 → 6 → 3.
    ['a kernel larger than its input', 'conv1', { kernelSize: 29 }, { setting: 'kernelSize', value: 13 }],
    ['a kernel larger than its input', 'conv3', { kernelSize: 6 }, { setting: 'kernelSize', value: 5 }],
    ['a kernel too wide only', 'conv3', { kernelSize: [1, 9] }, { setting: 'kernelSize', value: [1, 5] }],
    ['a pool larger than its input', 'pool1', { poolSize: 30 }, { setting: 'poolSize', value: 3 }],
    ['a pool of size 0', 'pool1', { poolSize: 0 }, { setting: 'poolSize', value: 2 }],
    ['a stride of 0', 'conv1', { strides: 0 }, { setting: 'strides', value: 1 }],
    ['a stride of 0 of a pool', 'pool2', { strides: 0 }, { setting: 'strides', value: 2 }],
    ['no filters', 'conv2', { filters: 0 }, { setting: 'filters', value: 3 }],
  ])('mend %s with one change', (_, layer, change, expected) => {
    expect(fixOf(cnnWith(layer, change), layer)).toEqual([expected]);
  });
});

describe('settings of layers', () => {
  const names = (kind: string, seldom: boolean) =>
    layerFields(kind)
      .filter((field) => isSeldom(field) === seldom)
      .map((field) => field.name);

  it('come from the definitions, those that few look for apart', () => {
    expect(names('conv2d', false)).toEqual(['filters', 'kernelSize', 'strides', 'padding', 'activation']);
    expect(names('conv2d', true)).toEqual([
      'dilationRate',
      'useBias',
      'kernelInitializer',
      'biasInitializer',
      'trainBias',
      'kernelRegularizer',
      'biasRegularizer',
      'kernelConstraint',
    ]);
    expect(names('maxPooling2d', false)).toEqual(['poolSize', 'strides', 'padding']);
    expect(names('dropout', false)).toEqual(['rate', 'scaling']);
    expect(names('batchNormalization', false)).toEqual(['momentum', 'epsilon']);
    expect(names('flatten', false)).toEqual([]);
    expect(names('unheard-of', false)).toEqual([]);
    expect(layerFields('conv2d')[1]).toMatchObject({ type: 'pair', min: 1, integer: true });
    expect(layerFields('dense')[0]).toMatchObject({ name: 'units', max: 2048 });
  });

  it('have a field each, for every kind of layer there is', () => {
    for (const [kind, { settings }] of Object.entries(LAYERS)) {
      const { properties = {} } = z.toJSONSchema(settings, { io: 'input' });
      expect([kind, layerFields(kind).map(({ name }) => name)]).toEqual([kind, Object.keys(properties)]);
    }
  });

  it('are of the form that suits them', () => {
    const typeOf = (kind: string, setting: string) => layerFields(kind).find(({ name }) => name === setting);
    expect(typeOf('conv2d', 'padding')).toMatchObject({ type: 'padding', axes: 2, values: ['valid', 'same'] });
    expect(typeOf('conv1d', 'padding')).toMatchObject({
      type: 'padding',
      axes: 1,
      values: ['valid', 'same', 'causal'],
    });
    expect(typeOf('zeroPadding2d', 'padding')).toMatchObject({ type: 'padding', axes: 2, values: [] });
    expect(typeOf('reshape', 'targetShape')).toMatchObject({ type: 'list', open: true });
    expect(typeOf('permute', 'dims')).toMatchObject({ type: 'list', open: false });
    expect(typeOf('layerNormalization', 'axis')).toMatchObject({ type: 'list' });
    expect(typeOf('groupNormalization', 'groups')).toMatchObject({ type: 'number', min: -1 });
    expect(typeOf('dense', 'kernelRegularizer')).toMatchObject({
      type: 'variant',
      optional: true,
      kinds: { l1: [{ name: 'l1', usual: 0.01 }], l2: [{ name: 'l2' }], l1l2: [{ name: 'l1' }, { name: 'l2' }] },
    });
    expect(typeOf('dense', 'kernelInitializer')).toMatchObject({
      type: 'variant',
      optional: false,
      kinds: { zeros: [], randomNormal: [{ name: 'mean' }, { name: 'stddev', usual: 0.05 }] },
    });
  });

  it('read and write lists and paddings as people do', () => {
    expect([readList('7×7x64', true), readList('−1，3', true), readList('? 2', true)]).toEqual([
      [7, 7, 64],
      [-1, 3],
      [-1, 2],
    ]);
    expect(readList('2,x', true)).toBeNull();
    expect([readList('2, 1', false), readList('two', false), readList('1.5', false), readList('?', false)]).toEqual([
      [2, 1],
      null,
      null,
      null,
    ]);
    expect([writeList([2, 1]), writeList(-1), writeList(undefined)]).toEqual(['2, 1', '−1', '']);
    expect([sidesOf(1, 2), sidesOf([1, 2], 2), sidesOf([[0, 1], 2], 2), sidesOf([[1, 0]], 1)]).toEqual([
      [
        [1, 1],
        [1, 1],
      ],
      [
        [1, 1],
        [2, 2],
      ],
      [
        [0, 1],
        [2, 2],
      ],
      [[1, 0]],
    ]);
    expect([
      asPadding([
        [1, 1],
        [2, 2],
      ]),
      asPadding([
        [0, 1],
        [2, 2],
      ]),
    ]).toEqual([
      [1, 2],
      [
        [0, 1],
        [2, 2],
      ],
    ]);
  });

  it('are shown with their defaults, valid or not', () => {
    expect(settingsOf({ id: 'a', kind: 'conv2d', filters: 8 })).toMatchObject({ kernelSize: 3, padding: 'valid' });
    expect(settingsOf({ id: 'a', kind: 'maxPooling2d', poolSize: 3 })).toMatchObject({ strides: 3 });
    expect(settingsOf({ id: 'a', kind: 'conv2d', filters: 0, strides: 2 })).toMatchObject({ filters: 0, strides: 2 });
    expect([pairText(3), pairText([1, 5]), pairText(undefined)]).toEqual(['3×3', '1×5', null]);
    expect([asSetting([2, 2]), asSetting([2, 3])]).toEqual([2, [2, 3]]);
  });
});

describe('optimizer settings', () => {
  it('come from the definitions: names, and ranges that the definitions accept at both ends', () => {
    expect(optimizerFields('sgd')).toEqual([]);
    expect(optimizerFields('adam').map((field) => field.name)).toEqual([
      'beta1',
      'beta2',
      'epsilon',
      'amsgrad',
      'biasCorrection',
      'coupledDecay',
    ]);
    expect(optimizerFields('momentum')[1]).toEqual({ name: 'form', type: 'choice', values: ['classical', 'ema'] });
    expect(optimizerFields('adam')[3]).toEqual({ name: 'amsgrad', type: 'choice', values: [false, true] });
    for (const kind of OPTIMIZER_KINDS) {
      const resolved = optimizerOf({ kind }).settings;
      for (const field of optimizerFields(kind)) {
        const { name } = field;
        if (field.type === 'choice') {
          expect(field.values).toContain(resolved[name]);
          continue;
        }
        const { min, max } = field;
        const accepts = (value: number) => OPTIMIZERS[kind].settings.safeParse({ [name]: value }).success;
        expect([min, max]).not.toContain(undefined);
        expect(accepts(min!)).toBe(true);
        expect(accepts(max!)).toBe(true);
        expect(accepts(min! - 1e-6)).toBe(false);
        expect(accepts(max! + 1e-6)).toBe(false);
      }
    }
  });
});

describe('where a run stands', () => {
  it('counts epochs and batches from one and stays in an epoch to its last batch', () => {
    expect(placeInEpoch(0, 422)).toEqual({ epoch: 1, batch: 0 });
    expect(placeInEpoch(1, 422)).toEqual({ epoch: 1, batch: 1 });
    expect(placeInEpoch(422, 422)).toEqual({ epoch: 1, batch: 422 });
    expect(placeInEpoch(423, 422)).toEqual({ epoch: 2, batch: 1 });
  });
});

describe('automatic evaluation', () => {
  const at = (step: number): RunProgress => ({
    step,
    epoch: step / 100,
    stepsPerEpoch: 100,
    totalSteps: 500,
    samplesPerSecond: null,
    secondsLeft: null,
    learningRate: 0.1,
    stopped: null,
    playing: true,
    tensors: 0,
    bytes: 0,
  });
  const playing = (step: number) => ({ status: 'playing' as const, progress: at(step) });
  const paused = (step: number) => ({ status: 'paused' as const, progress: at(step) });

  it('happens when training stops somewhere new', () => {
    expect(callsForEvaluation(paused(30), playing(30), null, null)).toBe(true);
    expect(callsForEvaluation(paused(30), playing(30), 30, 10)).toBe(false);
    expect(callsForEvaluation({ ...paused(30), status: 'diverged' }, playing(30), null, null)).toBe(false);
    expect(callsForEvaluation(paused(0), playing(0), null, null)).toBe(false);
    expect(callsForEvaluation(paused(30), { status: 'building', progress: null }, null, null)).toBe(true);
    expect(callsForEvaluation(paused(30), paused(30), null, null)).toBe(false);
    expect(callsForEvaluation(paused(31), paused(30), 30, null)).toBe(true);
  });

  it('happens at the end of an epoch, unless evaluations are dear', () => {
    expect(callsForEvaluation(playing(101), playing(99), null, 100)).toBe(true);
    expect(callsForEvaluation(playing(101), playing(99), null, null)).toBe(false);
    expect(callsForEvaluation(playing(99), playing(98), null, 100)).toBe(false);
    expect(callsForEvaluation(playing(101), playing(99), null, 5000)).toBe(false);
    expect(callsForEvaluation(paused(101), playing(101), null, 5000)).toBe(true);
    expect(callsForEvaluation(paused(101), playing(101), null, 50_000)).toBe(false);
  });
});

describe('an evaluation is forgotten', () => {
  const slice = (status: RunStatus, step: number | null) => ({
    status,
    progress: step === null ? null : ({ step } as RunProgress),
  });

  it('when the run goes back or begins anew, and not when it goes on', () => {
    expect(beginsAnew(slice('playing', 12), slice('playing', 10))).toBe(false);
    expect(beginsAnew(slice('building', 2110), slice('finished', 2110))).toBe(false);
    expect(beginsAnew(slice('ready', 0), slice('paused', 10))).toBe(true);
    expect(beginsAnew(slice('building', 0), slice('ready', 0))).toBe(true);
    expect(beginsAnew(slice('ready', null), slice('ready', 0))).toBe(true);
  });
});

describe('activations as a picture', () => {
  it('are laid out in few equal rows', () => {
    expect(gridOf(new Float32Array(128))).toMatchObject({ width: 32, height: 4 });
    expect(gridOf(new Float32Array(2))).toMatchObject({ width: 2, height: 1 });
    const odd = gridOf(Float32Array.from({ length: 50 }, (_, index) => index));
    expect([odd.width, odd.height]).toEqual([25, 2]);
    const padded = gridOf(new Float32Array(67));
    expect([padded.width, padded.height]).toEqual([23, 3]);
    expect([...padded.values.slice(66)].map(Number.isNaN)).toEqual([false, true, true]);
  });

  it('need a sign only where one is below zero', () => {
    expect(isSigned([0, 1])).toBe(false);
    expect(isSigned(Float32Array.of(0, -0.1))).toBe(true);
  });
});
