/** Pointing at and choosing cells of a picture, by pointer or with the arrow keys: what Heatmap does, for pictures drawn here. */
import { type FocusEvent, type KeyboardEvent, type MouseEvent, useState } from 'react';

export interface CellsOptions {
  rows: number;
  columns: number;
  /** Where walking begins. */
  start: number | null;
  onPoint?(cell: number | null): void;
  onSelect?(cell: number): void;
}

/** The cell that is pointed at, and the handlers that make an element follow pointer and keys. */
export function useCells({ rows, columns, start, onPoint, onSelect }: CellsOptions) {
  const [cursor, setCursor] = useState<number | null>(null);
  const point = (cell: number | null) => {
    if (cell === cursor) return;
    setCursor(cell);
    onPoint?.(cell);
  };
  const under = ({ target, currentTarget, clientX, clientY }: MouseEvent<HTMLElement>) => {
    const picture = (target as Element).closest('[data-picture]') ?? currentTarget.querySelector('[data-picture]');
    if (picture === null) return null;
    const { left, top, width, height } = picture.getBoundingClientRect();
    // Borders and the gap between two pictures belong to the nearest cell.
    const within = (share: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
    return within((clientY - top) / height, rows) * columns + within((clientX - left) / width, columns);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const here = cursor ?? start ?? 0;
    const moves: Record<string, number> = {
      ArrowLeft: here % columns > 0 ? -1 : 0,
      ArrowRight: here % columns < columns - 1 ? 1 : 0,
      ArrowUp: -columns,
      ArrowDown: columns,
    };
    if (event.key in moves) {
      const next = here + moves[event.key];
      if (next >= 0 && next < rows * columns) point(next);
    } else if (event.key === 'Enter' || event.key === ' ') onSelect?.(here);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const handlers = {
    onPointerMove: (event: MouseEvent<HTMLElement>) => point(under(event)),
    onPointerLeave: () => point(null),
    onFocus: (event: FocusEvent<HTMLElement>) => {
      if (event.currentTarget.matches(':focus-visible')) point(cursor ?? start ?? 0);
    },
    onBlur: () => point(null),
    onClick: (event: MouseEvent<HTMLElement>) => {
      const cell = under(event);
      if (cell !== null) onSelect?.(cell);
    },
    onKeyDown,
  };
  return { cursor, handlers };
}
