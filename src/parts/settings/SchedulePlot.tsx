/** The learning rate over the updates of a run, drawn by recharts without animation, and where training is now. */
import { memo, useMemo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceDot, ReferenceLine, XAxis, YAxis } from 'recharts';
import { axisUpTo, ticksUpTo, whole, writeNumber } from '@/ui';
import type { CoursePoint } from './scheduleChoices';

interface SchedulePlotProps {
  course: readonly CoursePoint[];
  now: CoursePoint | null;
  language: string;
}

const TICK = { fill: 'var(--ink3)', fontSize: 11 };
const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const SIZE = { width: '100%', height: '100%' };

export default memo(function SchedulePlot({ course, now, language }: SchedulePlotProps) {
  const data = useMemo(() => [...course], [course]);
  const last = course[course.length - 1].step;
  const axis = useMemo(() => {
    const largest = course.reduce((most, { rate }) => Math.max(most, rate), 0);
    return axisUpTo(largest > 0 ? largest : 1);
  }, [course]);
  // A small picture: every second line is enough.
  const levels = axis.ticks.filter((_, index) => axis.ticks.length < 5 || (axis.ticks.length - 1 - index) % 2 === 0);
  return (
    <LineChart responsive style={SIZE} data={data} margin={MARGIN} accessibilityLayer={false}>
      <CartesianGrid vertical={false} stroke="var(--line2)" />
      <XAxis
        dataKey="step"
        type="number"
        domain={[0, last]}
        ticks={ticksUpTo(last, true)}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={(step: number) => whole(step, language)}
        height={20}
        minTickGap={24}
      />
      <YAxis
        domain={[0, axis.top]}
        ticks={levels}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={(rate: number) => writeNumber(rate)}
        width={50}
      />
      {now && <ReferenceLine x={now.step} stroke="var(--ink3)" strokeDasharray="3 3" />}
      <Line dataKey="rate" stroke="var(--upd)" strokeWidth={2} dot={false} isAnimationActive={false} />
      {now && (
        <ReferenceDot x={now.step} y={now.rate} r={4} fill="var(--upd)" stroke="var(--panel)" strokeWidth={1.5} />
      )}
    </LineChart>
  );
});
