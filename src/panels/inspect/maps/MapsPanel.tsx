/** The maps of one layer beside the training curves: which layer is a choice, the cell pointed at is a line below. */
import { IconPinnedOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDocument, useWatch } from '@/state';
import { Button, Panel } from '@/ui';
import { useFirstLook } from './firstLook';
import { LayerMaps } from './LayerMaps';
import { LayerLegend, ScaleChoice } from './MapsParts';
import classes from './maps.module.css';
import { demandOf, type MapsModel } from './model/layers';
import { NUMBERS_MS, useSlowSnapshot, useSomething } from './seen';
import { mapsView, useMapsView } from './session';
import { useMapsModel } from './useMapsModel';
import { useCellWords, useFormWords, useTouch } from './words';

/** Edge of a map in CSS pixels, about. */
const TILE = 48;

/** Nothing for a network without maps. */
export function MapsPanel() {
  const model = useMapsModel();
  return model && model.layers.length > 0 ? <OneLayer model={model} /> : null;
}

function OneLayer({ model }: { model: MapsModel }) {
  const { t } = useTranslation('inspect');
  const { template } = useDocument();
  const chosen = useMapsView((state) => state.layer);
  const scale = useMapsView((state) => state.scale);
  const layer = model.layers.find(({ id }) => id === chosen) ?? model.layers[0];
  const shown = scale === 'network' ? model.layers : [layer];
  useFirstLook();
  useWatch(demandOf(shown).layers.join(' '));
  const form = useFormWords()(layer);
  const something = useSomething();
  return (
    <Panel
      title={t('maps.titleOf', { layer: layer.id })}
      note={form}
      className={classes.compact}
      actions={
        <>
          <select
            id="maps-layer"
            className={classes.select}
            aria-label={t('maps.layer')}
            value={layer.id}
            onChange={(event) => mapsView.setLayer(event.target.value)}
          >
            {model.layers.map(({ id }) => (
              <option key={id}>{id}</option>
            ))}
          </select>
          <ScaleChoice />
        </>
      }
    >
      {something ? (
        <>
          <LayerMaps key={layer.id} model={model} layer={layer} tile={TILE} />
          <div className={classes.below}>
            <CellLine model={model} layer={layer.id} />
            <LayerLegend model={model} layer={layer} />
          </div>
          <a className={classes.link} href={`#/work/${encodeURIComponent(template)}/inspect`}>
            {t('maps.inspect')}
          </a>
        </>
      ) : (
        <p className={classes.empty}>{t('maps.nothing')}</p>
      )}
    </Panel>
  );
}

/** The cell pointed at, with its number as it is now. */
function CellLine({ model, layer }: { model: MapsModel; layer: string }) {
  const { t } = useTranslation('inspect');
  const cell = useMapsView((state) => state.cell);
  const seen = useSlowSnapshot(NUMBERS_MS);
  const words = useCellWords(model);
  const touch = useTouch();
  const pinned = useMapsView((state) => state.pinned);
  return (
    <span className={classes.line}>
      {cell?.layer === layer ? words(cell, seen) : t(touch ? 'maps.tap' : 'maps.point')}
      {pinned && (
        <Button variant="quiet" className={classes.small} icon={<IconPinnedOff size={15} />} onClick={mapsView.unpin}>
          {t('cell.unpin')}
        </Button>
      )}
    </span>
  );
}
