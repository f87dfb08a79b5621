/** Curves over one axis, drawn by recharts without animation. The movable point lies above it, in CurvePlot. */
import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { Axis } from '../model/axes';
import type { Row } from '../model/sample';

export interface Curve {
  /** Place of its values in the rows. */
  index: number;
  key: string;
  color: string;
  dash?: string;
  /** Drawn stronger. */
  strong: boolean;
}

/** Room around the plot area in CSS pixels; CurvePlot lays its marks into the same area. */
export const ROOM = { top: 10, right: 16, bottom: 24, left: 48 };

const TICK = { fill: 'var(--ink3)', fontSize: 11.5 };
const MARGIN = { top: ROOM.top, right: ROOM.right, bottom: 0, left: 0 };
const SIZE = { width: '100%', height: '100%' };

interface ChartProps {
  rows: Row[];
  curves: readonly Curve[];
  x: Axis;
  y: Axis;
  writeX(value: number): string;
  writeY(value: number): string;
}

const inside = ([low, high]: readonly [number, number], value: number) => low < value && value < high;

/** What is far outside is brought nearer: browsers give up dashes on lines that are too long. */
function near(value: number | null, { domain: [low, high], log }: Axis): number | null {
  if (value === null || log) return value;
  const room = 40 * (high - low);
  return Math.min(high + room, Math.max(low - room, value));
}

export default memo(function CurveChart({ rows, curves, x, y, writeX, writeY }: ChartProps) {
  return (
    <LineChart responsive style={SIZE} data={rows} margin={MARGIN} accessibilityLayer={false}>
      <CartesianGrid stroke="var(--line2)" />
      <XAxis
        dataKey="x"
        type="number"
        scale={x.log ? 'log' : 'linear'}
        domain={x.domain}
        allowDataOverflow
        ticks={x.ticks}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={writeX}
        height={ROOM.bottom}
        minTickGap={12}
      />
      <YAxis
        type="number"
        scale={y.log ? 'log' : 'linear'}
        domain={y.domain}
        allowDataOverflow
        ticks={y.ticks}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={writeY}
        width={ROOM.left}
        interval={0}
      />
      {!y.log && inside(y.domain, 0) && <ReferenceLine y={0} stroke="var(--line3)" strokeOpacity={0.7} />}
      {!x.log && inside(x.domain, 0) && <ReferenceLine x={0} stroke="var(--line3)" strokeOpacity={0.7} />}
      {curves.map(({ key, index, color, dash, strong }) => (
        <Line
          key={key}
          dataKey={(row: Row) => near(row.y[index], y)}
          type="linear"
          stroke={color}
          strokeWidth={strong ? 2.6 : 1.9}
          strokeDasharray={dash}
          dot={false}
          activeDot={false}
          connectNulls={false}
          isAnimationActive={false}
        />
      ))}
    </LineChart>
  );
});
