/** How a pool came to its number: the cells under its window, and which of them won, or their mean. */
import { useTranslation } from 'react-i18next';
import type { ColorScale } from '@/theme';
import { Button } from '@/ui';
import classes from './cell.module.css';
import type { Cell, Story } from './model/cell';
import type { MapLayer, MapsModel } from './model/layers';
import { NumberGrid } from './NumberGrid';
import { mapsView } from './session';

interface PoolStoryProps {
  model: MapsModel;
  layer: MapLayer;
  cell: Cell;
  story: Story;
  /** How what lies under the window is painted. */
  source: ColorScale;
}

export function PoolStory({ model, layer, cell, story, source: scale }: PoolStoryProps) {
  const { t } = useTranslation('inspect');
  const { pooled, window } = story;
  const known = pooled.map(({ value }) => value).filter((value) => value !== null);
  const winner = pooled.findIndex(({ won }) => won);
  const from = layer.sourceLayer ?? t('maps.input');
  const source = model.layers.find(({ output }) => output === layer.source);
  const won = pooled[winner];
  // Common after a ReLU: nothing but zeros under the window.
  const tied = won && known.length > 1 && known.every((value) => value === known[0]);
  const label = t('cell.pooled', { layer: from, map: cell.map + 1 });
  return (
    <section className={classes.story} aria-label={label}>
      <p className={classes.note}>{label}</p>
      <div className={classes.pool}>
        <NumberGrid
          label={label}
          values={pooled.map(({ value }) => value)}
          columns={window.columns}
          scale={scale}
          marked={winner}
        />
        {won ? (
          <div>
            <p id="cell-winner">
              {t(tied ? 'cell.tied' : 'cell.winner', { row: won.row + 1, column: won.column + 1, layer: from })}
            </p>
            {source && (
              <Button
                id="cell-go"
                onClick={() => mapsView.goTo({ layer: source.id, map: cell.map, row: won.row, column: won.column })}
              >
                {t('cell.goToWinner')}
              </Button>
            )}
          </div>
        ) : (
          <p>{t('cell.mean', { count: known.length })}</p>
        )}
      </div>
    </section>
  );
}
