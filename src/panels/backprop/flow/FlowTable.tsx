/** The same numbers as in the charts, as tables: layers, and their weights with what the update does to them. */
import type { LayerSignal } from '@/core/analysis/signal';
import { measured } from '@/ui';
import partsCss from '../parts.module.css';
import flowCss from './flow.module.css';
import { conditionOf, type FlowRow } from './model';
import { useFlowWords } from './words';

const written = (value: number | null | undefined) => (value === null || value === undefined ? '–' : measured(value));

export function FlowTable({
  rows,
  signals,
  id,
}: {
  rows: readonly FlowRow[];
  signals: readonly LayerSignal[];
  id: string;
}) {
  const words = useFlowWords();
  const columns = ['layer', 'output', 'gradient', 'largest', 'median', 'smallest', 'condition', 'toOutput'] as const;
  const weights = signals.flatMap((signal) => signal.weights);
  return (
    <section className={flowCss.tables} tabIndex={0} aria-label={words('table.label')}>
      <table className={`${partsCss.table} num`} id={id}>
        <caption>{words('table.layers')}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {words(`table.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ layer, output, gradient, own, toOutput }) => (
            <tr key={layer}>
              <th scope="row">{layer}</th>
              <td>{written(output)}</td>
              <td>{written(gradient)}</td>
              <td>{written(own?.largest)}</td>
              <td>{written(own?.median)}</td>
              <td>{written(own?.smallest)}</td>
              <td>{written(conditionOf(own))}</td>
              <td>{written(toOutput?.largest)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {weights.length > 0 && (
        <table className={`${partsCss.table} num`}>
          <caption>{words('table.weights')}</caption>
          <thead>
            <tr>
              {(['weight', 'value', 'slope', 'update', 'ratio'] as const).map((column) => (
                <th key={column} scope="col">
                  {words(`table.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weights.map(({ name, value, gradient, update, ratio }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{written(value.rms)}</td>
                <td>{written(gradient?.rms)}</td>
                <td>{written(update?.rms)}</td>
                <td>{written(ratio)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
