/** The values at the movable point, a row for each function that is shown. */
import type { ReactNode } from 'react';
import { measured } from '@/ui';
import { type Comparison, SLOTS } from '../comparison';
import classes from './parts.module.css';
import { Stroke } from './ShownList';

interface HereTableProps {
  caption: ReactNode;
  columns: readonly string[];
  comparison: Comparison;
  nameOf(kind: string): string;
  /** One value a column; NaN where there is none. */
  valuesOf(kind: string): readonly number[];
  write?(value: number, column: number): string;
}

export function HereTable({ caption, columns, comparison, nameOf, valuesOf, write }: HereTableProps) {
  return (
    <div className={classes.here}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="ui-hidden">{caption}</span>
            </th>
            {columns.map((column, i) => (
              <th key={`${i} ${column}`} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {comparison.shown.map(({ kind, slot }) => (
            <tr key={kind} data-chosen={kind === comparison.focus} style={{ color: SLOTS[slot].color }}>
              <th scope="row">
                <Stroke slot={slot} />
                <span>{nameOf(kind)}</span>
              </th>
              {valuesOf(kind).map((value, column) => (
                <td key={`${column} ${columns[column]}`} className="num">
                  {Number.isNaN(value) ? '–' : (write?.(value, column) ?? measured(value, 5))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
