/** Asks for the ways from a grid of starts, again whenever what is raced changes; an answer stays until the next. */

import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import type { RaceSpec, Window } from '@/core/racing/types';
import { useAsk } from '../fair/useAsk';
import { useOptimizers } from '../store';
import { knownSurface } from './knownSurface';
import type { SwarmPicture } from './SwarmLayer';
import { outcomeOf, reachIn, startsIn, tooMany } from './swarm';
import { middleOf } from './view';

export interface SwarmSettings {
  /** Starts a side of the grid. */
  side: number;
  /** All racers, or the chosen one. */
  all: boolean;
}

export interface SwarmState {
  picture: SwarmPicture | null;
  progress: number | null;
  problem: string | null;
  /** More updates than are computed at once. */
  refused: boolean;
}

const PAUSE = 250;

/** What a question follows from: the window says where the starts are. */
interface Question {
  spec: RaceSpec;
  window: Window;
  side: number;
}

export function useSwarm(settings: SwarmSettings | null): SwarmState {
  const { surface, racers, steps, seed, noise, batchSize, window } = useOptimizers(({ document }) => document);
  const chosen = useOptimizers(({ chosen }) => chosen);
  const { answer, progress, problem, ask, stop } = useAsk('swarm');
  const question = useMemo<Question | null>(() => {
    if (settings === null) return null;
    const asked = settings.all ? racers : racers.filter(({ id }) => id === chosen);
    if (asked.length === 0) return null;
    // The one start of the race is not used: moving it changes nothing here.
    const start = middleOf(window);
    return { spec: { surface, start, racers: asked, steps, seed, noise, batchSize }, window, side: settings.side };
  }, [settings, chosen, surface, racers, steps, seed, noise, batchSize, window]);
  const [rested] = useDebouncedValue(question, PAUSE);
  const refused = question !== null && tooMany(question.side, question.spec.racers.length, question.spec.steps);

  useEffect(() => {
    if (rested === null || tooMany(rested.side, rested.spec.racers.length, rested.spec.steps)) {
      stop();
      return;
    }
    ask({ spec: rested.spec, starts: startsIn(rested.window, rested.side) });
  }, [rested, ask, stop]);

  const picture = useMemo<SwarmPicture | null>(() => {
    if (answer === null || settings === null) return null;
    const { spec, starts } = answer.input;
    const minima = knownSurface(spec.surface)?.minima ?? [];
    const side = Math.sqrt(starts.length);
    const window = spread(starts, side);
    const reach = reachIn(window);
    const outcomes = answer.output.map(({ paths }) => paths.map((path) => outcomeOf(path, spec.steps, minima, reach)));
    const byMinimum = answer.output.length === 1 && minima.length > 1;
    return { swarms: answer.output, outcomes, starts, side, window, racers, byMinimum };
  }, [answer, settings, racers]);

  return { picture, progress, problem, refused };
}

/** The window whose cells have these starts in their middles. */
function spread(starts: readonly { x: number; y: number }[], side: number): Window {
  const [first, last] = [starts[0], starts[starts.length - 1]];
  const axis = (low: number, high: number): [number, number] => {
    const half = side > 1 ? (high - low) / (side - 1) / 2 : 0.5;
    return [low - half, high + half];
  };
  return { x: axis(first.x, last.x), y: axis(first.y, last.y) };
}
