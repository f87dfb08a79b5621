/** Units that are off or saturated, the laboratory's stacks, and what is said of them. */
import { describe, expect, it } from 'vitest';
import { ACTIVATIONS } from '@/core/activations';
import { AnalysisClient, type AnalysisError, type AnalysisWorker } from '@/core/analysis/client';
import { type LaboratorySetup, laboratoryNetwork, runLaboratory } from '@/core/analysis/laboratory';
import { type AnalysisQuestion, answerTo, censusOf } from '@/core/analysis/service';
import type { LayerSignal } from '@/core/analysis/signal';
import { deadUnits, saturatedUnits, showing, steepnessIn } from '@/core/analysis/units';
import { verdictOf } from '@/core/analysis/verdict';
import { buildGraph } from '@/core/graph/build';
import { INITIALIZERS } from '@/core/initializers';
import type { NetworkSpec } from '@/core/network/spec';
import { fillNormal } from '@/core/random';

const layerOf = (activation: string, units = 3): NetworkSpec => ({
  format: 1,
  input: { shape: [1] },
  layers: [{ id: 'l', kind: 'dense', units, activation }],
  loss: { kind: 'halfSquaredError' },
});

/** Units with weight 1 and these biases over inputs −2 … 2. */
function censusFor(activation: string, biases: readonly number[]) {
  const inputs = Float32Array.from({ length: 21 }, (_, i) => (i - 10) / 5);
  return censusOf({
    network: layerOf(activation, biases.length),
    weights: [
      ['l/kernel', new Float64Array(biases.length).fill(1)],
      ['l/bias', Float64Array.from(biases)],
    ],
    inputs,
    count: 21,
  });
}

describe('units', () => {
  it('ReLUs: always off, off half of the time, never off; with the samples that show it', () => {
    const [report] = censusFor('relu', [-5, 0, 5]);
    expect(Array.from(report.off)).toEqual([1, expect.closeTo(11 / 21, 12), 0]);
    expect(Array.from(report.saturated)).toEqual([0, 0, 0]);
    expect(deadUnits(report)).toEqual([0]);
    const shown = showing(report, 1, 2);
    expect(shown.most).toEqual([
      { sample: 20, activity: 2 },
      { sample: 19, activity: expect.closeTo(1.8) },
    ]);
    expect(shown.least[0]).toEqual({ sample: 10, activity: 0 });
  });

  it('sigmoid and tanh saturate at both ends and are never off', () => {
    for (const activation of ['sigmoid', 'tanh', 'softsign']) {
      const [report] = censusFor(activation, [-20, 0, 20]);
      expect(Array.from(report.off)).toEqual([0, 0, 0]);
      expect(saturatedUnits(report)).toEqual([0, 2]);
      expect(deadUnits(report)).toEqual([]);
    }
    const [relu6] = censusFor('relu6', [-20, 2, 20]);
    expect([deadUnits(relu6), saturatedUnits(relu6)]).toEqual([[0], [2]]);
  });

  it('whether an activation has flat parts, and how steep it gets, follows from its expression', () => {
    const steepness = (activation: string) =>
      steepnessIn(buildGraph(layerOf(activation), { batchSize: 1, mode: 'training' }), 'l');
    expect(steepness('sigmoid')).toEqual({ steepest: 0.25, flat: true });
    expect(steepness('tanh')).toEqual({ steepest: 1, flat: true });
    expect(steepness('relu')).toEqual({ steepest: 1, flat: true });
    expect(steepness('leakyReLU')?.flat).toBe(false);
    expect(steepness('softmax')).toBeNull();
    expect(steepness('linear')).toBeNull();
    const flat = Object.keys(ACTIVATIONS).filter((kind) => steepness(kind)?.flat);
    expect(flat).toEqual(expect.arrayContaining(['gelu', 'swish', 'elu', 'softplus', 'hardSigmoid', 'step', 'sign']));
    expect(flat).not.toContain('leakyReLU');
  });

  it('a batch is filled up without being counted, and feature maps are units over all their places', () => {
    const steps: number[] = [];
    const reports = censusOf(
      {
        network: {
          format: 1,
          input: { shape: [4, 4, 1] },
          layers: [{ id: 'c', kind: 'conv2d', filters: 2, kernelSize: 1, activation: 'relu' }],
          loss: { kind: 'halfSquaredError' },
        },
        weights: [
          ['c/kernel', Float64Array.of(1, -1)],
          ['c/bias', Float64Array.of(0, 0)],
        ],
        inputs: Float32Array.from({ length: 16 * 11 }, (_, i) => (i % 16 < 4 ? -1 : 1)),
        count: 11,
      },
      (done) => steps.push(done),
    );
    expect(reports[0]).toMatchObject({ units: 2, positions: 16, samples: 11 });
    expect(Array.from(reports[0].off)).toEqual([0.25, 0.75]);
    expect(reports[0].activity[0]).toBeCloseTo(0.75);
    expect(steps).toEqual([8, 11]);
  });
});

