/** One zoom over the depths of an iteration: from the whole network to the formula of one number, and back. */
import { useEffect } from 'react';
import { DEPTHS, useSession, type View } from '../session';

/** The depth one closer (+1) or further away (−1); the same at either end. What is no depth is left for `both`. */
export function zoomed(view: View, by: 1 | -1): View {
  const at = (DEPTHS as readonly View[]).indexOf(view);
  if (at < 0) return 'both';
  return DEPTHS[Math.min(DEPTHS.length - 1, Math.max(0, at + by))];
}

/** Goes closer or further away; what is in focus stays in focus. */
export function zoom(by: 1 | -1): void {
  useSession.setState(({ view }) => ({ view: zoomed(view, by) }));
}

/** So far the wheel is turned, or two fingers spread, for one depth; and the time that one turn lasts. */
const WHEEL = { far: 60, lasts: 250 };
const OWN_KEYS = 'input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable]';
/** Where the wheel with Ctrl zooms, as two fingers on a touchpad do: over the pictures. */
const PICTURES = '#stepper-network, #stepper-operations, #stepper-detail';

/** + and −, anywhere in the view, and Ctrl with the wheel over a picture. */
export function useZoomKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      if (!(target instanceof Element) || target.closest(OWN_KEYS)) return;
      if (key !== '+' && key !== '=' && key !== '-') return;
      event.preventDefault();
      zoom(key === '-' ? -1 : 1);
    };
    let turned = 0;
    let last = 0;
    let done = false;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey || !(event.target instanceof Element) || !event.target.closest(PICTURES)) return;
      // Otherwise the browser would enlarge the whole page.
      event.preventDefault();
      if (event.timeStamp - last > WHEEL.lasts) [turned, done] = [0, false];
      last = event.timeStamp;
      turned += event.deltaY;
      if (done || Math.abs(turned) < WHEEL.far) return;
      done = true;
      zoom(turned < 0 ? 1 : -1);
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('wheel', onWheel);
    };
  }, []);
}
