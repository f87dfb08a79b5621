/** Frames over a picture of cells: a window, a single cell. */
import type { Field } from '@/core/graph/receptiveField';
import mapsCss from './maps.module.css';

export interface Cells {
  rows: number;
  columns: number;
}

const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;

/** A window; `faint` where it is seen only through other layers. */
export function WindowFrame({ field, of, faint = false }: { field: Field; of: Cells; faint?: boolean }) {
  const [[top, bottom], [left, right]] = [field.rows, field.columns];
  return (
    <span
      className={mapsCss.window}
      data-faint={faint}
      style={{
        left: percent(left, of.columns),
        top: percent(top, of.rows),
        width: percent(right - left + 1, of.columns),
        height: percent(bottom - top + 1, of.rows),
      }}
    />
  );
}

/** A cell: under the pointer, in focus, or the one that won. Never smaller than can be seen. */
export function CellFrame({ cell, of, kind }: { cell: number; of: Cells; kind: 'cursor' | 'focus' | 'winner' }) {
  return (
    <span
      className={mapsCss.cell}
      data-kind={kind}
      style={{
        left: percent((cell % of.columns) + 0.5, of.columns),
        top: percent(Math.floor(cell / of.columns) + 0.5, of.rows),
        width: `max(5px, ${percent(1, of.columns)})`,
        height: `max(5px, ${percent(1, of.rows)})`,
      }}
    />
  );
}
