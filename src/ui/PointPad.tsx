/**
 * Points to draw by hand: tap where there is none to add one, drag it, or move it with the arrow keys (with Shift
 * further); Delete takes it away. Places are always in order. With `fixed`, points only move up and down.
 */
import './PointPad.css';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

export type PadPoint = readonly [x: number, y: number];

export interface PadRange {
  min: number;
  max: number;
  /** Over powers of ten; both ends are positive. */
  log?: boolean;
}

export interface PointPadProps {
  /** What is drawn. */
  label: string;
  /** In order of x. */
  points: readonly PadPoint[];
  onChange(points: PadPoint[]): void;
  x: PadRange;
  y: PadRange;
  /** Words for a point, read aloud. */
  pointText(point: PadPoint, index: number): string;
  /** Words on the axes' ends. */
  writeX(value: number): string;
  writeY(value: number): string;
  /** Points keep their x; none is added or taken away. */
  fixed?: boolean;
  /** Whole x, as steps are. */
  integer?: boolean;
  /** Each value holds until the next point, instead of a straight line. */
  stairs?: boolean;
  least?: number;
  most?: number;
  height?: number;
}

const share = ({ min, max, log }: PadRange, value: number): number =>
  log ? Math.log(Math.max(value, min) / min) / Math.log(max / min) : (value - min) / (max - min);
const valueAt = ({ min, max, log }: PadRange, at: number): number => {
  const inside = Math.min(1, Math.max(0, at));
  return log ? min * (max / min) ** inside : min + (max - min) * inside;
};
const percent = (part: number) => `${part * 100}%`;

export function PointPad(props: PointPadProps) {
  const { label, points, onChange, x, y, pointText, writeX, writeY, fixed = false, integer, stairs } = props;
  const { least = 1, most = 24, height = 180 } = props;
  const pad = useRef<HTMLFieldSetElement>(null);
  const dragged = useRef<number | null>(null);
  const gap = integer ? 1 : (x.max - x.min) * 1e-6;
  const rounded = (value: number) => (integer ? Math.round(value) : Number(value.toPrecision(4)));

  /** A point stays between its neighbours. */
  const move = (index: number, [wantedX, wantedY]: PadPoint) => {
    const low = index > 0 ? points[index - 1][0] + gap : x.min;
    const high = index < points.length - 1 ? points[index + 1][0] - gap : x.max;
    const nextX = fixed ? points[index][0] : Math.min(high, Math.max(low, rounded(wantedX)));
    const nextY = Number(Math.min(y.max, Math.max(y.min, wantedY)).toPrecision(3));
    if (nextX === points[index][0] && nextY === points[index][1]) return;
    onChange(points.map((point, i) => (i === index ? [nextX, nextY] : point)));
  };
  const under = (event: PointerEvent): PadPoint => {
    const box = pad.current?.getBoundingClientRect();
    if (!box || box.width === 0) return [x.min, y.min];
    return [valueAt(x, (event.clientX - box.left) / box.width), valueAt(y, 1 - (event.clientY - box.top) / box.height)];
  };
  const add = (event: PointerEvent) => {
    if (fixed || points.length >= most || event.target !== pad.current) return;
    const [at, value] = under(event);
    const place = rounded(at);
    if (points.some(([other]) => Math.abs(other - place) < gap)) return;
    const next: PadPoint[] = [...points, [place, Number(value.toPrecision(3))] as const];
    onChange(next.sort((a, b) => a[0] - b[0]));
  };
  const remove = (index: number) => {
    if (!fixed && points.length > least) onChange(points.filter((_, i) => i !== index));
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const [at, value] = points[index];
    const far = event.shiftKey ? 10 : 1;
    const sideways = Math.max(integer ? 1 : 0, ((x.max - x.min) / 100) * far);
    const up = (direction: number) => valueAt(y, share(y, value) + (direction * far) / 100);
    const targets: Record<string, PadPoint> = {
      ArrowLeft: [at - sideways, value],
      ArrowRight: [at + sideways, value],
      ArrowUp: [at, up(1)],
      ArrowDown: [at, up(-1)],
    };
    const target = targets[event.key];
    if (target) move(index, target);
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="ui-pad">
      <fieldset
        ref={pad}
        className="ui-pad-area"
        aria-label={label}
        style={{ height }}
        onPointerDown={add}
        data-fixed={fixed}
      >
        <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
          <polyline points={line(points, x, y, stairs === true)} vectorEffect="non-scaling-stroke" />
        </svg>
        {points.map((point, index) => (
          <button
            key={index}
            type="button"
            className="ui-pad-point"
            aria-label={pointText(point, index)}
            style={{ left: percent(share(x, point[0])), bottom: percent(share(y, point[1])) }}
            onKeyDown={(event) => onKeyDown(event, index)}
            onDoubleClick={() => remove(index)}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              dragged.current = index;
            }}
            onPointerMove={(event) => dragged.current === index && move(index, under(event))}
            onPointerUp={() => {
              dragged.current = null;
            }}
            onPointerCancel={() => {
              dragged.current = null;
            }}
          />
        ))}
        <span className="ui-pad-end is-top">{writeY(y.max)}</span>
        <span className="ui-pad-end is-bottom">{writeY(y.min)}</span>
      </fieldset>
      <div className="ui-pad-foot" aria-hidden="true">
        <span>{writeX(x.min)}</span>
        <span>{writeX(x.max)}</span>
      </div>
    </div>
  );
}

/** The points of the line, in thousandths: level before the first and after the last. */
function line(points: readonly PadPoint[], x: PadRange, y: PadRange, stairs: boolean): string {
  if (points.length === 0) return '';
  const at = (place: number, value: number) => `${share(x, place) * 1000},${(1 - share(y, value)) * 1000}`;
  const inner = points.flatMap(([place, value], i) =>
    stairs && i > 0 ? [at(place, points[i - 1][1]), at(place, value)] : [at(place, value)],
  );
  return [at(x.min, points[0][1]), ...inner, at(x.max, points[points.length - 1][1])].join(' ');
}
