/** The two curves, drawn by recharts without animation. What they show is also told in words and in a table beside it. */
import { memo, useMemo } from 'react';
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import { measured, percent, whole } from '../parts/format';
import { lossAxis, type Metric, type Row, stepTicks } from './series';

interface ChartProps {
  data: Row[];
  metric: Metric;
  language: string;
  /** Names of the curves and of a step, in the language of the page. */
  names: { train: string; validation: string; step: string };
}

const TICK = { fill: 'var(--ink3)', fontSize: 11.5 };
const MARGIN = { top: 8, right: 10, bottom: 0, left: 0 };
const SIZE = { width: '100%', height: '100%' };
const TOOLTIP = {
  background: 'var(--panel)',
  border: '1px solid var(--line)',
  borderRadius: 8,
  color: 'var(--ink)',
  fontSize: 12.5,
};

export default memo(function Chart({ data, metric, language, names }: ChartProps) {
  const axis = useMemo(
    () => (metric === 'accuracy' ? { top: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] } : lossAxis(data)),
    [data, metric],
  );
  const steps = useMemo(() => stepTicks(data[data.length - 1]?.step ?? 0), [data]);
  const write = (value: number) => (metric === 'accuracy' ? percent(value, language) : measured(value));
  return (
    <LineChart responsive style={SIZE} data={data} margin={MARGIN} accessibilityLayer={false} throttleDelay={50}>
      <CartesianGrid vertical={false} stroke="var(--line2)" />
      <XAxis
        dataKey="step"
        type="number"
        domain={[0, 'dataMax']}
        ticks={steps}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={(step: number) => whole(step, language)}
        height={24}
        minTickGap={40}
      />
      <YAxis
        domain={[0, axis.top]}
        ticks={axis.ticks}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={(value: number) => (metric === 'accuracy' ? percent(value, language, 0) : String(value))}
        width={44}
      />
      <Tooltip
        isAnimationActive={false}
        contentStyle={TOOLTIP}
        cursor={{ stroke: 'var(--ink3)', strokeDasharray: '3 3' }}
        formatter={(value) => write(Number(value))}
        labelFormatter={(step) => `${names.step} ${whole(Number(step), language)}`}
      />
      <Line
        dataKey="train"
        name={names.train}
        stroke="var(--fwd)"
        strokeWidth={1.6}
        dot={false}
        activeDot={{ r: 3 }}
        connectNulls
        isAnimationActive={false}
      />
      <Line
        dataKey="validation"
        name={names.validation}
        stroke="var(--pos)"
        strokeWidth={2}
        strokeDasharray="6 3"
        dot={false}
        activeDot={{ r: 3 }}
        connectNulls
        isAnimationActive={false}
      />
    </LineChart>
  );
});
