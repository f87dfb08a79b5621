/** What is chosen in this view; it stays while other views are looked at. */
import { create } from 'zustand';
import type { LaboratoryOutput, LaboratorySetup } from '@/core/analysis/laboratory';

export const PLACES = ['network', 'laboratory'] as const;

/** An earlier setting with what came of it. */
export interface Pinned {
  setup: LaboratorySetup;
  output: LaboratoryOutput;
}

interface FlowState {
  place: (typeof PLACES)[number];
  setup: LaboratorySetup;
  pinned: Pinned | null;
}

export const FIRST_SETUP: LaboratorySetup = {
  depth: 8,
  width: 32,
  activation: 'sigmoid',
  initializer: { kind: 'glorotUniform' },
  useBias: true,
  bias: 0,
  seed: 1,
  steps: 0,
  learningRate: 0.1,
};

export const useFlow = create<FlowState>()(() => ({ place: 'network', setup: FIRST_SETUP, pinned: null }));
export const setFlow = useFlow.setState;

export function changeSetup(changes: Partial<LaboratorySetup>): void {
  setFlow(({ setup }) => ({ setup: { ...setup, ...changes } }));
}