const TASK = { inputShape: [2], outputs: 1 };
const SETUP: LaboratorySetup = {
  depth: 10,
  width: 24,
  activation: 'sigmoid',
  initializer: 'glorotUniform',
  useBias: true,
  bias: 0,
  seed: 1,
  steps: 0,
  learningRate: 0.1,
};
const BATCH = {
  inputs: fillNormal(new Float64Array(32), { seed: 1, purpose: 'test', layer: 'x', step: 0 }),
  targets: Float64Array.from({ length: 16 }, (_, i) => i % 2),
  count: 16,
};
const lab = (setup: Partial<LaboratorySetup>) => runLaboratory(TASK, { ...SETUP, ...setup }, BATCH);

describe('laboratory', () => {
  it('sigmoid vanishes, tanh with Glorot and ReLU with He arrive, a large start explodes', () => {
    const kindOf = (setup: Partial<LaboratorySetup>) => verdictOf(lab(setup).signals)?.kind;
    expect(kindOf({})).toBe('vanishes');
    expect(kindOf({ activation: 'tanh', initializer: 'glorotNormal' })).toBe('arrives');
    expect(kindOf({ activation: 'relu', initializer: 'heNormal' })).toBe('arrives');
    expect(kindOf({ activation: 'relu', initializer: { kind: 'randomNormal', stddev: 0.9 } })).toBe('explodes');
    expect(kindOf({ activation: 'relu', bias: -3 })).toBe('cut');
  });

  it('identity keeps every singular value at 1; large negative biases make all ReLUs dead', () => {
    const { spectra } = lab({ activation: 'linear', initializer: 'identity' });
    for (const { own } of spectra.slice(1, -1)) {
      expect([own?.smallest, own?.largest]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
    }
    const { units } = lab({ activation: 'relu', bias: -3 });
    expect(deadUnits(units[1])).toHaveLength(SETUP.width);
  });

  it('builds stacks for images too, with every initializer that draws, and trains before it looks', () => {
    const network = laboratoryNetwork({ inputShape: [28, 28, 1], outputs: 10 }, SETUP);
    expect(network.layers.map(({ kind }) => kind).slice(0, 2)).toEqual(['flatten', 'dense']);
    expect(network.layers.at(-1)).toMatchObject({ units: 10, activation: 'linear' });
    for (const [kind, { distribution }] of Object.entries(INITIALIZERS)) {
      if (distribution) expect(lab({ depth: 2, initializer: kind }).signals).toHaveLength(3);
    }
    const { losses } = lab({ depth: 1, activation: 'tanh', steps: 20 });
    expect(losses).toHaveLength(21);
    expect(losses[20]).toBeLessThan(losses[0]);
  });
});

describe('what is said of the way back', () => {
  const signal = (layer: string, norm: number | null): LayerSignal => ({
    layer,
    kind: 'dense',
    output: { norm: 1, rms: 1 },
    gradient: norm === null ? null : { norm, rms: norm },
    beforeActivation: false,
    steepest: null,
    weights: [],
  });
  const of = (...norms: (number | null)[]) => verdictOf(norms.map((norm, i) => signal(`l${i}`, norm)));

  it('names the layer behind which most is lost or gained', () => {
    expect(of(1e-4, 1e-3, 0.5, 1)).toMatchObject({
      kind: 'vanishes',
      factor: 1e-4,
      worst: { layer: 'l2', factor: 2e-3 },
    });
    expect(of(100, 2, 1)).toMatchObject({ kind: 'explodes', worst: { layer: 'l1', factor: 50 } });
    expect(of(0.5, 1, null)).toMatchObject({ kind: 'arrives', first: 'l0', last: 'l1' });
    expect(of(0, 0, 0.5, 1)).toMatchObject({ kind: 'cut', worst: { layer: 'l2' } });
    expect(of(Number.NaN, 1)?.kind).toBe('broken');
    expect(of(1)?.kind).toBe('short');
    expect(of(null)).toBeNull();
  });
});

describe('the worker’s client', () => {
  class Fake implements AnalysisWorker {
    onmessage: AnalysisWorker['onmessage'] = null;
    onerror: AnalysisWorker['onerror'] = null;
    asked: AnalysisQuestion[] = [];
    ended = false;
    postMessage(question: AnalysisQuestion) {
      this.asked.push(question);
    }
    terminate() {
      this.ended = true;
    }
    answer() {
      const say = (data: unknown) => this.onmessage?.({ data } as MessageEvent);
      say(answerTo(this.asked[this.asked.length - 1], (done, total) => say({ type: 'progress', done, total })));
    }
  }

  it('tells progress and answers; another question ends the worker that is busy, errors keep their code', async () => {
    const workers: Fake[] = [];
    const client = new AnalysisClient(() => {
      workers.push(new Fake());
      return workers[workers.length - 1];
    });
    const input = { task: TASK, setup: { ...SETUP, depth: 2 }, batch: BATCH };
    const dropped = client.ask('laboratory', input);
    const seen: number[] = [];
    const wanted = client.ask('laboratory', input, (done) => seen.push(done));
    await expect(dropped).rejects.toMatchObject({ code: 'stopped' } satisfies Partial<AnalysisError>);
    expect(workers[0].ended).toBe(true);
    workers[1].answer();
    expect((await wanted).signals).toHaveLength(3);
    expect(seen).toEqual([1, 2, 3]);
    const odd = client.ask('laboratory', { ...input, setup: { ...SETUP, activation: 'none' } });
    expect(workers).toHaveLength(2);
    workers[1].answer();
    await expect(odd).rejects.toMatchObject({ code: 'layerSetting' });
  });
});
