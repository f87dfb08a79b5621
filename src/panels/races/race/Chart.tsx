/**
 * The curves of a race, drawn by recharts without animation: smoothed ones bold, measured ones faint behind them, and a
 * cross where a lane diverged. What they show is also told in words and in a table.
 */
import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceDot, ReferenceLine, XAxis, YAxis } from 'recharts';
import { seriesMark } from '@/theme/marks';
import type { Axes, LaneLine, Scale } from '../model/lines';
import type { Writers } from '../words';
import { ROOM } from './room';

const TICK = { fill: 'var(--ink3)', fontSize: 11.5 };
const SIZE = { width: '100%', height: '100%' };
/** A single point is no line, and would not be seen. */
const DOT = { r: 3, strokeDasharray: 'none' };

const MARGIN = { top: ROOM.top, right: ROOM.right, bottom: 0, left: 0 };

interface ChartProps {
  lines: readonly LaneLine[];
  axes: Axes;
  scale: Scale;
  /** Places of the lanes that diverged. */
  diverged: readonly number[];
  /** Place of the lane that stands out, or null. */
  lit: number | null;
  /** A level worth a line of its own, or null. */
  target: number | null;
  write: Writers;
}

export default memo(function Chart({ lines, axes, scale, diverged, lit, target, write }: ChartProps) {
  const faded = (lane: number) => lit !== null && lit !== lane;
  const [bottom, top] = axes.y;
  return (
    <LineChart responsive style={SIZE} margin={MARGIN} accessibilityLayer={false} throttleDelay={50}>
      <CartesianGrid vertical={false} stroke="var(--line2)" />
      <XAxis
        dataKey="x"
        type="number"
        domain={axes.x}
        allowDataOverflow
        ticks={axes.xTicks}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={write.x}
        height={ROOM.bottom}
        minTickGap={24}
      />
      <YAxis
        dataKey="y"
        type="number"
        scale={scale}
        domain={axes.y}
        allowDataOverflow
        ticks={axes.yTicks}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={write.level}
        width={ROOM.left}
      />
      {target !== null && <ReferenceLine y={target} stroke="var(--ink3)" strokeDasharray="2 4" />}
      {lines.map(({ lane, raw }) =>
        raw.length > 1 ? (
          <Line
            key={`raw ${lane}`}
            data={raw}
            dataKey="y"
            stroke={seriesMark(lane).color}
            strokeWidth={1}
            strokeOpacity={faded(lane) ? 0.08 : 0.26}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        ) : null,
      )}
      {[...lines].reverse().map(({ lane, points }) => {
        const { color, dash } = seriesMark(lane);
        return (
          <Line
            key={`line ${lane}`}
            data={points}
            dataKey="y"
            stroke={color}
            strokeWidth={lit === lane ? 3 : 2.1}
            strokeOpacity={faded(lane) ? 0.28 : 1}
            strokeDasharray={dash}
            dot={points.length === 1 ? DOT : false}
            activeDot={false}
            isAnimationActive={false}
          />
        );
      })}
      {lines.flatMap(({ lane, points }) => {
        if (!diverged.includes(lane)) return [];
        const { x, y } = points[points.length - 1];
        const { color } = seriesMark(lane);
        return [
          <ReferenceDot
            key={`end ${lane}`}
            x={x}
            y={Math.min(top, Math.max(bottom, y))}
            r={5}
            shape={({ cx = 0, cy = 0 }: { cx?: number; cy?: number }) => (
              <path d={`M${cx - 5},${cy - 5}l10,10m0,-10l-10,10`} stroke={color} strokeWidth={2.4} fill="none" />
            )}
          />,
        ];
      })}
    </LineChart>
  );
});
