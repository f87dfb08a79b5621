/**
 * Keeps the race in step with its description: the worker is asked whenever what is raced changes. One question is open at
 * a time, so that a dragged start is answered as often as the worker can; the newest description is always the last one
 * that is answered.
 */
import { useEffect } from 'react';
import { RacingClient } from '@/core/racing/client';
import type { Race, RaceSpec } from '@/core/racing/types';
import { WorkerError } from '@/core/workerError';
import { followLooked } from './looked';
import { useOptimizers } from './store';

/** The one worker that races and samples surfaces for this page. */
export const racing = new RacingClient();

type Ask = (spec: RaceSpec, signal: AbortSignal) => Promise<Race>;

/** So long a description rests, in milliseconds, before an answer to an older one is no longer waited for. */
const REST = 150;

/** What a race follows from; which part of the plane is shown changes nothing. */
export function specOf({ surface, start, racers, steps, seed, noise, batchSize }: RaceSpec): RaceSpec {
  return { surface, start, racers, steps, seed, noise, batchSize };
}

const alike = (a: RaceSpec, b: RaceSpec): boolean =>
  (Object.keys(specOf(a)) as (keyof RaceSpec)[]).every((name) => Object.is(a[name], b[name]));

/** Puts an answer into the store, with what follows from it: a place within the race, and a racer that takes part. */
function accept(race: Race): void {
  useOptimizers.setState(({ position, chosen }) => ({
    race,
    error: null,
    position: Math.min(position, race.spec.steps),
    chosen: race.tracks.some(({ id }) => id === chosen) ? chosen : (race.tracks[0]?.id ?? ''),
  }));
}

/** Follows the description from now on. @returns what ends it. */
export function followDocument(ask: Ask, rest = REST): () => void {
  let open: { spec: RaceSpec; controller: AbortController } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const next = (): void => {
    const spec = specOf(useOptimizers.getState().document);
    const controller = new AbortController();
    const own = { spec, controller };
    open = own;
    useOptimizers.setState({ computing: true });
    ask(spec, controller.signal)
      .then(accept, (error: unknown) => {
        if (controller.signal.aborted) return;
        const known = error instanceof WorkerError;
        useOptimizers.setState({
          error: known
            ? { code: error.code, params: error.params }
            : { code: 'internal', params: { message: String(error) } },
        });
      })
      .finally(() => {
        if (open !== own) return;
        open = null;
        useOptimizers.setState({ computing: false });
        if (!ended && !alike(useOptimizers.getState().document, spec)) next();
      });
  };
  const late = (): void => {
    if (open === null || alike(useOptimizers.getState().document, open.spec)) return;
    open.controller.abort();
    next();
  };
  next();
  const unsubscribe = useOptimizers.subscribe(({ document }, before) => {
    if (document === before.document || alike(document, before.document)) return;
    if (open === null) next();
    else {
      clearTimeout(timer);
      timer = setTimeout(late, rest);
    }
  });
  return () => {
    ended = true;
    unsubscribe();
    clearTimeout(timer);
    open?.controller.abort();
  };
}

/** Mounted once, where races are looked at. */
export function useRace(): void {
  useEffect(() => {
    const endLooking = followLooked();
    const end = followDocument((spec, signal) => racing.ask('race', spec, { signal }));
    return () => {
      end();
      endLooking();
    };
  }, []);
}
