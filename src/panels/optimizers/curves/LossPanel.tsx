/**
 * How the race goes over its updates: loss, distance to the minimum, gradient, learning rate. The curves are drawn when the
 * race changes; the cursor above them follows the place by itself. Pointing shows that moment on the map, a press goes there.
 */
import { lazy, type PointerEvent, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Surface } from '@/core/racing/surfaces';
import type { Race } from '@/core/racing/types';
import { measured, Panel, Segmented, VisuallyHidden, whole } from '@/ui';
import { useLooked } from '../looked';
import { useRacerNames } from '../names';
import { moveTo } from '../playback';
import { Mark } from '../standing/Mark';
import { racerColour, useOptimizers } from '../store';
import { useSurface } from '../useSurface';
import { ROOM } from './Chart';
import css from './curves.module.css';
import { exitOf, MEASURES, type Measure, type Shown, seriesOf, shareOf, thinned, valueAt, valueAxis } from './series';

type Scale = 'log' | 'linear';

const loadChart = () => import('./Chart');

export function LossPanel() {
  const { t } = useTranslation('numbers');
  const race = useLooked((s) => s.race);
  const surface = useSurface(race);
  const [measure, setMeasure] = useState<Measure>('loss');
  const [scale, setScale] = useState<Scale>('log');
  const offered = MEASURES.filter((one) => one !== 'distance' || surface === null || surface.minima.length > 0);
  const shown = offered.includes(measure) ? measure : 'loss';
  return (
    <Panel
      id="race-curves"
      title={
        <label>
          <span className="ui-hidden">{t('curves.choose')}</span>
          <select
            id="race-measure"
            className={css.select}
            value={shown}
            onChange={(event) => setMeasure(event.target.value as Measure)}
          >
            {offered.map((one) => (
              <option key={one} value={one}>
                {t(`curves.measure.${one}`)}
              </option>
            ))}
          </select>
        </label>
      }
      note={t('curves.over')}
      actions={
        <Segmented<Scale>
          label={t('curves.scale')}
          value={scale}
          onChange={setScale}
          options={[
            { value: 'log', label: t('curves.log') },
            { value: 'linear', label: t('curves.linear') },
          ]}
        />
      }
    >
      {race === null || surface === null ? (
        <div className={css.plot} />
      ) : (
        <Curves race={race} surface={surface} measure={shown} scale={scale} />
      )}
    </Panel>
  );
}

/** The racers that are drawn; those that are hidden race on unseen. */
function useShown(race: Race): Shown[] {
  const hidden = useOptimizers((s) => s.document.hidden);
  return useMemo(
    () => race.tracks.map((track, index) => ({ track, index })).filter(({ track }) => !hidden?.includes(track.id)),
    [race, hidden],
  );
}

interface CurvesProps {
  race: Race;
  surface: Surface;
  measure: Measure;
  scale: Scale;
}

function Curves({ race, surface, measure, scale }: CurvesProps) {
  const { t } = useTranslation('numbers');
  const names = useRacerNames(race.spec.racers);
  const lit = useOptimizers((s) => s.lit);
  // Of its own to each mount: once it has failed to load, only a new one asks again.
  const Chart = useMemo(() => lazy(loadChart), []);
  const shown = useShown(race);
  const series = useMemo(() => seriesOf(shown, surface, measure), [shown, surface, measure]);
  const curves = useMemo(
    () => series.map(({ id, index, values }) => ({ id, index, points: thinned(values) })),
    [series],
  );
  const asked = useMemo(() => valueAxis(series, scale === 'log'), [series, scale]);
  const negative = useMemo(() => series.some(({ values }) => values.some((value) => value < 0)), [series]);
  const linear = useMemo(() => valueAxis(series, false), [series]);
  // A logarithm has no place for what is below 0.
  const axis = scale === 'log' && negative ? linear : asked;
  const last = race.spec.steps;
  if (axis === null) return <p className={css.plot}>{t('curves.none')}</p>;
  return (
    <figure className={css.figure} aria-label={t(`curves.measure.${measure}`)}>
      <div className={css.plot} id="race-chart">
        <div className={css.chart} aria-hidden>
          <Suspense fallback={null}>
            <Chart curves={curves} axis={axis} last={last} lit={lit} />
          </Suspense>
        </div>
        <div className={css.marks} style={ROOM} role="presentation" aria-hidden>
          {series.map((one) => {
            const exit = exitOf(one, axis);
            if (exit === null) return null;
            const share = exit.top
              ? 1
              : Math.min(1, Math.max(0, shareOf(axis, one.values[Math.min(exit.step, one.values.length - 1)])));
            return (
              <span
                key={one.id}
                className={css.exit}
                title={t(one.stopped ? 'curves.stopped' : 'curves.leaves', {
                  name: names.get(one.id),
                  step: Math.min(exit.step, one.values.length - 1),
                })}
                style={{
                  left: `${(exit.step / last) * 100}%`,
                  bottom: `${share * 100}%`,
                  color: racerColour(one.index),
                }}
              >
                ✕
              </span>
            );
          })}
          <Pointing last={last} />
          <Cursor last={last} />
          <Readout last={last} shown={shown} surface={surface} measure={measure} names={names} />
        </div>
      </div>
      {scale === 'log' && negative && <p className={css.note}>{t('curves.negative')}</p>}
      <VisuallyHidden>{t('curves.words', { measure: t(`curves.measure.${measure}`), count: last })}</VisuallyHidden>
      <ul className={css.legend}>
        {shown.map(({ index, track: { id, stopped } }) => (
          <li
            key={id}
            onPointerEnter={() => useOptimizers.setState({ lit: id })}
            onPointerLeave={() => useOptimizers.setState({ lit: null })}
          >
            <Mark index={index} /> {names.get(id)}
            {stopped !== null && <span className={css.stopped}>{t('curves.stoppedAt', { step: stopped.step })}</span>}
          </li>
        ))}
      </ul>
      <Table race={race} surface={surface} measure={measure} names={names} />
    </figure>
  );
}

