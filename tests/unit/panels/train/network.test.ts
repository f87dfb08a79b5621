/** What the network and settings column shows, computed from the definitions themselves. */
import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '@/core/network/templates';
import { OPTIMIZERS, optimizerOf } from '@/core/optimizers';
import { placeInEpoch } from '@/panels/train/curves/place';
import { gridOf, isSigned } from '@/panels/train/draw/activations';
import { describeNetwork, hiddenLayers } from '@/panels/train/network/describe';
import { OPTIMIZER_KINDS, optimizerFields } from '@/panels/train/settings/optimizerFields';
import type { RunProgress, RunStatus } from '@/state';
import { beginsAnew, callsForEvaluation } from '@/state/evaluation';

describe('the network in rows', () => {
  it('has the shapes and parameter counts of 784-128-10', () => {
    const description = describeNetwork(TEMPLATES['mnist-mlp'].network);
    if (!('rows' in description)) throw new Error('the template is not valid');
    expect(description.rows.map((row) => [row.id, [...row.outputShape], row.parameters])).toEqual([
      ['flatten', [784], 0],
      ['hidden', [128], 784 * 128 + 128],
      ['output', [10], 128 * 10 + 10],
    ]);
    expect(description.parameters).toBe(101_770);
    expect(hiddenLayers(description.rows).map((row) => row.id)).toEqual(['hidden']);
    expect(description.rows[1]).toMatchObject({ units: 128, activation: 'relu', last: false });
  });

  it('says which layer is wrong instead of counting', () => {
    const { network } = TEMPLATES.xor;
    const broken = { ...network, layers: network.layers.map((layer) => ({ ...layer, units: 0 })) };
    const description = describeNetwork(broken);
    expect('problems' in description && description.problems[0]).toMatchObject({
      code: 'layerSetting',
      layer: 'hidden',
    });
  });
});

describe('optimizer settings', () => {
  it('come from the definitions: names, and ranges that the definitions accept at both ends', () => {
    expect(optimizerFields('sgd')).toEqual([]);
    expect(optimizerFields('adam').map((field) => field.name)).toEqual(['beta1', 'beta2', 'epsilon', 'amsgrad']);
    expect(optimizerFields('momentum')[1]).toEqual({ name: 'form', type: 'choice', values: ['classical', 'ema'] });
    expect(optimizerFields('adam')[3]).toEqual({ name: 'amsgrad', type: 'choice', values: [false, true] });
    for (const kind of OPTIMIZER_KINDS) {
      const resolved = optimizerOf({ kind }).settings;
      for (const field of optimizerFields(kind)) {
        const { name } = field;
        if (field.type === 'choice') {
          expect(resolved[name]).toBe(field.values[0]);
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
  });

  it('happens at the end of an epoch, unless evaluations are dear', () => {
    expect(callsForEvaluation(playing(101), playing(99), null, null)).toBe(true);
    expect(callsForEvaluation(playing(99), playing(98), null, null)).toBe(false);
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
