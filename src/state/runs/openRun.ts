/**
 * Which run a tab has open, per template, and whether it was training: what a reload comes back to. A tab remembers its
 * own; a new tab begins with what was open last.
 */
import type { RunState } from '../runStore';
import { readStored, readTab, removeTab, writeStored, writeTab } from '../storage';

const openKey = (template: string) => `open/1/${template}`;
const PLAYING_KEY = 'playing/1';

/** Id of the run; `null` for one that is not trained yet; `undefined` when nothing is known. */
export function rememberedRun(template: string): { id: string | null; own: boolean } | undefined {
  const own = readTab(openKey(template));
  const remembered = own ?? readStored(openKey(template));
  if (typeof remembered !== 'object' || remembered === null || !('id' in remembered)) return undefined;
  const { id } = remembered;
  return typeof id === 'string' || id === null ? { id, own: own !== null } : undefined;
}

export function rememberRun(template: string, id: string | null): void {
  writeTab(openKey(template), { id });
  writeStored(openKey(template), { id });
}

/** How far a run trains when it is played. */
export type Extent = 'end' | 'epoch';

/** How far this tab was about to train when the page went, or null when it was not. */
export function rememberedExtent(template: string): Extent | null {
  const playing = readTab(PLAYING_KEY);
  if (typeof playing !== 'object' || playing === null) return null;
  const { template: of, extent } = playing as Record<string, unknown>;
  return of === template && (extent === 'end' || extent === 'epoch') ? extent : null;
}

export const rememberExtent = (template: string, extent: Extent) => writeTab(PLAYING_KEY, { template, extent });

/** Forgets it once a run has stopped: a reload then leaves it where it is. To be called with every change of the run. */
export function forgetExtentAtRest(now: Pick<RunState, 'status'>, before: Pick<RunState, 'status'>): void {
  const between = ['playing', 'building', 'loadingData', 'idle'].includes(now.status);
  if (now.status !== before.status && !between) removeTab(PLAYING_KEY);
}
