/**
 * The curves, drawn by recharts without animation. What they show is also told in words and in a table beside it.
 * Whatever does not change keeps its identity: recharts works through every prop that is new.
 */
import { memo, useMemo } from 'react';
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import { writeNumber } from '@/ui';
import { measured, percent, whole } from '../parts/format';
import { lossAxis, type Metric, type Row, rateAxis, stepTicks } from './series';

interface ChartProps {
  data: Row[];
  metric: Metric;
  language: string;
  /** Names of the curves and of a step, in the language of the page. */
  names: { train: string; validation: string; learningRate: string; at(step: string): string };
}

const TICK = { fill: 'var(--ink3)', fontSize: 11.5 };
const MARGIN = { top: 8, right: 10, bottom: 0, left: 0 };
const SIZE = { width: '100%', height: '100%' };
const DOT = { r: 3 };
const TRAIN_DOT = { r: 3, fill: 'var(--fwd)', stroke: 'none' };
/** The rate belongs to the update, and has its colour. */
const RATE_DOT = { r: 3, fill: 'var(--upd)', stroke: 'none' };
const VALIDATION_DOT = { r: 4, fill: 'var(--pos)', stroke: 'none' };
const CURSOR = { stroke: 'var(--ink3)', strokeDasharray: '3 3' };
const STEPS: [number, 'dataMax'] = [0, 'dataMax'];
const TOOLTIP = {
  background: 'var(--panel)',
  border: '1px solid var(--line)',
  borderRadius: 8,
  color: 'var(--ink)',
  fontSize: 12.5,
};

const SHARES = { top: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] };

/** The value of an earlier drawing for as long as it is equal. */
function useKept<Value>(value: Value): Value {
  const key = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that the value holds.
  return useMemo(() => value, [key]);
}

export default memo(function Chart({ data, metric, language, names }: ChartProps) {
  const axis = useKept({ accuracy: () => SHARES, loss: lossAxis, learningRate: rateAxis }[metric](data));
  const domain = useKept([0, axis.top]);
  // A line needs two points to be seen: one alone is a dot.
  const lone = {
    train: data.filter((row) => row.train !== null).length === 1,
    validation: data.filter((row) => row.validation !== null).length === 1,
  };
  const steps = useKept(stepTicks(data[data.length - 1]?.step ?? 0));
  const words = useMemo(() => {
    const share = metric === 'accuracy';
    return {
      value: (value: unknown) => (share ? percent(Number(value), language) : measured(Number(value))),
      level: (value: number) => (share ? percent(value, language, 0) : writeNumber(value)),
      step: (step: number) => whole(step, language),
      at: (step: unknown) => names.at(whole(Number(step), language)),
    };
  }, [metric, language, names]);
  return (
    <LineChart responsive style={SIZE} data={data} margin={MARGIN} accessibilityLayer={false} throttleDelay={50}>
      <CartesianGrid vertical={false} stroke="var(--line2)" />
      <XAxis
        dataKey="step"
        type="number"
        domain={STEPS}
        ticks={steps}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={words.step}
        height={24}
        minTickGap={40}
      />
      <YAxis
        domain={domain}
        allowDataOverflow
        ticks={axis.ticks}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={words.level}
        width={metric === 'learningRate' ? 56 : 44}
      />
      <Tooltip
        isAnimationActive={false}
        contentStyle={TOOLTIP}
        cursor={CURSOR}
        formatter={words.value}
        labelFormatter={words.at}
      />
      <Line
        dataKey="train"
        // A rate holds until the next one.
        type={metric === 'learningRate' ? 'stepAfter' : 'linear'}
        name={metric === 'learningRate' ? names.learningRate : names.train}
        stroke={metric === 'learningRate' ? 'var(--upd)' : 'var(--fwd)'}
        strokeWidth={1.6}
        dot={lone.train && (metric === 'learningRate' ? RATE_DOT : TRAIN_DOT)}
        activeDot={DOT}
        connectNulls
        isAnimationActive={false}
      />
      <Line
        dataKey="validation"
        name={names.validation}
        stroke="var(--pos)"
        strokeWidth={2}
        strokeDasharray="6 3"
        dot={lone.validation && VALIDATION_DOT}
        activeDot={DOT}
        connectNulls
        isAnimationActive={false}
      />
    </LineChart>
  );
});
