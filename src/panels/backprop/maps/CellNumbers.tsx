/** Numbers written into the cells of a small picture, dark on light colours and light on dark ones. */
import type { ElementRef } from '@/core/interpreter/timeline';
import { type ColorScale, colorOf, useThemeName } from '@/theme';
import { brief } from '../model/format';
import { useHiddenTest } from '../stepper';
import mapsCss from './maps.module.css';

/** Colours lighter than this carry dark numbers. */
const LIGHT = 0.18;

/** Relative luminance as WCAG 2 has it. */
function luminance([r, g, b]: readonly number[]): number {
  const linear = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

/** Cells at least so wide have room for their numbers. */
const ROOM = 34;

export const hasRoom = (width: number, columns: number): boolean => width / columns >= ROOM;

export interface CellNumbersProps {
  /** Row by row; nothing is written where it is NaN. */
  values: Float64Array;
  rows: number;
  columns: number;
  /** What the cells are coloured by. */
  scale: ColorScale;
  /** The element of a cell; null for cells that stand for none. */
  refOf?(cell: number): ElementRef | null;
}

export function CellNumbers({ values, rows, columns, scale, refOf }: CellNumbersProps) {
  const theme = useThemeName();
  const isHidden = useHiddenTest();
  return (
    <span className={mapsCss.numbers} style={{ gridTemplate: `repeat(${rows}, 1fr) / repeat(${columns}, 1fr)` }}>
      {Array.from(values, (value, cell) => {
        const ref = refOf?.(cell);
        if (Number.isNaN(value)) return <span key={cell}>{isHidden(ref) ? '?' : ''}</span>;
        return (
          <span
            key={cell}
            className="num"
            data-ink={luminance(colorOf(value, scale, theme)) > LIGHT ? 'dark' : 'light'}
            data-node={ref?.node}
            data-element={ref?.element}
            data-value={value}
          >
            {brief(value)}
          </span>
        );
      })}
    </span>
  );
}
