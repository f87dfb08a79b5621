/** The lanes of the race with all that was measured of them: averages are taken over everything, not over a chart's points. */
import { useDeferredValue, useMemo } from 'react';
import { allSeries, type RaceLane, useRace } from '@/state/races';

const whole = new WeakMap<RaceLane, RaceLane>();

/** The same object for as long as nothing of the lane is new. */
function withAll(lane: RaceLane): RaceLane {
  let full = whole.get(lane);
  if (full === undefined) {
    full = { ...lane, ...allSeries(lane.configuration.id) };
    whole.set(lane, full);
  }
  return full;
}

/** Changes at most five times a second, as the store does; drawing may lag behind what a person does. */
export function useLanes(): readonly RaceLane[] {
  const lanes = useDeferredValue(useRace((state) => state.lanes));
  return useMemo(() => lanes.map(withAll), [lanes]);
}
