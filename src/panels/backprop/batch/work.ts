/** The interpretation that is under way: how far it is, and the way to stop it. */
import { create } from 'zustand';
import type { Progress } from '@/core/interpreter/client';

interface Work {
  progress: Progress | null;
  /** Stopped by hand: nothing is computed until it is asked for again. */
  cancelled: boolean;
  /** Counts up whenever it is asked for again. */
  attempt: number;
  stop: (() => void) | null;
  /** The first of the layers that are stepped alone, and whose document they belong to; null: the whole network. */
  tail: { owner: string; from: string } | null;
}

export const useWork = create<Work>()(() => ({ progress: null, cancelled: false, attempt: 0, stop: null, tail: null }));
const set = useWork.setState;

/** Work begins; the one before has ended or counts no more. */
export function beginWork(stop: () => void): void {
  set({ progress: null, cancelled: false, stop });
}

export function tellWork(progress: Progress): void {
  set({ progress });
}

export function endWork(stop: () => void): void {
  if (useWork.getState().stop === stop) set({ progress: null, stop: null });
}

export function cancelWork(): void {
  useWork.getState().stop?.();
  set({ progress: null, stop: null, cancelled: true });
}

export function tryAgain(): void {
  set(({ attempt }) => ({ attempt: attempt + 1, cancelled: false }));
}

/** Steps the layers from `from` on alone; null for the whole network again. */
export function stepTail(tail: Work['tail']): void {
  set({ tail });
}
