/** One update of a race, every value of it: the racer's own graph, fed what it was fed in the race. */

import type { Trace } from '@/core/graph/types';
import { interpret } from '@/core/interpreter/interpret';
import type { Race } from '@/core/racing/types';
import { updateGraph } from '@/core/racing/update';

/** @param step from 1, at most the updates that the racer made. */
export function traceUpdate(race: Race, id: string, step: number): { trace: Trace } {
  const at = race.tracks.findIndex((track) => track.id === id);
  const track = race.tracks[at];
  const graph = updateGraph(race.spec.racers[at]);
  const before = step - 1;
  const states = graph.states.map(({ name, state }): [string, Float64Array] => {
    const { values, scalar } = track.states[state];
    return [name, scalar ? values.slice(before, before + 1) : values.slice(2 * before, 2 * before + 2)];
  });
  const feeds = new Map<string, Float64Array | number>([
    ['theta', Float64Array.of(track.x[before], track.y[before])],
    ['input', Float64Array.of(track.gradientX[step], track.gradientY[step])],
    ['learningRate', track.learningRate[step]],
    ['step', step],
    ...states,
  ]);
  return { trace: interpret(graph, feeds) };
}
