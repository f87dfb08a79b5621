/** The loss over many updates of the same samples, with the mistake and without it: picture, sentence and table. */
import { useId } from 'react';
import type { CourseOutput } from '@/core/interpreter/client';
import { Segmented, writeNumber } from '@/ui';
import { short } from '../model/format';
import partsCss from '../parts.module.css';
import { curvePath, furthest, lossScale, tableRows, updateTicks, verdictOf } from './curve';
import faultsCss from './faults.module.css';
import { UPDATES, useFaults } from './store';
import { useFaultWords } from './words';

const WIDTH = 400;
const HEIGHT = 200;
const AREA = { left: 46, right: 392, top: 10, bottom: 172 };

/** How many updates, and on which scale. */
export function CurveSettings() {
  const words = useFaultWords();
  const updates = useFaults((s) => s.updates);
  const scale = useFaults((s) => s.scale);
  const sliderId = useId();
  return (
    <div className={faultsCss.settings}>
      <label htmlFor={sliderId}>{words('curve.updates', { count: UPDATES[updates] })}</label>
      <input
        id={sliderId}
        type="range"
        min={0}
        max={UPDATES.length - 1}
        value={updates}
        onChange={(event) => useFaults.setState({ updates: Number(event.target.value) })}
        aria-valuetext={String(UPDATES[updates])}
      />
      <Segmented
        label={words('curve.scale')}
        options={(['linear', 'log'] as const).map((value) => ({ value, label: words(`curve.${value}`) }))}
        value={scale}
        onChange={(value) => useFaults.setState({ scale: value })}
      />
    </div>
  );
}

export function LossCurve({ course }: { course: CourseOutput }) {
  const words = useFaultWords();
  const kind = useFaults((s) => s.scale);
  const wanted = UPDATES[useFaults((s) => s.updates)];
  const { broken, correct, updates } = course;
  const scale = lossScale([broken, correct], kind);
  const last = { broken: short(broken[broken.length - 1]), correct: short(correct[correct.length - 1]) };
  const { update: where, apart } = furthest(broken, correct);
  const summary = words(`verdict.${verdictOf(broken, correct)}`, {
    ...last,
    start: short(broken[0]),
    at: broken.length - 1,
    where,
    apart: short(apart),
    count: updates,
  });
  const x = (update: number) => AREA.left + (update / updates) * (AREA.right - AREA.left);
  const y = (loss: number) => AREA.bottom - scale.at(loss) * (AREA.bottom - AREA.top);
  return (
    <figure className={faultsCss.curve}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={summary}>
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line className={faultsCss.grid} x1={AREA.left} x2={AREA.right} y1={y(tick)} y2={y(tick)} />
            <text x={AREA.left - 6} y={y(tick) + 4} textAnchor="end">
              {writeNumber(tick)}
            </text>
          </g>
        ))}
        {updateTicks(updates).map((tick) => (
          <text key={tick} x={x(tick)} y={AREA.bottom + 16} textAnchor="middle">
            {tick}
          </text>
        ))}
        <path className={faultsCss.correct} d={curvePath(correct, updates, scale, AREA)} />
        <path className={faultsCss.broken} d={curvePath(broken, updates, scale, AREA)} />
      </svg>
      <figcaption className={faultsCss.legend}>
        <span data-curve="correct">{words('curve.correct')}</span>
        <span data-curve="broken">{words('curve.broken')}</span>
        <span>{words('curve.axis')}</span>
      </figcaption>
      <p className={faultsCss.note} id="stepper-fault-curve">
        {summary}
      </p>
      {updates < wanted && <p className={faultsCss.note}>{words('curve.fewer', { count: updates })}</p>}
      <CurveTable course={course} />
    </figure>
  );
}

function CurveTable({ course: { broken, correct, updates } }: { course: CourseOutput }) {
  const words = useFaultWords();
  const cell = (losses: readonly number[], row: number) => (row < losses.length ? short(losses[row]) : '–');
  return (
    <details className={faultsCss.more}>
      <summary>{words('curve.table')}</summary>
      <table className={partsCss.table}>
        <thead>
          <tr>
            <th scope="col">{words('curve.update')}</th>
            <th scope="col">{words('curve.correct')}</th>
            <th scope="col">{words('curve.broken')}</th>
          </tr>
        </thead>
        <tbody>
          {tableRows(updates).map((row) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              <td className="num">{cell(correct, row)}</td>
              <td className="num">{cell(broken, row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
