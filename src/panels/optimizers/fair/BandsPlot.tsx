/** Loss over updates for many seeds: the median as a line, the middle half of the races as a band. */
import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { RacerSeeds, SeedsOutcome } from '@/core/racing/seeds';
import { ticksUpTo } from '@/ui';
import { racerColour, racerDash } from '../store';
import css from './fair.module.css';
import { logAxisOf, powerOfTen } from './logAxis';

const HEIGHT = 190;
const PLACE = { left: 40, right: 10, top: 8, bottom: 20 };

export function BandsPlot({ outcome, summary }: { outcome: SeedsOutcome; summary: string }) {
  const { t } = useTranslation('fair');
  const { ref, width } = useElementSize<HTMLElement>();
  const { steps, racers } = outcome;
  // A racer that runs away must not press the others flat: medians make the axis, bands are clipped to it.
  const y = logAxisOf(racers.flatMap(({ median, low }) => [...median, ...low.filter((value) => value > 1e-16)]));
  if (!y) return <p className={css.about}>{t('seeds.noLog')}</p>;
  const end = steps[steps.length - 1];
  const across = (step: number) => PLACE.left + (step / end) * (width - PLACE.left - PLACE.right);
  const up = (loss: number) =>
    HEIGHT - PLACE.bottom - (loss > 0 ? y.at(loss) : 0) * (HEIGHT - PLACE.bottom - PLACE.top);
  const line = (values: readonly number[]) =>
    values.flatMap((value, i) => (Number.isFinite(value) ? [`${across(steps[i])},${up(value)}`] : []));
  const band = ({ low, high }: RacerSeeds) => [...line(low), ...line(high).reverse()].join(' ');
  return (
    <figure className={css.figure} ref={ref}>
      <figcaption>{t('seeds.plot')}</figcaption>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={summary}>
          <g className={css.axes}>
            {y.ticks.map((tick) => (
              <g key={tick}>
                <line x1={PLACE.left} x2={width - PLACE.right} y1={up(tick)} y2={up(tick)} />
                <text x={PLACE.left - 6} y={up(tick) + 4} textAnchor="end">
                  {powerOfTen(tick)}
                </text>
              </g>
            ))}
            {ticksUpTo(end, true).map((tick) => (
              <text key={tick} x={across(tick)} y={HEIGHT - 4} textAnchor="middle">
                {tick}
              </text>
            ))}
          </g>
          {racers.map((racer, i) => (
            <polygon key={racer.id} points={band(racer)} fill={racerColour(i)} opacity={0.16} />
          ))}
          {racers.map((racer, i) => (
            <polyline
              key={racer.id}
              points={line(racer.median).join(' ')}
              stroke={racerColour(i)}
              strokeWidth={1.8}
              strokeDasharray={racerDash(i).join(' ') || undefined}
              fill="none"
            />
          ))}
        </svg>
      )}
    </figure>
  );
}
