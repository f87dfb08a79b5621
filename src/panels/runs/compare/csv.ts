/** The curves of runs as comma-separated values: one row a point, for spreadsheets and pandas. */
import { csv } from '@/export/csv';
import type { TimedPoint } from './useCurves';

export interface CsvRun {
  name: string;
  train: readonly TimedPoint[];
  validation: readonly TimedPoint[];
}

const HEAD = ['run', 'series', 'step', 'epoch', 'seconds', 'loss', 'accuracy', 'partial', 'learningRate'];

/** `partial` is 1 for a validation over only a part of its samples; `learningRate` is that of a batch's update. */
export function csvOf(runs: readonly CsvRun[]): string {
  const rows = runs.flatMap(({ name, ...series }) =>
    (['train', 'validation'] as const).flatMap((part) =>
      series[part].map(({ step, epoch, seconds, loss, accuracy, partial, learningRate = null }) => [
        name,
        part,
        step,
        epoch,
        seconds === null ? '' : seconds.toFixed(3),
        loss,
        accuracy,
        partial ? '1' : '0',
        learningRate,
      ]),
    ),
  );
  return csv([HEAD, ...rows]);
}
