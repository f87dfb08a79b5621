/**
 * A small picture of numbers that belong to elements of the graph: colours, with the numbers written in where there is
 * room. Its cells can be pointed at, walked with the arrow keys and chosen; each is read aloud.
 */

import type { Field } from '@/core/graph/receptiveField';
import type { ElementRef } from '@/core/interpreter/timeline';
import { precise, short } from '../model/format';
import { usePracticeWords } from '../practice/words';
import { hover, select } from '../session';
import { useHiddenTest } from '../stepper';
import { useWords } from '../words';
import { CellNumbers } from './CellNumbers';
import { CellFrame, WindowFrame } from './Frames';
import { MapCanvas } from './MapCanvas';
import mapsCss from './maps.module.css';
import { useCells } from './useCells';

export interface NumberMapProps {
  /** What it shows. */
  label: string;
  /** Row by row; NaN where there is nothing. */
  values: Float64Array;
  rows: number;
  columns: number;
  /** The magnitude at the ends of the scale. */
  reach: number;
  /** The element of a cell, which pointing lights up and choosing opens; null for cells that stand for none. */
  refOf?(cell: number): ElementRef | null;
  /** Instead of opening the cell's element. */
  onSelect?(cell: number): void;
  /** How a cell is named when it is read aloud; row and column unless said. */
  nameOf?(cell: number): string;
  focus?: number | null;
  winner?: number | null;
  window?: Field | null;
  kind?: 'value' | 'gradient' | 'update' | 'plain';
  /** Writes numbers into the cells: those of their elements, or others that are only shown. */
  numbers?: 'elements' | 'others' | false;
}

/** A picture of a single row is this high at least. */
const LINE = 18;

export function NumberMap(props: NumberMapProps) {
  const { label, values, rows, columns, reach, refOf, onSelect, nameOf, focus = null, winner = null } = props;
  const { window = null, kind = 'plain', numbers = false } = props;
  const words = useWords();
  const open = (cell: number) => {
    const ref = refOf?.(cell);
    if (onSelect) onSelect(cell);
    else if (ref) select(ref);
  };
  const { cursor, handlers } = useCells({
    rows,
    columns,
    start: focus,
    onPoint: (cell) => refOf && hover(cell === null ? null : refOf(cell)),
    onSelect: open,
  });
  const of = { rows, columns };
  const name = (cell: number) =>
    nameOf?.(cell) ?? words('cell.at', { row: Math.floor(cell / columns) + 1, column: (cell % columns) + 1 });
  const isHidden = useHiddenTest();
  const practice = usePracticeWords();
  const written = (cell: number) => {
    if (!Number.isNaN(values[cell])) return short(values[cell]);
    return isHidden(refOf?.(cell)) ? practice('isHidden') : words('cell.nothing');
  };
  const read = (cell: number) => words('cell.read', { name: name(cell), value: written(cell) });
  return (
    <div
      role="application"
      tabIndex={0}
      aria-label={words('cell.map', { label, rows, columns })}
      className={mapsCss.numberMap}
      style={{ aspectRatio: `${columns} / ${rows}`, minHeight: rows === 1 ? LINE : undefined }}
      {...handlers}
    >
      <span className={mapsCss.picture} data-picture data-kind={kind} data-known="all">
        <MapCanvas {...{ label, values, rows, columns, reach }} partly className={mapsCss.canvas} />
        {numbers && (
          <CellNumbers
            {...{ values, rows, columns }}
            scale={{ kind: 'diverging', max: reach }}
            refOf={numbers === 'elements' ? refOf : undefined}
          />
        )}
        {window && <WindowFrame field={window} of={of} />}
        {winner !== null && <CellFrame cell={winner} of={of} kind="winner" />}
        {focus !== null && <CellFrame cell={focus} of={of} kind="focus" />}
        {cursor !== null && <CellFrame cell={cursor} of={of} kind="cursor" />}
      </span>
      {cursor !== null && !numbers && (
        <span className={mapsCss.readout} aria-hidden="true">
          {Number.isNaN(values[cursor]) ? '–' : precise(values[cursor])}
        </span>
      )}
      <span className="ui-hidden" aria-live="polite">
        {cursor === null ? '' : read(cursor)}
      </span>
    </div>
  );
}
