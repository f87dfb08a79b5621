/** Every product of a convolution's sum, in a table: for reading, copying and screen readers. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { positionOf } from '@/core/graph/shape';
import { measured } from '@/ui';
import classes from './cell.module.css';
import type { Story } from './model/cell';
import type { MapLayer, MapsModel } from './model/layers';
import { useHeld } from './seen';

interface ProductTableProps {
  model: MapsModel;
  layer: MapLayer;
  story: Story;
}

/** There may be hundreds: while it trains the table follows once a second. */
export function ProductTable({ model, layer, story }: ProductTableProps) {
  const held = useHeld(story, 1000);
  return useMemo(() => <Rows model={model} layer={layer} story={held} />, [model, layer, held]);
}

function Rows({ model, layer, story }: ProductTableProps) {
  const { t } = useTranslation('inspect');
  const { graph } = model;
  const source = graph.nodes[layer.source];
  const several = source.shape[3] > 1;
  return (
    <section className={classes.scroll} tabIndex={0} aria-label={t('cell.productTable')}>
      <table className={`${classes.table} num`}>
        <thead>
          <tr>
            <th scope="col">{t('cell.at')}</th>
            {several && <th scope="col">{t('cell.channel')}</th>}
            <th scope="col">{t('cell.patch')}</th>
            <th scope="col">{t('cell.kernel')}</th>
            <th scope="col">{t('cell.product')}</th>
          </tr>
        </thead>
        <tbody>
          {story.steps[0].terms.map(({ factors, value }) => {
            const [, row, column, channel] = positionOf(source.shape, factors[0].element);
            return (
              <tr key={factors[0].element}>
                <th scope="row">
                  {row + 1}, {column + 1}
                </th>
                {several && <td>{channel + 1}</td>}
                <td>{measured(factors[0].value, 4)}</td>
                <td>{measured(factors[1].value, 4)}</td>
                <td>{measured(value, 4)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
