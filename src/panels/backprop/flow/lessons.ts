/** Settings worth seeing, each with one thing to learn from it. Their words are `lesson.<id>` in the catalogue. */
import type { LaboratorySetup } from '@/core/analysis/laboratory';
import { FIRST_SETUP } from './store';

type Changes = Partial<LaboratorySetup>;

const from = (changes: Changes): LaboratorySetup => ({ ...FIRST_SETUP, depth: 10, ...changes });
const kind = (name: string, settings: Record<string, number> = {}) => ({ kind: name, ...settings });

export const LESSONS: Readonly<Record<string, LaboratorySetup>> = {
  sigmoid: from({ activation: 'sigmoid', initializer: kind('glorotUniform') }),
  tanh: from({ activation: 'tanh', initializer: kind('glorotNormal') }),
  relu: from({ activation: 'relu', initializer: kind('heNormal') }),
  small: from({ activation: 'relu', initializer: kind('randomNormal', { mean: 0, stddev: 0.05 }) }),
  large: from({ activation: 'relu', initializer: kind('randomNormal', { mean: 0, stddev: 0.8 }) }),
  orthogonal: from({ activation: 'linear', initializer: kind('orthogonal', { gain: 1 }) }),
  deadBias: from({ depth: 4, activation: 'relu', initializer: kind('heNormal'), bias: -5 }),
  deadRate: from({ depth: 2, activation: 'relu', initializer: kind('heUniform'), steps: 20, learningRate: 1 }),
};

/** The lesson that a setting is exactly that of, or null. */
export function lessonOf(setup: LaboratorySetup): string | null {
  const same = (other: LaboratorySetup) =>
    (Object.keys(other) as (keyof LaboratorySetup)[]).every(
      (name) => JSON.stringify(other[name]) === JSON.stringify(setup[name]),
    );
  return Object.keys(LESSONS).find((id) => same(LESSONS[id])) ?? null;
}
