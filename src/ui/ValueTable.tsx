/** The same numbers as a heatmap, as a table: for screen readers, and for copying. */
import { useTranslation } from 'react-i18next';
import { writeNumber } from './number';

export interface ValueTableProps {
  label: string;
  /** Row-major, `width * height` of them. */
  values: ArrayLike<number>;
  width: number;
  height: number;
  rowLabel?(row: number): string;
  columnLabel?(column: number): string;
  format?(value: number, index: number): string;
}

export function ValueTable({ label, values, width, height, rowLabel, columnLabel, format }: ValueTableProps) {
  const { t } = useTranslation('ui');
  const words = format ?? ((value: number) => writeNumber(Number(value.toPrecision(5))));
  const rows = Array.from({ length: height }, (_, row) => row);
  const columns = Array.from({ length: width }, (_, column) => column);
  return (
    <section className="ui-table-scroll" tabIndex={0} aria-label={label}>
      <table className="ui-table num">
        <caption className="ui-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="ui-hidden">{t('heatmap.row')}</span>
            </th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {columnLabel?.(column) ?? column + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{rowLabel?.(row) ?? row + 1}</th>
              {columns.map((column) => (
                <td key={column}>{words(values[row * width + column], row * width + column)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
