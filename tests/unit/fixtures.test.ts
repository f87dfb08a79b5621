/** Every case of tests/fixtures whose kinds exist here passes in the interpreter. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCases, type RawCase } from '../support/fixtures/cases';
import { errorOf, interpreter, runCase } from '../support/fixtures/run';

const folder = new URL('../fixtures/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const cases = files.flatMap((name) => parseCases(readFileSync(new URL(name, folder), 'utf8')));
const caseOf = (id: string) => cases.find((one) => one.id === id)!;

const results = await Promise.all(cases.map((one) => runCase(one, interpreter, 'element')));

describe('the numeric cases', () => {
  it('are there, and those of the known kinds are run', () => {
    const passed = results.filter((result) => result.status === 'passed').map((result) => result.id);
    const known = [
      ...['relu', 'tanh', 'sigmoid', 'linear', 'softmax'].map((activation) => `dense-${activation}`),
      ...['mse', 'half-squared', 'bce', 'bce-logits', 'cce', 'cce-logits', 'cce-normalized'],
      ...['sgd', 'momentum', 'nesterov', 'adam', 'adam-hand', 'sgd-clip-norm', 'sgd-clip-value', 'tfjs-momentum'],
      'mazur-backprop',
    ];
    expect(passed).toEqual(expect.arrayContaining(known));
  });

  it.each(results.filter((result) => result.status !== 'unknown'))(
    '$id',
    ({ status, worst, tolerance, at, message }) => {
      expect(message).toBeNull();
      expect(worst, `worst error, at ${at}`).toBeLessThanOrEqual(tolerance);
      expect(status).toBe('passed');
    },
  );
});

describe('running cases', () => {
  /** A case with one expected number moved by a relative amount. */
  const moved = (id: string, by: number): RawCase => {
    const copy = structuredClone(caseOf(id));
    const expected = copy.expect as { output: number[][] };
    expected.output[0][0] += by * Math.max(1, Math.abs(expected.output[0][0]));
    return copy;
  };

  it('fails a case whose expected value is off by twice the tolerance, and says where', async () => {
    const { tol } = caseOf('dense-tanh');
    const result = await runCase(moved('dense-tanh', 2 * tol), interpreter, 'element');
    expect(result).toMatchObject({ status: 'failed', at: 'output' });
    expect((await runCase(moved('dense-tanh', tol / 2), interpreter, 'element')).status).toBe('passed');
  });

  it('calls a case unknown when its kind, its layer or one of its fields is not there', async () => {
    const tanh = caseOf('dense-tanh');
    const status = async (raw: RawCase) => (await runCase(raw, interpreter, 'element')).status;
    expect(await status({ ...tanh, kind: 'riddle' })).toBe('unknown');
    expect(await status({ ...tanh, layer: { kind: 'denseToo', units: 4 } })).toBe('unknown');
    expect(await status({ ...tanh, riddle: [[1]] })).toBe('unknown');
    expect(await status({ ...tanh, expect: { riddle: [[1]] } })).toBe('unknown');
  });

  it('fails a known kind with a setting it does not have, with values missing, or with nothing to check', async () => {
    const tanh = caseOf('dense-tanh');
    const status = async (raw: RawCase) => (await runCase(raw, interpreter, 'element')).status;
    expect(await status({ ...tanh, layer: { kind: 'dense', units: 4, riddle: 1 } })).toBe('failed');
    expect(await status({ ...tanh, weights: {} })).toBe('failed');
    expect(await status({ ...tanh, expect: {} })).toBe('failed');
  });

  it('feeds dropout masks', async () => {
    const dropped: RawCase = {
      id: 'dropout',
      kind: 'network',
      tol: 1e-12,
      network: {
        format: 1,
        input: { shape: [2] },
        layers: [
          { id: 'drop', kind: 'dropout', rate: 0.5 },
          { id: 'out', kind: 'dense', units: 1 },
        ],
        loss: { kind: 'meanSquaredError' },
      },
      weights: { 'out/kernel': [[3], [5]], 'out/bias': [0] },
      input: [[1, 2]],
      target: [[0]],
      masks: { drop: [[0, 1]] },
      expect: { output: [[20]], loss: 400, gradients: { 'out/kernel': [[0], [160]], 'out/bias': [40] } },
    };
    expect(await runCase(dropped, interpreter, 'element')).toMatchObject({ status: 'passed', message: null });
  });

  const passes = async (one: Omit<RawCase, 'id' | 'tol'>) =>
    expect(await runCase({ id: 'one', tol: 1e-12, ...one } as RawCase, interpreter, 'element')).toMatchObject({
      status: 'passed',
      message: null,
    });

  it('feeds the masks of spatial dropout, and of dropout that is scaled at test', async () => {
    const spatial = (scaling: string, output: number) => ({
      kind: 'network',
      network: {
        format: 1,
        input: { shape: [1, 1, 2] },
        layers: [
          { id: 'drop', kind: 'spatialDropout2d', rate: 0.5, scaling },
          { id: 'flat', kind: 'flatten' },
          { id: 'out', kind: 'dense', units: 1 },
        ],
        loss: { kind: 'meanSquaredError' },
      },
      weights: { 'out/kernel': [[3], [5]], 'out/bias': [0] },
      input: [[[[1, 2]]]],
      target: [[0]],
      masks: { drop: [[[[0, 1]]]] },
      expect: { output: [[output]] },
    });
    await passes(spatial('training', 20));
    await passes(spatial('inference', 10));
  });

  it('feeds masks, sample weights and class weights to losses, and class numbers as targets', async () => {
    const squared = {
      kind: 'loss',
      loss: { kind: 'meanSquaredError' },
      prediction: [
        [1, 3],
        [2, 2],
      ],
    };
    const target = [
      [0, 0],
      [0, 0],
    ];
    await passes({
      ...squared,
      target,
      mask: [1, 0],
      expect: {
        loss: 5,
        predictionGradient: [
          [1, 3],
          [0, 0],
        ],
      },
    });
    await passes({ ...squared, target, sampleWeight: [1, 3], expect: { loss: 8.5 } });
    await passes({
      ...squared,
      target,
      mask: [
        [1, 0],
        [0, 1],
      ],
      expect: { loss: 2.5 },
    });
    const sparse = {
      kind: 'loss',
      loss: { kind: 'sparseCategoricalCrossentropy' },
      prediction: [
        [0.5, 0.5],
        [0.25, 0.75],
      ],
      target: [0, 1],
      classWeights: [2, 4],
    };
    await passes({
      ...sparse,
      expect: {
        loss: -Math.log(0.5) - 2 * Math.log(0.75),
        predictionGradient: [
          [-2, 0],
          [0, -4 / 1.5],
        ],
      },
    });
  });

  it('feeds several inputs to a layer that merges', async () => {
    const merged = {
      kind: 'layer',
      layer: { kind: 'multiply' },
      mode: 'inference',
      inputs: [[[1, 2]], [[3, 4]], [[5, 6]]],
    };
    await passes({
      ...merged,
      upstream: [[1, 10]],
      expect: { output: [[15, 48]], inputGradients: [[[15, 240]], [[5, 120]], [[3, 80]]] },
    });
  });

  it('takes the mode of a network as it is said', async () => {
    const network = {
      format: 1,
      input: { shape: [1] },
      layers: [{ id: 'n', kind: 'batchNormalization', epsilon: 1 }],
      loss: { kind: 'meanSquaredError' },
    };
    const one = { kind: 'network', network, input: [[0], [2]], target: [[0], [0]] };
    const weights = { 'n/gamma': [1], 'n/beta': [0], 'n/movingMean': [0], 'n/movingVariance': [3] };
    await passes({ ...one, weights, expect: { output: [[0], [1]] } });
    await passes({ ...one, weights, mode: 'training', expect: { output: [[-Math.SQRT1_2], [Math.SQRT1_2]] } });
  });

  it('calls a case with an initializer or a field of another kind unknown', async () => {
    const status = async (raw: RawCase) => (await runCase(raw, interpreter, 'element')).status;
    const tanh = caseOf('dense-tanh') as RawCase & { layer: object };
    expect(await status({ ...tanh, layer: { ...tanh.layer, kernelInitializer: 'riddle' } })).toBe('unknown');
    expect(await status({ ...tanh, mask: [1] })).toBe('unknown');
    expect(await status({ ...caseOf('mse'), temperature: 2 })).toBe('unknown');
  });

  it('measures each element against its own size, or the largest against the largest', () => {
    const comparison = { name: '', actual: [1000.5, 0.5, 7], expected: Float64Array.of(1000, 0, Number.NaN) };
    expect(errorOf(comparison, 'element')).toBe(0.5);
    expect(errorOf(comparison, 'tensor')).toBe(0.5 / 1000);
    expect(errorOf({ ...comparison, actual: [1000, Number.NaN, 7] }, 'tensor')).toBe(Infinity);
    expect(errorOf({ ...comparison, actual: [1000, 0] }, 'element')).toBe(Infinity);
  });
});
