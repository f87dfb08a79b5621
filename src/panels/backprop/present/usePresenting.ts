/** Into presentation mode and out of it: the key, the page around, full screen. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { goTo, useSession } from '../session';

const set = useSession.setState;

export const present = () => set({ presenting: true, selection: null });

export function leave(): void {
  set({ presenting: false });
  if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
}

/** Where letters are text. */
const TYPED = 'input:not([type=radio], [type=range], [type=checkbox]), select, textarea, [contenteditable]';

function isTyped({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest(TYPED) !== null;
}

const isPlain = ({ altKey, ctrlKey, metaKey, defaultPrevented }: KeyboardEvent) =>
  !defaultPrevented && !altKey && !ctrlKey && !metaKey;

/** The key that begins a presentation. */
export function usePresentKey(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'p' || !isPlain(event) || isTyped(event)) return;
      event.preventDefault();
      present();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Keys while presenting: those of clickers step wherever the focus is; P and Escape leave, F is for the full screen. */
export function usePresentationKeys(length: number): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isPlain(event) || isTyped(event)) return;
      const { position, selection } = useSession.getState();
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (key === 'PageDown' || key === 'PageUp') {
        set({ playing: false });
        goTo(position + (key === 'PageDown' ? 1 : -1), length);
      } else if (key === 'Escape' && selection !== null) set({ selection: null });
      else if (key === 'Escape' || key === 'p') leave();
      else if (key === 'f') toggleFullscreen();
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [length]);
}

/** High contrast, and the rest of the page out of reach, as long as the presentation is up. */
export function useAlone(): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    const root = document.getElementById('root');
    dataset.contrast = 'high';
    if (root !== null) root.inert = true;
    return () => {
      delete dataset.contrast;
      if (root !== null) root.inert = false;
      // The button is there with the next picture of the page.
      requestAnimationFrame(() => document.getElementById('stepper-present')?.focus({ preventScroll: true }));
    };
  }, []);
}

/** A page of this size, in CSS pixels, is shown at its natural size; larger ones are enlarged to match. */
const NATURAL = { width: 850, height: 480 };
const MOST = 4;

/** How much everything is enlarged for this window. */
export function enlargement(width: number, height: number): number {
  return Math.min(MOST, Math.max(1, Math.min(width / NATURAL.width, height / NATURAL.height)));
}

export function useEnlargement(): number {
  const [scale, setScale] = useState(() => enlargement(window.innerWidth, window.innerHeight));
  useEffect(() => {
    const measure = () => setScale(enlargement(window.innerWidth, window.innerHeight));
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return scale;
}

function toggleFullscreen(): void {
  const change =
    document.fullscreenElement === null ? document.documentElement.requestFullscreen?.() : document.exitFullscreen();
  // Refused by the browser or by the page around this one: it goes on in the window.
  void change?.catch(() => undefined);
}

export function useFullscreen(): { possible: boolean; on: boolean; toggle(): void } {
  const on = useSyncExternalStore(
    (changed) => {
      document.addEventListener('fullscreenchange', changed);
      return () => document.removeEventListener('fullscreenchange', changed);
    },
    () => document.fullscreenElement !== null,
  );
  return { possible: document.fullscreenEnabled === true, on, toggle: toggleFullscreen };
}
