/** A racer's update as a graph: the very nodes that train networks, for the two numbers of a surface. */
import { buildOptimizerGraph } from '../graph/build';
import type { Graph } from '../graph/types';
import { optimizerOf } from '../optimizers';
import { courseOf } from '../schedules/rate';
import { COORDINATES } from './surfaces/surface';
import type { RacerSpec } from './types';

/** θ is [x, y]; elements are named after it. @throws GraphError when the optimizer or a setting is not known. */
export function updateGraph({ optimizer, resetEvery }: Pick<RacerSpec, 'optimizer' | 'resetEvery'>): Graph {
  const fault = resetEvery === undefined ? null : { kind: 'momentsReset', stepsPerEpoch: resetEvery };
  return buildOptimizerGraph(optimizer, [2], { fault, coordinates: COORDINATES });
}

/** The learning rate of update `step` (from 1). @throws GraphError when the schedule or a setting is not known. */
export function rateOf({ optimizer, schedule }: RacerSpec): (step: number) => number {
  const course = courseOf(optimizerOf(optimizer).settings.learningRate, schedule);
  return (step) => course(step - 1);
}
