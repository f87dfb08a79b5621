/** What one update of one racer was made of, as the rules of `insights.ts` read it. */
import { optimizerOf, type ResolvedOptimizer } from '@/core/optimizers';
import { type Curvature, curvatureAt } from '@/core/racing/stability';
import type { Surface } from '@/core/racing/surfaces';
import type { Race, RacerSpec, Track } from '@/core/racing/types';

export interface Facts {
  race: Race;
  surface: Surface;
  racer: RacerSpec;
  track: Track;
  optimizer: ResolvedOptimizer;
  /** The update, from 1. */
  k: number;
  /** 0 is x, 1 is y. */
  coordinate: 0 | 1;
  /** Learning rate of the update. */
  rate: number;
  /** The gradient that the update was made with. */
  g: readonly [number, number];
  /** The gradient at the place before it, without noise. */
  slope: readonly [number, number];
  /** The same at the place it led to. */
  slopeAfter: readonly [number, number];
  /** θ before, and what was added to it. */
  theta: readonly [number, number];
  moved: readonly [number, number];
  /** Curvature at the place before it; null where it is not finite. */
  curvature: Curvature | null;
}

/** @returns null where that update was not made. */
export function factsOf(race: Race, surface: Surface, id: string, k: number, coordinate: 0 | 1): Facts | null {
  const at = race.tracks.findIndex((track) => track.id === id);
  if (at < 0 || k < 1 || k > race.tracks[at].steps) return null;
  const track = race.tracks[at];
  const racer = race.spec.racers[at];
  const [x, y] = [track.x[k - 1], track.y[k - 1]];
  return {
    race,
    surface,
    racer,
    track,
    optimizer: optimizerOf(racer.optimizer),
    k,
    coordinate,
    rate: track.learningRate[k],
    g: [track.gradientX[k], track.gradientY[k]],
    slope: surface.gradient(x, y),
    slopeAfter: surface.gradient(track.x[k], track.y[k]),
    theta: [x, y],
    moved: [track.x[k] - x, track.y[k] - y],
    curvature: curvatureAt(surface, { x, y }),
  };
}

export const norm = ([x, y]: readonly [number, number]): number => Math.hypot(x, y);
export const dot = (a: readonly [number, number], b: readonly [number, number]): number => a[0] * b[0] + a[1] * b[1];

/** A state's value for the coordinate, after the update or after another; the number itself where it is one for both. */
export function stateOf({ track, coordinate, k }: Facts, name: string, after = k): number {
  const state = track.states[name];
  if (state === undefined) return Number.NaN;
  return state.values[state.scalar ? after : 2 * after + coordinate];
}

/** The gradient's coordinate that update j was made with. */
export const gradientOf = ({ track, coordinate }: Facts, j: number): number =>
  (coordinate === 0 ? track.gradientX : track.gradientY)[j];

/** Updates whose gradients can be in the memory: all, or those since it was last lost. */
export const remembered = ({ k, racer: { resetEvery } }: Facts): number =>
  resetEvery === undefined ? k : ((k - 1) % resetEvery) + 1;

/** How often the gradient's coordinate changed its sign over the last updates that are remembered, at most `most` times. */
export function flipsOf(facts: Facts, most = 10): number {
  let flips = 0;
  for (let j = Math.max(2, facts.k - Math.min(most, remembered(facts) - 1) + 1); j <= facts.k; j++)
    if (gradientOf(facts, j) * gradientOf(facts, j - 1) < 0) flips++;
  return flips;
}
