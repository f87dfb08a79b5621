/** The map in numbers: heights on a coarse grid, where every racer is, and the start as two fields. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { measured, NumberField, ValueTable } from '@/ui';
import { useLooked } from '../looked';
import { useRacerNames } from '../names';
import { setStart, useOptimizers } from '../store';
import { knownSurface } from './knownSurface';
import classes from './map.module.css';

const COLUMNS = 9;
const ROWS = 7;

export function MapTable() {
  const { t } = useTranslation('optimizers');
  const [open, setOpen] = useState(false);
  return (
    <details className={classes.details} id="map-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('map.table')}</summary>
      {open && (
        <div className={classes.tables}>
          <StartFields />
          <Positions />
          <HeightTable />
        </div>
      )}
    </details>
  );
}

function StartFields() {
  const { t } = useTranslation('optimizers');
  const start = useOptimizers(({ document }) => document.start);
  const window = useOptimizers(({ document }) => document.window);
  const step = (axis: 'x' | 'y') => Number(((window[axis][1] - window[axis][0]) / 100).toPrecision(1));
  return (
    <fieldset className={classes.fields}>
      <legend>{t('map.start')}</legend>
      {(['x', 'y'] as const).map((axis) => (
        <NumberField
          key={axis}
          id={`map-start-${axis}`}
          label={axis}
          value={start[axis]}
          min={-1e6}
          max={1e6}
          step={step(axis)}
          onChange={(value) => setStart({ ...start, [axis]: value })}
        />
      ))}
    </fieldset>
  );
}

function Positions() {
  const { t } = useTranslation('optimizers');
  const { race, position } = useLooked();
  const names = useRacerNames(race?.spec.racers ?? []);
  if (race === null) return null;
  return (
    <div className="ui-table-scroll">
      <table className={`num ui-table ${classes.positions}`}>
        <caption>{t('map.positions', { step: position })}</caption>
        <thead>
          <tr>
            {[t('map.racer'), 'x', 'y', 'f(x, y)'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {race.tracks.map((track) => {
            const k = Math.min(position, track.steps);
            return (
              <tr key={track.id}>
                <th scope="row">{names.get(track.id) ?? track.id}</th>
                {[track.x[k], track.y[k], track.loss[k]].map((value, i) => (
                  <td key={i}>{measured(value, 5)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function HeightTable() {
  const { t } = useTranslation('optimizers');
  const spec = useOptimizers(({ document }) => document.surface);
  const { x, y } = useOptimizers(({ document }) => document.window);
  const places = useMemo(() => {
    const along = ([low, high]: readonly [number, number], count: number) =>
      Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
    // From the top, as on the map.
    return { across: along(x, COLUMNS), down: along(y, ROWS).reverse() };
  }, [x, y]);
  const values = useMemo(() => {
    const surface = knownSurface(spec);
    return places.down.flatMap((py) => places.across.map((px) => surface?.value(px, py) ?? Number.NaN));
  }, [spec, places]);
  return (
    <ValueTable
      label={t('map.heights')}
      values={values}
      width={COLUMNS}
      height={ROWS}
      rowLabel={(row) => `y = ${measured(places.down[row])}`}
      columnLabel={(column) => `x = ${measured(places.across[column])}`}
      format={(value) => (Number.isFinite(value) ? measured(value, 4) : t('map.none'))}
    />
  );
}
