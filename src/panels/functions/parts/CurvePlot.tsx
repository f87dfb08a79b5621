/**
 * Curves with a point that moves along them: dragged, tapped, walked with arrow keys (with Shift further) or set by Home
 * and End. The same in words for screen readers, and as a table on demand.
 */
import { type KeyboardEvent, lazy, type PointerEvent, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { measured, VisuallyHidden } from '@/ui';
import { type Axis, shareOf, writeTick } from '../model/axes';
import { type Row, tableRows } from '../model/sample';
import { Boundary } from './Boundary';
import { type Curve, ROOM } from './CurveChart';
import classes from './plot.module.css';

export interface PlotCurve extends Curve {
  name: string;
  /** Value at the point; NaN where there is none. */
  here: number;
}

export interface CurvePlotProps {
  title: string;
  curves: readonly PlotCurve[];
  rows: Row[];
  x: Axis;
  y: Axis;
  /** The movable point; null for a plot without one. */
  at: number | null;
  onMove?(x: number): void;
  /** What the point is moved along, as it is called. */
  along: string;
  /** One step of an arrow key; a hundredth of the axis unless said. */
  step?: number;
  integer?: boolean;
  height: number;
  writeX?(value: number): string;
  /** What there is to see, in a sentence. */
  summary: string;
  id?: string;
}

const TABLE_ROWS = 21;
const short = (value: number) => measured(value, 4);
const tick = (value: number) => measured(value, 3);
const percent = (share: number) => `${share * 100}%`;

export function CurvePlot(props: CurvePlotProps) {
  const { title, curves, rows, x, y, at, height, summary, id } = props;
  const { writeX = tick } = props;
  const { log } = y;
  const writeY = useCallback((value: number) => writeTick(value, log), [log]);
  const { t } = useTranslation('functions');
  const [open, setOpen] = useState(false);
  // Of its own to each mount: once it has failed to load, only a new one asks again.
  const Chart = useMemo(() => lazy(() => import('./CurveChart')), []);
  return (
    <figure className={classes.figure} id={id}>
      <figcaption className={classes.caption}>{title}</figcaption>
      <div className={classes.plot} style={{ height }}>
        <div className={classes.chart} aria-hidden>
          <Boundary>
            <Suspense fallback={null}>
              <Chart rows={rows} curves={curves} x={x} y={y} writeX={writeX} writeY={writeY} />
            </Suspense>
          </Boundary>
        </div>
        <Marks {...props} />
      </div>
      <VisuallyHidden>{summary}</VisuallyHidden>
      <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('plot.table')}</summary>
        {open && <Table {...props} />}
      </details>
      {at !== null && (
        <span className="ui-hidden" aria-live="polite">
          {curves.length === 1 && t('plot.valueAt', { x: writeX(at), value: short(curves[0].here) })}
        </span>
      )}
    </figure>
  );
}

/** The jumps of a curve: what stands on both sides of an empty place. */
function jumpsOf(rows: readonly Row[], index: number): { x: number; low: number; high: number }[] {
  return rows.flatMap((row, i) => {
    const [before, after] = [rows[i - 1]?.y[index], rows[i + 1]?.y[index]];
    if (row.y[index] !== null || before == null || after == null) return [];
    return [{ x: row.x, low: Math.min(before, after), high: Math.max(before, after) }];
  });
}

function Marks(props: CurvePlotProps) {
  const { curves, rows, x, y, at, onMove, along, integer, title } = props;
  const { writeX = tick } = props;
  const [low, high] = x.domain;
  const step = props.step ?? (high - low) / 100;
  const move = (value: number) => {
    const inside = Math.min(high, Math.max(low, integer ? Math.round(value) : Number(value.toPrecision(6))));
    if (inside !== at) onMove?.(inside);
  };
  const follow = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    if (x.log) return move(low * (high / low) ** share);
    const raw = low + share * (high - low);
    // To what a pixel can tell apart, so that the numbers stay short.
    const grain = 10 ** Math.floor(Math.log10((high - low) / Math.max(200, box.width)));
    move(Math.round(raw / grain) * grain);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (at === null) return;
    const far = event.shiftKey ? 10 : 1;
    const targets: Record<string, number> = {
      ArrowLeft: at - step * far,
      ArrowDown: at - step * far,
      ArrowRight: at + step * far,
      ArrowUp: at + step * far,
      PageDown: at - 10 * step,
      PageUp: at + 10 * step,
      Home: low,
      End: high,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(target);
  };
  const area = { top: ROOM.top, right: ROOM.right, bottom: ROOM.bottom, left: ROOM.left };
  const jumps = curves.flatMap((curve) => jumpsOf(rows, curve.index).map((jump) => ({ ...jump, color: curve.color })));
  const clip = (value: number) => Math.min(1, Math.max(0, shareOf(y, value)));
  const marks = (
    <>
      {jumps.map(({ x: place, low: bottom, high: top, color }, i) => (
        <span
          key={i}
          className={classes.jump}
          style={{
            color,
            left: percent(shareOf(x, place)),
            bottom: percent(clip(bottom)),
            height: percent(clip(top) - clip(bottom)),
          }}
        />
      ))}
      {at !== null && shareOf(x, at) >= 0 && shareOf(x, at) <= 1 && (
        <>
          <span className={classes.line} style={{ left: percent(shareOf(x, at)) }} />
          {curves.map(({ key, color, here, strong }) => {
            const share = shareOf(y, here);
            if (!(share >= -0.001 && share <= 1.001)) return null;
            return (
              <span
                key={key}
                className={strong ? `${classes.dot} ${classes.strong}` : classes.dot}
                style={{ background: color, left: percent(shareOf(x, at)), bottom: percent(share) }}
              />
            );
          })}
        </>
      )}
    </>
  );
  if (at === null || !onMove) {
    return (
      <div className={classes.marks} style={area}>
        {marks}
      </div>
    );
  }
  const spoken = curves.map(({ name, here }) => `${name}: ${short(here)}`).join(', ');
  return (
    <div
      className={`${classes.marks} ${classes.movable}`}
      style={area}
      role="slider"
      tabIndex={0}
      aria-label={`${title}: ${along}`}
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={at}
      aria-valuetext={`${along} ${writeX(at)}. ${spoken}`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && follow(event)}
    >
      {marks}
    </div>
  );
}

function Table({ title, curves, rows, along, writeX = short }: CurvePlotProps) {
  return (
    <section className={classes.scroll} tabIndex={0} aria-label={title}>
      <table className="ui-table num">
        <caption className="ui-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{along}</th>
            {curves.map(({ key, name }) => (
              <th key={key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tableRows(rows, TABLE_ROWS).map((row) => (
            <tr key={row.x}>
              <th scope="row">{writeX(row.x)}</th>
              {curves.map(({ key, index }) => {
                const value = row.y[index];
                return <td key={key}>{value === null ? '–' : short(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
