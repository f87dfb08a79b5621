/**
 * A schedule drawn by hand: points on a plane of steps and rates. They are dragged, added by a click on an empty place,
 * removed with Delete, and moved with the arrow keys. Below them stands the same as a table.
 */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/state';
import { axisUpTo, Button, ticksUpTo, whole, writeNumber } from '@/ui';
import { addPoint, movePoint, pointBetween, type RatePoint, removePoint } from './points';
import classes from './settings.module.css';

interface PointsPadProps {
  /** Its parts are called `<id>-…`. */
  id: string;
  points: readonly RatePoint[];
  /** The last step of the run. */
  last: number;
  /** Where training is now; null where it is not under way. */
  now: number | null;
  onChange(points: RatePoint[]): void;
}

const WIDTH = 260;
const HEIGHT = 132;
const LEFT = 46;
const BOTTOM = 18;
const TOP = 8;
const RIGHT = 10;
/** Share of the plane that a key moves a point. */
const KEY = 0.02;

export function PointsPad({ id, points, last, now, onChange }: PointsPadProps) {
  const { t } = useTranslation('settings');
  const language = usePreferences((state) => state.language);
  const svg = useRef<SVGSVGElement>(null);
  /** While a point is dragged: where it is, and the scale that must not move under it. */
  const [drag, setDrag] = useState<{ index: number; points: RatePoint[]; top: number } | null>(null);
  const shown = drag?.points ?? points;
  const largest = points.reduce((most, [, rate]) => Math.max(most, rate), 0);
  // Room above the highest point, so that it can be moved up.
  const axis = axisUpTo(largest > 0 ? largest * 1.25 : 0.01);
  const top = drag?.top ?? axis.top;
  const end = Math.max(last, shown[shown.length - 1]?.[0] ?? 0, 1);
  const x = (step: number) => LEFT + (step / end) * (WIDTH - LEFT - RIGHT);
  const y = (rate: number) => HEIGHT - BOTTOM - (Math.min(rate, top) / top) * (HEIGHT - BOTTOM - TOP);
  const placeOf = (event: { clientX: number; clientY: number }): RatePoint => {
    const box = svg.current!.getBoundingClientRect();
    const px = ((event.clientX - box.left) / box.width) * WIDTH;
    const py = ((event.clientY - box.top) / box.height) * HEIGHT;
    const share = (value: number) => Math.min(1, Math.max(0, value));
    return [
      Math.round(share((px - LEFT) / (WIDTH - LEFT - RIGHT)) * end),
      share((HEIGHT - BOTTOM - py) / (HEIGHT - BOTTOM - TOP)) * top,
    ];
  };
  const take = (index: number) => (event: PointerEvent<SVGCircleElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ index, points: [...points], top });
  };
  const drop = () => {
    if (drag) onChange(drag.points);
    setDrag(null);
  };
  const onKey = (index: number) => (event: KeyboardEvent) => {
    const far = event.shiftKey ? 5 : 1;
    const [step, rate] = points[index];
    const by = Math.max(1, Math.round(end * KEY)) * far;
    const move = {
      ArrowLeft: [step - by, rate],
      ArrowRight: [step + by, rate],
      ArrowUp: [step, rate + top * KEY * far],
      ArrowDown: [step, rate - top * KEY * far],
    }[event.key] as RatePoint | undefined;
    if (move) onChange(movePoint(points, index, move, end));
    else if (event.key === 'Delete' || event.key === 'Backspace') onChange(removePoint(points, index));
    else return;
    event.preventDefault();
  };
  const between = pointBetween(points, last);
  const path = [[0, shown[0]?.[1] ?? 0], ...shown, [end, shown[shown.length - 1]?.[1] ?? 0]]
    .map(([step, rate]) => `${x(step)},${y(rate)}`)
    .join(' ');
  return (
    <fieldset className={classes.pad}>
      <legend className="ui-hidden">{t('points.label')}</legend>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button below adds points by keyboard. */}
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the legend names it, and a title would be a tooltip. */}
      <svg ref={svg} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} onClick={(event) => onChange(addPoint(points, placeOf(event)))}>
        {axis.ticks.map((rate) => (
          <g key={rate}>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(rate)} y2={y(rate)} className={classes.grid} />
            {axis.ticks.indexOf(rate) % 2 === 0 && (
              <text x={LEFT - 6} y={y(rate)} className={classes.level}>
                {writeNumber(rate)}
              </text>
            )}
          </g>
        ))}
        {ticksUpTo(end, true)
          .filter((_, index, all) => all.length < 5 || index % 2 === 0)
          .map((step) => (
            <text key={step} x={x(step)} y={HEIGHT - 4} className={classes.step}>
              {whole(step, language)}
            </text>
          ))}
        {now !== null && <line x1={x(now)} x2={x(now)} y1={TOP} y2={HEIGHT - BOTTOM} className={classes.now} />}
        <polyline points={path} className={classes.line} />
        {shown.map(([step, rate], index) => (
          <circle
            key={index}
            id={`${id}-point-${index}`}
            cx={x(step)}
            cy={y(rate)}
            r={5}
            tabIndex={0}
            role="slider"
            className={classes.point}
            aria-label={t('points.point', { index: index + 1 })}
            aria-valuemin={0}
            aria-valuemax={end}
            aria-valuenow={step}
            aria-valuetext={t('points.at', { step: whole(step, language), rate: writeNumber(rate) })}
            onClick={(event) => event.stopPropagation()}
            onPointerDown={take(index)}
            onPointerMove={(event) =>
              drag?.index === index && setDrag({ ...drag, points: movePoint(drag.points, index, placeOf(event), end) })
            }
            onPointerUp={drop}
            onPointerCancel={() => setDrag(null)}
            onKeyDown={onKey(index)}
          />
        ))}
      </svg>
      <p className={classes.note}>{t('points.keys')}</p>
      <Button
        id={`${id}-add-point`}
        disabled={between === null}
        onClick={() => between && onChange(addPoint(points, between))}
      >
        {t('points.add')}
      </Button>
    </fieldset>
  );
}
