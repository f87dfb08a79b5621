/** The maps of every convolution and pooling layer, one below the other as the image goes through them. */
import { IconTable } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatch, useWatched } from '@/state';
import { Button, Panel } from '@/ui';
import { useFirstLook } from './firstLook';
import { LayerMaps } from './LayerMaps';
import { LayerLegend, MapTable, ScaleChoice } from './MapsParts';
import classes from './maps.module.css';
import { mostActive } from './model/cell';
import { demandOf, type MapLayer, type MapsModel } from './model/layers';
import { useSomething, valuesOf } from './seen';
import { mapsView, useMapsView } from './session';
import { useMapsModel } from './useMapsModel';
import { useFormWords, useTouch } from './words';

/** Edge of a map in CSS pixels, about. */
const TILE = 48;

export function AllMaps() {
  const { t } = useTranslation('inspect');
  const model = useMapsModel();
  const something = useSomething();
  const touch = useTouch();
  useFirstLook();
  if (!model || model.layers.length === 0) return null;
  return (
    <Panel
      title={t('maps.title')}
      note={t(touch ? 'maps.tap' : 'maps.point')}
      actions={<ScaleChoice />}
      className={classes.all}
    >
      {something ? <Layers model={model} /> : <p className={classes.empty}>{t('maps.nothing')}</p>}
    </Panel>
  );
}

function Layers({ model }: { model: MapsModel }) {
  const demand = demandOf(model.layers);
  useWatch(demand.layers.join(' '), demand.weights.join(' '));
  useFirstCell(model);
  return model.layers.map((layer) => <Layer key={layer.id} model={model} layer={layer} />);
}

function Layer({ model, layer }: { model: MapsModel; layer: MapLayer }) {
  const { t } = useTranslation(['inspect', 'vocabulary']);
  const form = useFormWords()(layer);
  const name = t(`vocabulary:layer.${layer.kind}` as 'vocabulary:layer.conv2d', { defaultValue: layer.kind });
  const [table, setTable] = useState(false);
  return (
    <section className={classes.layer} aria-labelledby={`maps-${layer.id}`}>
      <header>
        <h3 id={`maps-${layer.id}`}>{layer.id}</h3>
        <span className={classes.note}>
          {name} · {form}
        </span>
        <span className={classes.spring} />
        <LayerLegend model={model} layer={layer} />
        <Button
          variant="quiet"
          className={classes.small}
          icon={<IconTable size={15} />}
          pressed={table}
          onClick={() => setTable(!table)}
          aria-label={t('maps.tableFor', { layer: layer.id })}
        >
          <span className={classes.word}>{t('maps.table')}</span>
        </Button>
      </header>
      <LayerMaps model={model} layer={layer} tile={TILE} />
      {table && <MapTable layer={layer} />}
    </section>
  );
}

/** Begins with the strongest cell of the first layer, so that there is an explanation to read from the start. */
function useFirstCell({ layers }: MapsModel): void {
  const ready = useWatched((state) => valuesOf(state.seen, layers[0]) !== null);
  useEffect(() => {
    const { cell } = useMapsView.getState();
    const known = layers.find(({ id }) => id === cell?.layer);
    const fits = cell && known && cell.map < known.maps && cell.row < known.height && cell.column < known.width;
    const values = valuesOf(useWatched.getState().seen, layers[0]);
    if (ready && !fits && values) {
      mapsView.unpin();
      mapsView.goTo(mostActive(layers[0], values));
    }
  }, [ready, layers]);
}
