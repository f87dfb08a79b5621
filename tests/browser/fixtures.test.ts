/** Every case of tests/fixtures whose kinds exist here passes in the engine, on every backend. */
import { beforeAll, describe, expect, it } from 'vitest';
import { setBackend } from '@/engine/backends/load';
import oracle from '../fixtures/oracle.json?raw';
import worked from '../fixtures/worked.json?raw';
import { parseCases } from '../support/fixtures/cases';
import { engine } from '../support/fixtures/engine';
import { type CaseResult, runCases } from '../support/fixtures/run';

const cases = [oracle, worked].flatMap(parseCases);
const FEWEST = 84;

describe.each(['cpu', 'wasm', 'webgl', 'webgpu'] as const)('the numeric cases on %s', (backend) => {
  let results: CaseResult[];
  beforeAll(async () => {
    await setBackend(backend);
    results = await runCases(cases, engine, 'tensor');
  });

  it('pass, all that are known', () => {
    const wrong = results.filter(({ status }) => status === 'failed');
    expect(wrong.map(({ id, worst, at, message }) => `${id}: ${message ?? `${worst} at ${at}`}`)).toEqual([]);
    expect(results.filter(({ status }) => status === 'passed').length).toBeGreaterThanOrEqual(FEWEST);
  });
});
