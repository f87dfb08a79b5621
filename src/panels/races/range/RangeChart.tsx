/** Loss over learning rate (logarithmic), measured faint and smoothed bold, with the suggested rates marked. */
import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceDot, ReferenceLine, XAxis, YAxis } from 'recharts';
import { writeLevel } from '../words';
import { decades, lossAxis, type RangePoint } from './axes';

const TICK = { fill: 'var(--ink3)', fontSize: 11.5 };
const SIZE = { width: '100%', height: '100%' };
const MARGIN = { top: 8, right: 22, bottom: 0, left: 0 };
const LABEL = { fill: 'var(--ink)', fontSize: 12, fontWeight: 600 };

export interface Mark {
  key: string;
  rate: number;
  loss: number;
  label: string;
  color: string;
}

interface RangeChartProps {
  from: number;
  to: number;
  raw: readonly RangePoint[];
  smoothed: readonly RangePoint[];
  marks: readonly Mark[];
}

export default memo(function RangeChart({ from, to, raw, smoothed, marks }: RangeChartProps) {
  const axis = lossAxis(smoothed);
  // Away from one another, so that two close to each other can both be read.
  const least = Math.min(...marks.map(({ rate }) => rate));
  return (
    <LineChart responsive style={SIZE} margin={MARGIN} accessibilityLayer={false} throttleDelay={50}>
      <CartesianGrid vertical={false} stroke="var(--line2)" />
      <XAxis
        dataKey="rate"
        type="number"
        scale="log"
        domain={[from, to]}
        allowDataOverflow
        ticks={decades(from, to)}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={writeLevel}
        height={24}
        minTickGap={16}
      />
      <YAxis
        dataKey="loss"
        type="number"
        domain={[0, axis.top]}
        allowDataOverflow
        ticks={axis.ticks}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={writeLevel}
        width={52}
      />
      <Line
        data={[...raw]}
        dataKey="loss"
        stroke="var(--fwd)"
        strokeWidth={1}
        strokeOpacity={0.3}
        dot={false}
        activeDot={false}
        isAnimationActive={false}
      />
      <Line
        data={[...smoothed]}
        dataKey="loss"
        stroke="var(--fwd)"
        strokeWidth={2.2}
        dot={false}
        activeDot={false}
        isAnimationActive={false}
      />
      {marks.map(({ key, rate, label, color }, index) => (
        <ReferenceLine
          key={key}
          x={rate}
          stroke={color}
          strokeWidth={1.5}
          strokeDasharray={index === 0 ? undefined : '5 3'}
          label={{ value: label, position: rate === least ? 'insideTopRight' : 'insideTopLeft', ...LABEL }}
        />
      ))}
      {marks.map(({ key, rate, loss, color }) => (
        <ReferenceDot key={`${key} dot`} x={rate} y={loss} r={5} fill={color} stroke="var(--panel)" strokeWidth={1.5} />
      ))}
    </LineChart>
  );
});
