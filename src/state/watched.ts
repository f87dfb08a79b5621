/**
 * The newest snapshot of what is watched (see watching.ts): everything in it is of one step and one input. It arrives up
 * to a dozen times a second and does not render anything by itself; canvases subscribe, numbers select.
 */
import { create } from 'zustand';
import type { Snapshot } from '@/engine/protocol';

export type { Snapshot } from '@/engine/protocol';

export interface WatchedState {
  /** Null before the first, and from the moment another network is built. */
  seen: Snapshot | null;
}

export const useWatched = create<WatchedState>()(() => ({ seen: null }));

export function publishWatched({ step, input, output, captured, weights }: Snapshot): void {
  useWatched.setState({ seen: { step, input, output, captured, weights } });
}

export function clearWatched(): void {
  if (useWatched.getState().seen !== null) useWatched.setState({ seen: null });
}
