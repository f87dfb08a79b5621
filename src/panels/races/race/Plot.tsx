/**
 * The chart with a line that follows the pointer, or the arrow keys, and the values of all lanes there. The line is drawn
 * over the chart, which is not drawn anew for it.
 */
import { type KeyboardEvent, lazy, type PointerEvent, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RaceLane } from '@/state/races/types';
import { type Axes, type LaneLine, type Scale, valueAt } from '../model/lines';
import { useLaneName, type Writers } from '../words';
import classes from './race.module.css';
import { ROOM } from './room';
import { Sample } from './Sample';

const loadChart = () => import('./Chart');

interface PlotProps {
  lanes: readonly RaceLane[];
  lines: readonly LaneLine[];
  axes: Axes;
  scale: Scale;
  lit: number | null;
  target: number | null;
  write: Writers;
}

/** Part of the axis that an arrow key moves, and one with Shift. */
const STEP = 1 / 100;
const STRIDE = 1 / 10;

export function Plot({ lanes, lines, axes, scale, lit, target, write }: PlotProps) {
  const { t } = useTranslation('races');
  const nameOf = useLaneName();
  // Of its own to each mount: once it has failed to load, only a new one asks again.
  const Chart = useMemo(() => lazy(loadChart), []);
  /** Where the line is, as a part of the axis; null while nobody points. */
  const [at, setAt] = useState<number | null>(null);
  const diverged = useMemo(() => lanes.flatMap((lane, i) => (lane.diverged ? [i] : [])), [lanes]);
  const x = at === null ? null : axes.x[0] + at * (axes.x[1] - axes.x[0]);
  const values =
    x === null
      ? []
      : lines.map(({ lane, points }) => ({ lane, value: valueAt(points, x) })).filter((one) => one.value !== null);
  const move = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - ROOM.left) / (box.width - ROOM.left - ROOM.right);
    setAt(share < -0.02 || share > 1.02 ? null : Math.min(1, Math.max(0, share)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.shiftKey ? STRIDE : STEP;
    const to: Record<string, number | null> = {
      ArrowLeft: Math.max(0, (at ?? 1) - by),
      ArrowRight: Math.min(1, (at ?? 0) + by),
      Home: 0,
      End: 1,
      Escape: null,
    };
    if (!(event.key in to)) return;
    event.preventDefault();
    setAt(to[event.key]);
  };
  const told =
    x === null
      ? t('chart.pointHere')
      : [
          write.place(x),
          ...values.map(
            ({ lane, value }) => `${nameOf(lanes[lane].configuration)} ${write.value(value ?? Number.NaN)}`,
          ),
        ].join(', ');
  return (
    <div
      className={classes.plot}
      role="slider"
      tabIndex={0}
      aria-label={t('chart.readOff')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round((at ?? 0) * 100)}
      aria-valuetext={told}
      onPointerMove={move}
      onPointerDown={move}
      onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setAt(null)}
      onKeyDown={onKeyDown}
      onBlur={() => setAt(null)}
    >
      <div className={classes.chart} aria-hidden>
        <Suspense fallback={null}>
          <Chart lines={lines} axes={axes} scale={scale} diverged={diverged} lit={lit} target={target} write={write} />
        </Suspense>
      </div>
      {at !== null && x !== null && (
        <div
          className={classes.pointer}
          style={{ left: `calc(${ROOM.left}px + (100% - ${ROOM.left + ROOM.right}px) * ${at})` }}
          data-handout="none"
          aria-hidden
        >
          <div className={classes.readout} data-side={at > 0.5 ? 'left' : 'right'}>
            <p>{write.place(x)}</p>
            <table>
              <tbody>
                {values.map(({ lane, value }) => (
                  <tr key={lane} data-lit={lane === lit}>
                    <td>
                      <Sample lane={lane} />
                    </td>
                    <th scope="row">{nameOf(lanes[lane].configuration)}</th>
                    <td className="num">{write.value(value ?? Number.NaN)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
    </div>
  );
}
