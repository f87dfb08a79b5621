/**
 * One plot of shares against shares, drawn by recharts without animation. Marks and pointing lie above it in a layer of
 * their own, so that moving a threshold draws no curve again.
 */
import { memo, type PointerEvent, useMemo } from 'react';
import { CartesianGrid, Line as ChartLine, Label, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import classes from './metrics.module.css';
import { type Frame, type Point, within } from './model';

export interface Line {
  key: string;
  role: 'other' | 'mean' | 'chosen';
  points: readonly Point[];
}

interface PlotProps {
  lines: readonly Line[];
  /** Levels instead of straight lines from point to point. */
  stepped: boolean;
  frame: Frame;
  /** Height of guessing at random; null for the diagonal. */
  chance: number | null;
  xName: string;
  yName: string;
  at: Point | null;
  preview: Point | null;
  onPoint(point: Point | null): void;
  onChoose(point: Point): void;
}

const TICK = { fill: 'var(--ink3)', fontSize: 11 };
const SIZE = { width: '100%', height: '100%' };
/** Around the plot; the layer above it has the same insets in the style sheet. */
const MARGIN = { top: 8, right: 12, bottom: 14, left: 0 };
const AXIS = { width: 46, height: 26 };
/** Five equal stretches. */
const ticksOf = ([from, to]: [number, number]) =>
  Array.from({ length: 6 }, (_, i) => Number((from + ((to - from) * i) / 5).toFixed(4)));
const STYLE = {
  other: { stroke: 'var(--line3)', strokeWidth: 1, strokeOpacity: 0.55 },
  mean: { stroke: 'var(--ink)', strokeWidth: 1.6, strokeDasharray: '6 4' },
  chosen: { stroke: 'var(--pos)', strokeWidth: 2.4 },
} as const;

export default function Plot({ at, preview, onPoint, onChoose, ...curves }: PlotProps) {
  const { x, y } = curves.frame;
  const under = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>): Point => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    return {
      x: x[0] + ((x[1] - x[0]) * (clientX - left)) / width,
      y: y[1] - ((y[1] - y[0]) * (clientY - top)) / height,
    };
  };
  const marked = at && within(curves.frame, at);
  const previewed = preview && within(curves.frame, preview);
  return (
    <>
      <Curves {...curves} />
      <div
        className={classes.layer}
        data-plot
        aria-hidden
        onPointerMove={(event) => {
          if (event.pointerType !== 'touch') onPoint(under(event));
        }}
        onPointerLeave={() => onPoint(null)}
        onPointerUp={(event) => onChoose(under(event))}
      >
        {previewed && <Mark at={previewed} className={classes.preview} />}
        {marked && <Mark at={marked} className={classes.mark} />}
      </div>
    </>
  );
}

const Mark = ({ at, className }: { at: Point; className: string }) => (
  <span className={className} style={{ left: `${100 * at.x}%`, top: `${100 * (1 - at.y)}%` }} />
);

/** One row a point, in the order along the axis; each curve has its own column. */
function rowsOf(lines: readonly Line[]): Record<string, number>[] {
  return lines.flatMap(({ key, points }) => points.map(({ x, y }) => ({ x, [key]: y }))).sort((a, b) => a.x - b.x);
}

const Curves = memo(function Curves({
  lines,
  stepped,
  frame,
  chance,
  xName,
  yName,
}: Pick<PlotProps, 'lines' | 'stepped' | 'frame' | 'chance' | 'xName' | 'yName'>) {
  const rows = useMemo(() => rowsOf(lines), [lines]);
  // Where all is shown, nothing is cut off: not even half of a line along the edge.
  const cut = frame.x[1] - frame.x[0] < 1;
  const segment = useMemo<[Point, Point]>(
    () => [
      { x: 0, y: chance ?? 0 },
      { x: 1, y: chance ?? 1 },
    ],
    [chance],
  );
  return (
    <LineChart responsive style={SIZE} data={rows} margin={MARGIN} accessibilityLayer={false}>
      <CartesianGrid stroke="var(--line2)" />
      <XAxis
        dataKey="x"
        type="number"
        domain={frame.x}
        allowDataOverflow={cut}
        ticks={ticksOf(frame.x)}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        height={AXIS.height}
      >
        <Label value={xName} position="bottom" offset={0} fill="var(--ink2)" fontSize={11.5} />
      </XAxis>
      <YAxis
        domain={frame.y}
        allowDataOverflow={cut}
        ticks={ticksOf(frame.y)}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width={AXIS.width}
      >
        <Label
          value={yName}
          angle={-90}
          position="insideLeft"
          offset={12}
          fill="var(--ink2)"
          fontSize={11.5}
          style={MIDDLE}
        />
      </YAxis>
      <ReferenceLine ifOverflow="hidden" segment={segment} stroke="var(--ink3)" strokeDasharray="2 4" />
      {lines.map(({ key, role }) => (
        <ChartLine
          key={key}
          dataKey={key}
          type={stepped ? 'stepBefore' : 'linear'}
          {...STYLE[role]}
          dot={false}
          activeDot={false}
          connectNulls
          isAnimationActive={false}
        />
      ))}
    </LineChart>
  );
});

const MIDDLE = { textAnchor: 'middle' } as const;
