/** What the hidden layers make of the drawing: one cell a unit, brighter for more. It follows the pen as the answer does. */
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLookedAt, useWatched } from '@/state';
import { Heatmap, Panel } from '@/ui';
import type { LayerRow } from '../network/describe';
import { measured } from '../parts/format';
import { gridOf, isSigned } from './activations';
import classes from './draw.module.css';

export function ActivationsPanel({ layers }: { layers: readonly LayerRow[] }) {
  const { t } = useTranslation('train');
  return (
    <Panel title={t('activations.title')} note={t('activations.note')} className={classes.activations}>
      {layers.map((layer) => (
        <LayerActivations key={layer.id} layer={layer} />
      ))}
    </Panel>
  );
}

const LayerActivations = memo(function LayerActivations({ layer }: { layer: LayerRow }) {
  const { t } = useTranslation('train');
  const something = useLookedAt((state) => state.input !== null);
  const newest = useWatched((state) => state.seen?.captured[layer.id] ?? null);
  const values = something ? newest : null;
  const [hovered, setHovered] = useState<number | null>(null);
  const grid = useMemo(() => (values ? gridOf(values) : null), [values]);
  if (values === null || grid === null) {
    return <p className={classes.note}>{t('activations.none')}</p>;
  }
  const active = values.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  const layerWords = t('activations.layer', { layer: layer.id, count: values.length, active });
  const unitWords = (value: number, unit: number) => t('activations.unit', { unit, value: measured(value) });
  const pointed = hovered !== null && hovered < values.length;
  return (
    <div className={classes.units}>
      <p className={classes.note}>{pointed ? unitWords(values[hovered], hovered) : layerWords}</p>
      <Heatmap
        label={layerWords}
        values={grid.values}
        width={grid.width}
        height={grid.height}
        scale={isSigned(values) ? 'diverging' : 'sequential'}
        format={unitWords}
        onHover={setHovered}
      />
    </div>
  );
});
