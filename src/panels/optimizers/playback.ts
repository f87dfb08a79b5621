/** Moving along the race: by the clock, and by keys. */
import { useEffect } from 'react';
import { goTo, type OptimizersState, useOptimizers } from './store';

/** Updates a second that can be chosen. */
export const SPEEDS = [1, 2, 5, 10, 20, 40, 100, 200, 500, 1000, 2000] as const;

/** How far Shift takes an arrow key. */
const FAR = 10;
/** A page that was hidden, or busy, does not make up for more than so many milliseconds. */
const MOST_MISSED = 250;

/** The last update there is to look at. */
export const lastOf = ({ race, document }: Pick<OptimizersState, 'race' | 'document'>): number =>
  Math.min(document.steps, race?.spec.steps ?? document.steps);

/** Plays from where it is, from the start when it is at the end, or stops playing. */
export function togglePlaying(): void {
  const state = useOptimizers.getState();
  const { playing, position } = state;
  if (!playing && position >= lastOf(state)) goTo(0);
  useOptimizers.setState({ playing: !playing });
}

/** Goes to an update by hand: playing ends. */
export function moveTo(position: number): void {
  const state = useOptimizers.getState();
  if (state.playing) useOptimizers.setState({ playing: false });
  goTo(Math.min(position, lastOf(state)));
}

export const moveBy = (updates: number): void => moveTo(useOptimizers.getState().position + updates);

/** Counts the updates that are due: whole ones, with what is left over kept for the next frame. */
export class Clock {
  private left = 0;

  constructor(private before: number) {}

  /** @param now in milliseconds. @param speed updates a second. */
  due(now: number, speed: number): number {
    this.left += (Math.min(MOST_MISSED, Math.max(0, now - this.before)) * speed) / 1000;
    this.before = now;
    const whole = Math.floor(this.left);
    this.left -= whole;
    return whole;
  }
}

/** While playing, goes on with every frame at the chosen speed; stops at the end. */
export function usePlayback(): void {
  useEffect(() => {
    let frame = 0;
    const run = () => {
      const clock = new Clock(performance.now());
      const tick = (now: number) => {
        const state = useOptimizers.getState();
        if (!state.playing) return;
        const due = clock.due(now, state.speed);
        const last = lastOf(state);
        if (due > 0) goTo(Math.min(last, state.position + due));
        if (state.position + due >= last) useOptimizers.setState({ playing: false });
        else frame = requestAnimationFrame(tick);
      };
      frame = requestAnimationFrame(tick);
    };
    if (useOptimizers.getState().playing) run();
    const unsubscribe = useOptimizers.subscribe(({ playing }, before) => {
      if (playing === before.playing) return;
      cancelAnimationFrame(frame);
      if (playing) run();
    });
    return () => {
      unsubscribe();
      cancelAnimationFrame(frame);
      useOptimizers.setState({ playing: false });
    };
  }, []);
}

/** Controls that use these keys themselves. */
const OWN_KEYS =
  'input, select, textarea, [contenteditable], [role=slider], [role=application], [role=radiogroup], [role=menu], [role=tablist], [role=dialog]';
const OWN_SPACE = `${OWN_KEYS}, button, a, summary, [role=button]`;

/** Where a key leads from a place, or null for a key that leads nowhere. */
export function destination(key: string, far: boolean, position: number, last: number): number | null {
  const by = far ? FAR : 1;
  const targets: Record<string, number> = {
    ArrowLeft: position - by,
    ArrowRight: position + by,
    Home: 0,
    End: last,
  };
  const target = targets[key];
  return target === undefined ? null : Math.min(last, Math.max(0, target));
}

/** Space plays, arrows step (with Shift further), Home and End go to the ends: anywhere on the page, unless a control has its own use for the key. */
export function useKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !(target instanceof Element))
        return;
      if (target.closest(key === ' ' ? OWN_SPACE : OWN_KEYS)) return;
      const state = useOptimizers.getState();
      const to = destination(key, event.shiftKey, state.position, lastOf(state));
      if (key === ' ') togglePlaying();
      else if (to !== null) moveTo(to);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
