/**
 * Pointers on the map: a press sets the start and a drag takes it along; with Shift, the middle button or the hand a
 * drag moves the window; two fingers zoom it. The wheel zooms once the map has the focus, or with Ctrl: pages scroll.
 */
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { Window } from '@/core/racing/types';
import { editRace, holdHistory, setStart, useOptimizers } from '../store';
import { panned, pointAt, roundedTo, type Size, tidy, zoomed } from './view';

/** A finger trembles so many pixels. */
const TREMBLE = 5;
const WHEEL_RATE = 0.0016;

/** Shows another part of the plane. */
export const setWindow = (window: Window): void => editRace({ window: tidy(window) });

interface Press {
  kind: 'start' | 'pan' | 'tap';
  fromX: number;
  fromY: number;
  moved: boolean;
  window: Window;
}

interface GestureOptions {
  plane: RefObject<HTMLElement | null>;
  size: Size;
  /** Whether a drag moves the window. */
  hand: boolean;
  /** Told where the pointer rests, in pixels; null when it has left or does something. */
  onPoint(px: number | null, py: number): void;
}

/** One finger of a phone taps the start to a place, and scrolls the page when it moves on. */
const scrolls = (event: PointerEvent) => event.pointerType === 'touch';

export function useGestures({ plane, size, hand, onPoint }: GestureOptions) {
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const press = useRef<Press | null>(null);
  const latest = useRef(size);
  latest.current = size;

  const at = (event: { clientX: number; clientY: number }) => {
    const box = plane.current?.getBoundingClientRect();
    return { px: event.clientX - (box?.left ?? 0), py: event.clientY - (box?.top ?? 0) };
  };
  const placeStart = (px: number, py: number) => {
    const { window } = useOptimizers.getState().document;
    setStart(roundedTo(window, pointAt(window, size, px, py)));
  };

  useEffect(() => {
    const element = plane.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      const focused = element.contains(document.activeElement);
      if (!event.ctrlKey && !event.metaKey && !focused) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const { window } = useOptimizers.getState().document;
      const place = pointAt(window, latest.current, event.clientX - box.left, event.clientY - box.top);
      const pixels = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
      setWindow(zoomed(window, Math.exp(Math.max(-120, Math.min(120, pixels)) * WHEEL_RATE * 2), place));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [plane]);

  const pinch = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    const here = at(event);
    if (!before || !other) return;
    const apart = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y) || 1;
    const now = { x: here.px, y: here.py };
    const { window } = useOptimizers.getState().document;
    const centre = pointAt(window, size, (now.x + other.x) / 2, (now.y + other.y) / 2);
    const scaled = zoomed(window, apart(before, other) / apart(now, other), centre);
    const moved = panned(scaled, -(now.x - before.x) / 2 / size.width, (now.y - before.y) / 2 / size.height);
    pointers.current.set(event.pointerId, now);
    setWindow(moved);
  };

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button === 2) return;
      const { px, py } = at(event);
      pointers.current.set(event.pointerId, { x: px, y: py });
      const onStart = event.target instanceof Element && event.target.closest('[data-start]') !== null;
      const pans = !onStart && (hand || event.shiftKey || event.button === 1);
      if (pointers.current.size > 1) {
        press.current = null;
        for (const id of pointers.current.keys()) capture(event.currentTarget, id);
        return;
      }
      const { window } = useOptimizers.getState().document;
      const kind = onStart ? 'start' : pans ? 'pan' : 'tap';
      press.current = { kind, fromX: px, fromY: py, moved: false, window };
      holdHistory(true);
      if (kind !== 'tap' || !scrolls(event)) capture(event.currentTarget, event.pointerId);
      onPoint(null, 0);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const { px, py } = at(event);
      if (pointers.current.size > 1 && pointers.current.has(event.pointerId)) return pinch(event);
      const held = press.current;
      if (held === null) {
        if (event.pointerType !== 'touch') onPoint(px, py);
        return;
      }
      if (!held.moved && Math.hypot(px - held.fromX, py - held.fromY) < TREMBLE) return;
      held.moved = true;
      if (held.kind === 'pan') {
        const [right, up] = [-(px - held.fromX) / size.width, (py - held.fromY) / size.height];
        setWindow(panned(held.window, right, up));
      } else if (held.kind === 'start' || !scrolls(event)) {
        placeStart(Math.min(size.width, Math.max(0, px)), Math.min(size.height, Math.max(0, py)));
      }
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      const held = press.current;
      pointers.current.delete(event.pointerId);
      press.current = null;
      if (held?.kind === 'tap' && !held.moved) {
        const { px, py } = at(event);
        placeStart(px, py);
      }
      if (pointers.current.size === 0) holdHistory(false);
    },
    onPointerCancel(event: PointerEvent<HTMLElement>) {
      pointers.current.delete(event.pointerId);
      press.current = null;
      if (pointers.current.size === 0) holdHistory(false);
    },
    onPointerLeave() {
      onPoint(null, 0);
    },
  };
}

function capture(element: HTMLElement, pointer: number): void {
  try {
    element.setPointerCapture(pointer);
  } catch {
    // The pointer has gone already.
  }
}
