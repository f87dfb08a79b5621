/** What the tuning tried: the score at every learning rate, one line a racer; what ended early lies on top as a cross. */
import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { HIGHEST_RATE, LOWEST_RATE, type Tuned } from '@/core/racing/tuning';
import { racerColour } from '../store';
import css from './fair.module.css';
import { type LogAxis, logAxisOf, powerOfTen } from './logAxis';

const HEIGHT = 150;
const PLACE = { left: 40, right: 8, top: 14, bottom: 20 };

interface TrialsPlotProps {
  tuned: readonly Tuned[];
  names: ReadonlyMap<string, string>;
}

export function TrialsPlot({ tuned, names }: TrialsPlotProps) {
  const { t } = useTranslation('fair');
  const { ref, width } = useElementSize<HTMLElement>();
  const scores = tuned.flatMap(({ trials }) => trials.map(({ score }) => score));
  const y = logAxisOf(scores);
  const x = logAxisOf([LOWEST_RATE, HIGHEST_RATE]);
  if (!x || !y) return null;
  const best = tuned
    .filter(({ learningRate }) => learningRate !== null)
    .map(({ id, learningRate }) => `${names.get(id)} ${learningRate?.toPrecision(3)}`);
  return (
    <figure className={css.figure} ref={ref}>
      <figcaption>{t('tune.plot')}</figcaption>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={t('tune.plotSummary', { best: best.join(', ') })}>
          <Axes x={x} y={y} width={width} />
          {tuned.map((one, i) => (
            <Trials key={one.id} tuned={one} colour={racerColour(i)} x={x} y={y} width={width} />
          ))}
        </svg>
      )}
    </figure>
  );
}

interface ScaleProps {
  x: LogAxis;
  y: LogAxis;
  width: number;
}

const across = (share: number, width: number) => PLACE.left + share * (width - PLACE.left - PLACE.right);
const up = (share: number) => HEIGHT - PLACE.bottom - share * (HEIGHT - PLACE.bottom - PLACE.top);

function Axes({ x, y, width }: ScaleProps) {
  return (
    <g className={css.axes}>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line x1={PLACE.left} x2={width - PLACE.right} y1={up(y.at(tick))} y2={up(y.at(tick))} />
          <text x={PLACE.left - 6} y={up(y.at(tick)) + 4} textAnchor="end">
            {powerOfTen(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <text key={tick} x={across(x.at(tick), width)} y={HEIGHT - 4} textAnchor="middle">
          {powerOfTen(tick)}
        </text>
      ))}
    </g>
  );
}

/** The line joins the trials that came to an end, in the order of their rates. */
function Trials({ tuned, colour, x, y, width }: ScaleProps & { tuned: Tuned; colour: string }) {
  const sorted = [...tuned.trials].sort((a, b) => a.learningRate - b.learningRate);
  const done = sorted.filter(({ score }) => Number.isFinite(score));
  const place = (rate: number) => across(x.at(rate), width);
  // A loss below zero has no place on a logarithmic axis: it lies at the foot.
  const level = (score: number) => up(score > 0 ? y.at(score) : 0);
  return (
    <g stroke={colour} fill="none">
      <polyline points={done.map(({ learningRate, score }) => `${place(learningRate)},${level(score)}`).join(' ')} />
      {sorted.map(({ learningRate, score }) => {
        const at = place(learningRate);
        if (!Number.isFinite(score)) return <path key={learningRate} d={`M${at - 3} 3l6 6m-6 0l6 -6`} opacity={0.7} />;
        const chosen = learningRate === tuned.learningRate;
        return <circle key={learningRate} cx={at} cy={level(score)} r={chosen ? 4.5 : 2} fill={colour} />;
      })}
    </g>
  );
}