/** Points at a moment, here and on the map. */
const point = (hovered: number | null): void => {
  if (useOptimizers.getState().hovered !== hovered) useOptimizers.setState({ hovered });
};

/** Follows the pointer: the moment under it is shown on the map, and a press goes there. */
function Pointing({ last }: { last: number }) {
  const area = useRef<HTMLDivElement>(null);
  const stepAt = (event: PointerEvent) => {
    const box = area.current?.getBoundingClientRect();
    if (!box || box.width === 0) return 0;
    return Math.min(last, Math.max(0, Math.round(((event.clientX - box.left) / box.width) * last)));
  };
  useEffect(() => () => point(null), []);
  return (
    <div
      ref={area}
      className={css.pointing}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        moveTo(stepAt(event));
      }}
      onPointerMove={(event) => {
        const step = stepAt(event);
        point(step);
        if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(step);
      }}
      onPointerLeave={() => point(null)}
      onPointerUp={(event) => event.pointerType !== 'mouse' && point(null)}
    />
  );
}

/** A line where one is, moved without drawing anything anew. */
function Cursor({ last }: { last: number }) {
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const put = ({ position }: { position: number }) => {
      if (here.current) here.current.style.left = `${Math.min(1, position / last) * 100}%`;
    };
    put(useOptimizers.getState());
    return useOptimizers.subscribe((state, before) => {
      if (state.position !== before.position) put(state);
    });
  }, [last]);
  return <div ref={here} className={css.cursor} />;
}

interface TableProps {
  race: Race;
  surface: Surface;
  measure: Measure;
  names: ReadonlyMap<string, string>;
}

interface ReadoutProps extends Omit<TableProps, 'race'> {
  /** Updates of the race. */
  last: number;
  shown: readonly Shown[];
}

/** The values of the moment that is pointed at, in the curves or on the map. */
function Readout({ last, shown, surface, measure, names }: ReadoutProps) {
  const { t } = useTranslation('numbers');
  const hovered = useOptimizers((s) => s.hovered);
  if (hovered === null || hovered > last) return null;
  const share = hovered / last;
  return (
    <>
      <div className={css.hovered} style={{ left: `${share * 100}%` }} />
      <div
        className={css.readout}
        style={share < 0.5 ? { left: `calc(${share * 100}% + 10px)` } : { right: `calc(${(1 - share) * 100}% + 10px)` }}
      >
        <p>{t('curves.step', { step: hovered })}</p>
        <table>
          <tbody>
            {shown.map(({ index, track }) => (
              <tr key={track.id}>
                <th scope="row">
                  <Mark index={index} /> {names.get(track.id)}
                </th>
                <td className="num">
                  {hovered > track.steps ? '✕' : measured(valueAt(track, surface, measure, hovered), 4)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Rows of the table at most. */
const TABLE_ROWS = 21;

function Table({ race, surface, measure, names }: TableProps) {
  const { t, i18n } = useTranslation('numbers');
  const [open, setOpen] = useState(false);
  const { steps } = race.spec;
  const count = Math.min(TABLE_ROWS, steps + 1);
  const rows = Array.from({ length: count }, (_, i) => Math.round((i * steps) / (count - 1)));
  return (
    <details className={css.details} data-handout="none" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('curves.table')}</summary>
      {open && (
        <section className={css.scroll} tabIndex={0} aria-label={t(`curves.measure.${measure}`)}>
          <table className="ui-table num">
            <caption className="ui-hidden">{t(`curves.measure.${measure}`)}</caption>
            <thead>
              <tr>
                <th scope="col">{t('curves.update')}</th>
                {race.tracks.map(({ id }) => (
                  <th key={id} scope="col">
                    {names.get(id)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((step) => (
                <tr key={step}>
                  <th scope="row">{whole(step, i18n.language)}</th>
                  {race.tracks.map((track) => {
                    const value = step > track.steps ? Number.NaN : valueAt(track, surface, measure, step);
                    return <td key={track.id}>{Number.isNaN(value) ? '–' : measured(value, 4)}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
