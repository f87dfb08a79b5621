/** The curves, drawn by recharts without animation. What moves (the cursor, marks) lies above them, in LossPanel. */
import { memo } from 'react';
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts';
import { measured, ticksUpTo } from '@/ui';
import { powerOfTen } from '../fair/logAxis';
import { racerColour, racerDash } from '../store';
import { type CurvePoint, type ValueAxis, within } from './series';

/** Room around the plot area in CSS pixels; LossPanel lays its marks into the same area. */
export const ROOM = { top: 12, right: 16, bottom: 24, left: 48 };

const TICK = { fill: 'var(--ink3)', fontSize: 11.5 };
const MARGIN = { top: ROOM.top, right: ROOM.right, bottom: 0, left: 0 };
const SIZE = { width: '100%', height: '100%' };
const NONE: CurvePoint[] = [];

/** Recharts would hand on the place of the tick as the number of digits. */
const written = (value: number): string => measured(value);

interface ChartProps {
  curves: readonly { id: string; index: number; points: CurvePoint[] }[];
  axis: ValueAxis;
  /** Updates of the race. */
  last: number;
  /** Id of the racer that is to stand out. */
  lit: string | null;
}

export default memo(function Chart({ curves, axis, last, lit }: ChartProps) {
  return (
    <LineChart responsive style={SIZE} data={NONE} margin={MARGIN} accessibilityLayer={false}>
      <CartesianGrid vertical={false} stroke="var(--line2)" />
      <XAxis
        dataKey="x"
        type="number"
        domain={[0, last]}
        allowDataOverflow
        ticks={ticksUpTo(last, true)}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        height={ROOM.bottom}
        minTickGap={16}
      />
      <YAxis
        dataKey="y"
        type="number"
        scale={axis.log ? 'log' : 'linear'}
        domain={axis.domain}
        allowDataOverflow
        ticks={axis.ticks}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={axis.log ? powerOfTen : written}
        width={ROOM.left}
        interval={0}
      />
      {curves.map(({ id, index, points }) => (
        <Line
          key={id}
          data={points}
          dataKey={({ y }: CurvePoint) => within(axis, y)}
          name={id}
          type="linear"
          stroke={racerColour(index)}
          strokeWidth={lit === id ? 3.2 : 1.9}
          strokeOpacity={lit === null || lit === id ? 1 : 0.35}
          strokeDasharray={racerDash(index).join(' ') || undefined}
          strokeLinejoin="round"
          dot={points.length === 1 ? { r: 3, strokeDasharray: 'none' } : false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
    </LineChart>
  );
});
