/**
 * One update of a race, looked into: the update graph of the racer, fed with what the racer had before it, and
 * interpreted. Every number is that of the race, to the last bit, with the formula it came by (`explain`).
 */
import type { Graph, Trace } from '../graph/types';
import { interpret } from '../interpreter/interpret';
import { gradientsOf } from './gradients';
import { surfaceOf } from './surfaces';
import type { Race, RacerSpec, Track } from './types';
import { rateOf, updateGraph } from './update';

/** A line of the update: what its target is called, and the node that computes it. */
export interface TracedLine {
  /** `m`, `mHat`, `theta`; clipping and lost memory have names of their own. */
  name: string;
  node: number;
}

export interface TracedUpdate {
  /** The racer's update graph; elements are written after the coordinates: `m_{x}`, and x itself for θ. */
  graph: Graph;
  trace: Trace;
  /** What the update computes, in order; elements 0 and 1 are x and y unless the node's shape is []. */
  lines: TracedLine[];
  /** The gradient, as it was used: noise and drawn samples included. */
  gradient: { x: number; y: number };
  learningRate: number;
}

/** The states after `k` updates, as the leaves of the update graph take them. */
function statesAt(track: Track, graph: Graph, k: number): [string, Float64Array][] {
  return graph.states.map(({ name, state }) => {
    const { values, scalar } = track.states[state];
    const width = scalar ? 1 : 2;
    return [name, values.slice(k * width, (k + 1) * width)];
  });
}

/** The name of what a node of the update computes. */
const lineName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/**
 * The update `step` of a racer, as it was made; where the racer was stopped, also the one that could not be made.
 * @param step from 1 to the track's steps, one more where it was stopped.
 * @throws RangeError when the racer is not in the race or has no such update.
 */
export function traceUpdate(race: Race, racerId: string, step: number): TracedUpdate {
  const racer: RacerSpec | undefined = race.spec.racers.find(({ id }) => id === racerId);
  const track = race.tracks.find(({ id }) => id === racerId);
  const last = track ? track.steps + (track.stopped ? 1 : 0) : 0;
  if (!racer || !track || !Number.isInteger(step) || step < 1 || step > last) {
    throw new RangeError(`update ${step} of ${racerId}`);
  }
  const graph = updateGraph(racer);
  const before = step - 1;
  const [x, y] = [track.x[before], track.y[before]];
  const gradient = new Float64Array(2);
  gradientsOf(race.spec, surfaceOf(race.spec.surface)).at(step, x, y, gradient);
  const learningRate = rateOf(racer)(step);
  const trace = interpret(
    graph,
    new Map<string, Float64Array | number>([
      ['theta', Float64Array.of(x, y)],
      ['input', gradient],
      ['learningRate', learningRate],
      ['step', step],
      ...statesAt(track, graph, before),
    ]),
  );
  return {
    graph,
    trace,
    lines: graph.nodes.flatMap(({ id, op, name }) => (op === 'leaf' ? [] : [{ name: lineName(name), node: id }])),
    gradient: { x: gradient[0], y: gradient[1] },
    learningRate,
  };
}
