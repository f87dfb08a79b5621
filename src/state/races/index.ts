/** Races of optimizers on the network, the range test of the learning rate, the insides of the optimizer: for panels. */
export { raceActions, rangeTestActions, watchInsides } from './actions';
export { batchesJudged, judged } from './history';
export { allSeries } from './receive';
export { useOptimizerInsides, useRace, useRangeTest } from './store';
export type {
  OptimizerHistogram,
  OptimizerInsides,
  RaceConfiguration,
  RaceLane,
  RaceSeries,
  RaceSettings,
  RaceState,
  RaceStatus,
  RaceTrainSeries,
  RangeTestSettings,
  RangeTestState,
  WeightInsides,
} from './types';
