/**
 * Dragging a row to another place, with a mouse, a pen or a finger. Rows are the elements with `data-layer` in the list;
 * while one is dragged the state says in front of which row it would land.
 */
import { type PointerEvent, useRef, useState } from 'react';

export interface Drag {
  id: string;
  /** Place among all rows before which it lands: 0 for the first, their number for the last. */
  place: number;
}

export interface DragRows {
  drag: Drag | null;
  /** For the handle of the row with this id. */
  start(id: string, event: PointerEvent<HTMLElement>): void;
}

/** @param onDrop gets the place among the other rows, counted without the dragged one. */
export function useDragRows(
  list: React.RefObject<HTMLElement | null>,
  onDrop: (id: string, place: number) => void,
): DragRows {
  const [drag, setDrag] = useState<Drag | null>(null);
  const current = useRef<Drag | null>(null);
  const follow = (next: Drag | null) => {
    current.current = next;
    setDrag(next);
  };
  const start = (id: string, event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const rows = () => Array.from(list.current?.querySelectorAll<HTMLElement>('[data-layer]') ?? []);
    const from = rows().findIndex((row) => row.dataset.layer === id);
    const move = ({ clientY }: globalThis.PointerEvent) => {
      const place = rows().filter((row) => {
        const { top, height } = row.getBoundingClientRect();
        return clientY > top + height / 2;
      }).length;
      if (current.current?.place !== place) follow({ id, place });
    };
    const done = new AbortController();
    const options = { signal: done.signal };
    const end = (drop: boolean) => {
      done.abort();
      const place = current.current?.place ?? null;
      follow(null);
      if (drop && place !== null && place !== from && place !== from + 1) onDrop(id, place > from ? place - 1 : place);
    };
    handle.addEventListener('pointermove', move, options);
    handle.addEventListener('pointerup', () => end(true), options);
    handle.addEventListener('pointercancel', () => end(false), options);
    window.addEventListener('keydown', (key) => key.key === 'Escape' && end(false), options);
    follow({ id, place: from });
  };
  return { drag, start };
}
