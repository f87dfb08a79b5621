/** The curves, drawn by recharts without animation: validation thick, training thin, each run with its colour and dash. */
import { memo, useMemo } from 'react';
import { CartesianGrid, Line, LineChart, Tooltip, type TooltipContentProps, XAxis, YAxis } from 'recharts';
import { MARKS } from '../selection';
import type { Writers } from './CurvesView';
import { type Axes, type CurveLine, rowsOf, valueAt } from './chart';
import classes from './compare.module.css';

const TICK = { fill: 'var(--ink3)', fontSize: 11.5 };
const MARGIN = { top: 8, right: 26, bottom: 0, left: 0 };
const SIZE = { width: '100%', height: '100%' };
/** A single point is no line, and would not be seen. */
const DOT = { r: 3, strokeDasharray: 'none' };
const CURSOR = { stroke: 'var(--ink3)', strokeDasharray: '3 3' };

interface ChartProps {
  lines: readonly CurveLine[];
  axes: Axes;
  /** Whether there are runs to tell apart. */
  several: boolean;
  write: Writers;
}

export default memo(function Chart({ lines, axes, several, write }: ChartProps) {
  const rows = useMemo(() => rowsOf(lines), [lines]);
  const x = useMemo<[number, number]>(() => [0, axes.right], [axes]);
  const y = useMemo<[number, number]>(() => [0, axes.top], [axes]);
  const content = ({ active, label }: TooltipContentProps) =>
    active ? <Readout lines={lines} x={Number(label)} several={several} write={write} /> : null;
  return (
    <LineChart responsive style={SIZE} data={rows} margin={MARGIN} accessibilityLayer={false}>
      <CartesianGrid vertical={false} stroke="var(--line2)" />
      <XAxis
        dataKey="x"
        type="number"
        domain={x}
        ticks={axes.xTicks}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={write.x}
        height={24}
        minTickGap={24}
      />
      <YAxis
        domain={y}
        allowDataOverflow
        ticks={axes.yTicks}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        tickFormatter={write.level}
        width={44}
      />
      <Tooltip isAnimationActive={false} cursor={CURSOR} content={content} />
      {/* The thick ones on top. */}
      {[...lines].reverse().map(({ key, letter, part, points }) => {
        const mark = MARKS.find((other) => other.letter === letter);
        // What thick and thin mean holds for the whole chart: a run that has no validation yet is thin too.
        const thin = part === 'train' && lines.some((line) => line.part === 'validation');
        return (
          <Line
            key={key}
            dataKey={key}
            stroke={mark?.color}
            strokeWidth={thin ? 1 : 2.2}
            strokeOpacity={thin ? 0.5 : 1}
            strokeDasharray={thin ? undefined : mark?.dash}
            dot={points.length === 1 ? DOT : false}
            activeDot={false}
            connectNulls
            isAnimationActive={false}
          />
        );
      })}
    </LineChart>
  );
});

/** The values under the pointer, of every curve that has come so far. */
function Readout({ lines, x, several, write }: Omit<ChartProps, 'axes'> & { x: number }) {
  return (
    <div className={classes.readout}>
      <p>{write.place(x)}</p>
      <table>
        <tbody>
          {lines.map((line) => {
            const value = valueAt(line, x);
            if (value === null || x > line.points[line.points.length - 1].x) return null;
            return (
              <tr key={line.key}>
                {several && <th scope="row">{line.letter}</th>}
                <td>{write.part(line.part)}</td>
                <td className="num">{write.value(value)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
