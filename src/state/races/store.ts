/**
 * What the screen knows about the race on the network, the range test and the insides of the optimizer. Written by
 * receive.ts and actions.ts; curves arrive here at most five times a second, with at most 300 points each.
 */
import { create } from 'zustand';
import type { OptimizerInsides, RaceState, RangeTestState } from './types';

export const initialRace: RaceState = {
  status: 'idle',
  settings: null,
  document: null,
  stepsPerEpoch: 0,
  lanes: [],
  current: null,
  validated: false,
  alive: false,
  error: null,
};

export const initialRangeTest: RangeTestState = {
  status: 'idle',
  settings: null,
  rates: [],
  losses: [],
  smoothed: [],
  suggestion: null,
  endedEarly: false,
  error: null,
};

export const useRace = create<RaceState>()(() => initialRace);

export const useRangeTest = create<RangeTestState>()(() => initialRangeTest);

/** `insides` is null before the first update since somebody watches, and while nobody does. */
export const useOptimizerInsides = create<{ insides: OptimizerInsides | null }>()(() => ({ insides: null }));
