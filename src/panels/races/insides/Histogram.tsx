/** One small histogram: bars over an axis with its ends and zero written below. */
import { useTranslation } from 'react-i18next';
import type { OptimizerHistogram } from '@/state/races/types';
import { measured } from '@/ui';
import classes from './insides.module.css';
import { barsOf, type Column } from './model';

const SIZE = { width: 184, height: 52 };

interface HistogramProps {
  histogram: OptimizerHistogram;
  /** Ends of its axis. */
  column: Pick<Column, 'low' | 'high'>;
  /** Whether it is of updates, which have their colour. */
  update: boolean;
}

export function Histogram({ histogram, column, update }: HistogramProps) {
  const { t } = useTranslation('races');
  const { low, high } = column;
  const zero = (-low / (high - low)) * SIZE.width;
  return (
    <svg
      className={classes.histogram}
      viewBox={`0 0 ${SIZE.width} ${SIZE.height + 14}`}
      width={SIZE.width}
      height={SIZE.height + 14}
      role="img"
      aria-label={t('insides.histogram', { mean: measured(histogram.mean), deviation: measured(histogram.deviation) })}
    >
      {barsOf(histogram, column, SIZE).map(({ x, width, height }) => (
        <rect
          key={x}
          x={x}
          y={SIZE.height - height}
          width={width}
          height={height}
          fill={update ? 'var(--upd)' : 'var(--fwd)'}
        />
      ))}
      <line x1={0} x2={SIZE.width} y1={SIZE.height} y2={SIZE.height} stroke="var(--line3)" />
      <line x1={zero} x2={zero} y1={0} y2={SIZE.height + 3} stroke="var(--ink3)" strokeDasharray="2 2" />
      {low < 0 && (
        <text x={0} y={SIZE.height + 12}>
          {measured(low, 2)}
        </text>
      )}
      {high > 0 && (
        <text x={SIZE.width} y={SIZE.height + 12} textAnchor="end">
          {measured(high, 2)}
        </text>
      )}
    </svg>
  );
}
