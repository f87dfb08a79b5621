/** Parts that all views of maps share: the choice of scale, its legend, the table behind a map, what to do when nothing is looked at. */
import { useTranslation } from 'react-i18next';
import { measured, Segmented, ValueTable } from '@/ui';
import classes from './maps.module.css';
import type { MapLayer, MapsModel } from './model/layers';
import { largest, SCALE_CHOICES } from './model/scale';
import { Ramp } from './Ramp';
import { planesFor, useSlowSnapshot, valuesOf, wholeOf } from './seen';
import { mapsView, useMapsView } from './session';

export function ScaleChoice() {
  const { t } = useTranslation('inspect');
  const scale = useMapsView((state) => state.scale);
  const options = SCALE_CHOICES.map((value) => ({ value, label: t(`maps.scale.${value}`) }));
  return <Segmented label={t('maps.scale.label')} options={options} value={scale} onChange={mapsView.setScale} />;
}

export function LayerLegend({ model, layer }: { model: MapsModel; layer: MapLayer }) {
  const { t } = useTranslation('inspect');
  const scale = useMapsView((state) => state.scale);
  const seen = useSlowSnapshot();
  const values = valuesOf(seen, layer);
  if (!seen || !values) return null;
  const { own } = planesFor(values, layer.maps);
  const max = scale === 'map' ? t('maps.ownMaximum') : scale === 'layer' ? largest(own) : wholeOf(seen, model);
  const text = typeof max === 'number' ? measured(max) : max;
  const kind = layer.signed ? 'diverging' : 'sequential';
  return <Ramp kind={kind} max={max} label={t(`maps.legend.${kind}`, { max: text })} />;
}

/** The map that is in question as numbers; the first one when it is of another layer. */
export function MapTable({ layer }: { layer: MapLayer }) {
  const { t } = useTranslation('inspect');
  const cell = useMapsView((state) => state.cell);
  const seen = useSlowSnapshot(1000);
  const values = valuesOf(seen, layer);
  if (!values) return <p className={classes.note}>{t('maps.empty')}</p>;
  const map = cell?.layer === layer.id && cell.map < layer.maps ? cell.map : 0;
  const size = layer.height * layer.width;
  return (
    <>
      <p className={classes.note}>{t('maps.tableOf', { layer: layer.id, map: map + 1 })}</p>
      <ValueTable
        label={t('maps.tableOf', { layer: layer.id, map: map + 1 })}
        values={planesFor(values, layer.maps).planes.subarray(map * size, (map + 1) * size)}
        width={layer.width}
        height={layer.height}
        format={(value) => measured(value)}
      />
    </>
  );
}
