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

  it('measures each element against its own size, or the largest against the largest', () => {
    const comparison = { name: '', actual: [1000.5, 0.5, 7], expected: Float64Array.of(1000, 0, Number.NaN) };
    expect(errorOf(comparison, 'element')).toBe(0.5);
    expect(errorOf(comparison, 'tensor')).toBe(0.5 / 1000);
    expect(errorOf({ ...comparison, actual: [1000, Number.NaN, 7] }, 'tensor')).toBe(Infinity);
    expect(errorOf({ ...comparison, actual: [1000, 0] }, 'element')).toBe(Infinity);
  });
});
