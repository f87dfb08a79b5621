/**
 * Filters as images: what each filter of a convolution multiplies one channel with, and all channels of the filter in
 * question. A filter and the map it makes light up together.
 */
import { IconTable } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Snapshot, useWatch, useWatched } from '@/state';
import { Button, measured, NumberField, Panel, Segmented, ValueTable } from '@/ui';
import { KernelGrid } from './KernelGrid';
import classes from './maps.module.css';
import { mostActive } from './model/cell';
import { byChannel, byFilter, convolutions, kernelIn, kernelOf } from './model/filters';
import type { MapLayer, MapsModel } from './model/layers';
import { magnitudeOf } from './model/scale';
import { Ramp } from './Ramp';
import { useSlowSnapshot, valuesOf } from './seen';
import { mapsView, useMapsView } from './session';
import { useMapsModel } from './useMapsModel';

/** Edges of the pictures in CSS pixels, about: of a filter, and of one channel of it. */
const TILE = 42;
const SLICE = 30;

export function FiltersPanel() {
  const { t } = useTranslation('inspect');
  const model = useMapsModel();
  const layers = useMemo(() => (model ? convolutions(model) : []), [model]);
  const [picked, setPicked] = useState<string | null>(null);
  const pointed = useMapsView((state) => state.cell?.layer);
  useWatch('', layers.map(({ kernel }) => kernel).join(' '));
  if (!model || layers.length === 0) return null;
  const chosen = layers.find(({ id }) => id === (picked ?? pointed)) ?? layers[0];
  return (
    <Panel
      title={t('filters.title')}
      note={t('filters.note')}
      id="filters"
      actions={
        layers.length > 1 && (
          <Segmented
            label={t('filters.layer')}
            options={layers.map(({ id }) => ({ value: id, label: id }))}
            value={chosen.id}
            onChange={setPicked}
          />
        )
      }
    >
      <LayerFilters key={chosen.id} model={model} layer={chosen} />
    </Panel>
  );
}

function LayerFilters({ model, layer }: { model: MapsModel; layer: MapLayer }) {
  const { t } = useTranslation('inspect');
  const kernel = useMemo(() => kernelOf(model.graph, layer), [model, layer]);
  const { rows, columns, channels, filters } = kernel;
  const [channel, setChannel] = useState(0);
  const [table, setTable] = useState(false);
  const lit = useMapsView((state) => (state.lit?.layer === layer.id ? state.lit.map : null));
  const cell = useMapsView((state) => (state.cell?.layer === layer.id ? state.cell.map : null));
  const [kept, setKept] = useState(0);
  const filter = Math.min(cell ?? kept, filters - 1);
  const slow = useSlowSnapshot();
  const values = kernelIn(slow, model.graph, layer);

  const planesOfChannel = useCallback(
    (seen: Snapshot | null) => {
      const all = kernelIn(seen, model.graph, layer);
      return all && { planes: byChannel(all, kernel, channel), max: magnitudeOf(all) };
    },
    [model, layer, kernel, channel],
  );
  const planesOfFilter = useCallback(
    (seen: Snapshot | null) => {
      const all = kernelIn(seen, model.graph, layer);
      return all && { planes: byFilter(all, kernel, filter), max: magnitudeOf(all) };
    },
    [model, layer, kernel, filter],
  );
  const choose = (next: number) => {
    setKept(next);
    const { cell: before } = useMapsView.getState();
    if (before?.layer === layer.id) mapsView.goTo({ ...before, map: next });
    else {
      const maps = valuesOf(useWatched.getState().seen, layer);
      const start = maps ? mostActive(layer, maps) : { layer: layer.id, row: 0, column: 0 };
      mapsView.goTo({ ...start, map: next });
    }
  };
  const max = values ? magnitudeOf(values) : 0;
  const from = layer.sourceLayer ?? t('maps.input');
  return (
    <>
      <div className={classes.tools}>
        {channels > 1 && (
          <NumberField
            id="filters-channel"
            label={t('filters.channel', { layer: from })}
            value={channel + 1}
            min={1}
            max={channels}
            integer
            onChange={(next) => setChannel(next - 1)}
          />
        )}
        <span className={classes.spring} />
        {values && <Ramp kind="diverging" max={max} label={t('maps.legend.diverging', { max: measured(max) })} />}
        <Button
          variant="quiet"
          className={classes.small}
          icon={<IconTable size={15} />}
          pressed={table}
          onClick={() => setTable(!table)}
          aria-label={t('filters.table', { filter: filter + 1 })}
        >
          <span className={classes.word}>{t('maps.table')}</span>
        </Button>
      </div>
      <KernelGrid
        label={t('filters.summary', { layer: layer.id, filters, rows, columns, count: channels })}
        form={{ maps: filters, height: rows, width: columns }}
        tile={TILE}
        planes={planesOfChannel}
        chosen={filter}
        lit={lit}
        onLight={(map) => mapsView.light(map === null ? null : { layer: layer.id, map })}
        onChoose={choose}
        words={(index) => t('filters.one', { filter: index + 1, layer: layer.id })}
      />
      {channels > 1 && (
        <>
          <h3 className={classes.subtitle}>{t('filters.channelsOf', { filter: filter + 1, count: channels })}</h3>
          <KernelGrid
            label={t('filters.channelsOf', { filter: filter + 1, count: channels })}
            form={{ maps: channels, height: rows, width: columns }}
            tile={SLICE}
            planes={planesOfFilter}
            chosen={channel}
            lit={null}
            onChoose={setChannel}
            words={(index) => t('filters.oneChannel', { channel: index + 1 })}
          />
        </>
      )}
      {table && values && (
        <ValueTable
          label={t('filters.tableOf', { filter: filter + 1, channel: channel + 1, layer: layer.id })}
          values={byFilter(values, kernel, filter).subarray(channel * rows * columns, (channel + 1) * rows * columns)}
          width={columns}
          height={rows}
          format={(value) => measured(value, 4)}
        />
      )}
    </>
  );
}
