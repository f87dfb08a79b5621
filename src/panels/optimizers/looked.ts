/**
 * What tables and formulas show of the race: as it is when the place rests, a few times a second while it moves. Who can
 * follow sixty times a second (canvases, the cursor of the curves) subscribes to the store itself.
 */
import { create } from 'zustand';
import type { Race } from '@/core/racing/types';
import { Throttle } from '@/state/throttle';
import { useOptimizers } from './store';

export interface Looked {
  race: Race | null;
  /** Updates made, within the race. */
  position: number;
}

/** Milliseconds from one look to the next while it moves. */
const INTERVAL = 250;

const now = (): Looked => {
  const { race, position } = useOptimizers.getState();
  return { race, position: race === null ? 0 : Math.min(position, race.spec.steps) };
};

export const useLooked = create<Looked>()(now);

/** Keeps looking from now on. @returns what ends it. */
export function followLooked(interval = INTERVAL): () => void {
  const throttle = new Throttle(() => useLooked.setState(now()), interval);
  throttle.flush();
  const unsubscribe = useOptimizers.subscribe((state, before) => {
    if (before.playing && !state.playing) throttle.flush();
    else if (state.position !== before.position || state.race !== before.race) throttle.request();
  });
  return () => {
    unsubscribe();
    throttle.cancel();
  };
}
