/** What goes away while the keyboard is in it hands the focus on: else it falls to the page, and Tab begins from the top. */
import { type RefObject, useLayoutEffect, useRef } from 'react';

/** @param next id of the control that takes the focus when the element goes away with it. @returns the element's ref. */
export function useHandedOn<Element extends HTMLElement>(next: string): RefObject<Element | null> {
  const place = useRef<Element>(null);
  useLayoutEffect(() => {
    const element = place.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      // What takes it may be switched on only by the same change.
      queueMicrotask(() => document.getElementById(next)?.focus({ preventScroll: true }));
    };
  }, [next]);
  return place;
}
