/** Moving along the timeline by the clock, by keys and by the wheel. */
import { type RefObject, useEffect } from 'react';
import type { Timeline } from '@/core/interpreter/timeline';
import { goTo, hurry, useSession, walkTo } from '../session';
import { destination } from './moves';

const set = useSession.setState;

/** While playing, one step after another at the chosen pace; stops at the end. */
export function usePlayback(length: number): void {
  const playing = useSession((s) => s.playing);
  const pace = useSession((s) => s.pace);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => goTo(useSession.getState().position + 1, length), 1000 / pace);
    return () => clearInterval(timer);
  }, [playing, pace, length]);
}

/** Plays from where it is, from the start when it is at the end, or stops playing. */
export function togglePlaying(length: number): void {
  const { position, playing } = useSession.getState();
  if (!playing && position >= length) goTo(0, length);
  set({ playing: !playing, selection: null });
}

/** Controls that use these keys themselves. */
const OWN_KEYS = 'input, select, textarea, [contenteditable], [role=slider], [role=application], [role=radiogroup]';
/** Of them those that use other keys than arrows and space: a clicker steps on after a tab has been chosen, too. */
const OWN_PAGES =
  'input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable], [role=slider], [role=application]';
const OWN_SPACE = `${OWN_KEYS}, button, a, summary, [role=button]`;

/** What ends the holding of a key, and a drag. */
const ENDS = ['keyup', 'pointerup', 'pointercancel', 'blur'] as const;

/** The keys of `moves.ts`, and space to play; anywhere in the view, unless a control has its own use for the key. */
export function useKeys(timeline: Timeline): void {
  useEffect(() => {
    const { length } = timeline;
    const onKeyDown = (event: KeyboardEvent) => {
      const { target, key, shiftKey } = event;
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !(target instanceof Element))
        return;
      const own = key === ' ' ? OWN_SPACE : key.startsWith('Arrow') ? OWN_KEYS : OWN_PAGES;
      if (target.closest(own)) return;
      if (key === 'Escape') {
        set({ selection: null });
        return;
      }
      const to = destination(timeline, Math.min(length, useSession.getState().position), key, shiftKey);
      if (key === ' ') togglePlaying(length);
      else if (to !== null) walkTo(to, length, event.repeat);
      else return;
      event.preventDefault();
    };
    const rest = () => hurry(false);
    window.addEventListener('keydown', onKeyDown);
    for (const end of ENDS) window.addEventListener(end, rest);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      for (const end of ENDS) window.removeEventListener(end, rest);
    };
  }, [timeline]);
}

/** So far a wheel is turned for one step. */
const NOTCH = 40;

/** The wheel over the timeline steps: down and to the right onwards. */
export function useWheel(area: RefObject<HTMLElement | null>, length: number): void {
  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    let turned = 0;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey) return;
      event.preventDefault();
      turned += event.deltaX + event.deltaY;
      const steps = Math.trunc(turned / NOTCH);
      if (steps === 0) return;
      turned -= steps * NOTCH;
      // A notch of a mouse's wheel is one step, however far the system says it goes.
      walkTo(useSession.getState().position + (Math.abs(event.deltaY) >= 100 ? Math.sign(steps) : steps), length);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [area, length]);
}
