/** The two series of a run as rows for one chart and one table, and the few numbers a summary in words needs. */
import type { MetricPoint } from '@/state';
import { axisUpTo, ticksUpTo } from '@/ui';

export type Metric = 'loss' | 'accuracy' | 'learningRate';

export interface Row {
  step: number;
  /** Null where this series has no point at this step. */
  train: number | null;
  validation: number | null;
}

/** Rows in order of step; a value that is not finite (a diverged loss) or unknown is a gap. */
export function rows(train: readonly MetricPoint[], validation: readonly MetricPoint[], metric: Metric): Row[] {
  const merged: Row[] = [];
  let t = 0;
  let v = 0;
  while (t < train.length || v < validation.length) {
    const step = Math.min(train[t]?.step ?? Infinity, validation[v]?.step ?? Infinity);
    const row: Row = { step, train: null, validation: null };
    if (train[t]?.step === step) row.train = finite(train[t++][metric] ?? null);
    if (validation[v]?.step === step) row.validation = finite(validation[v++][metric] ?? null);
    merged.push(row);
  }
  return merged;
}

const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null);

export interface Summary {
  steps: number;
  first: number;
  last: number;
  validation: { step: number; value: number } | null;
}

/** Start and end of the training series and the last validation value; null before the first batch. */
export function summarise(merged: readonly Row[]): Summary | null {
  const train = merged.filter((row) => row.train !== null);
  if (train.length === 0) return null;
  const validation = merged.findLast((row) => row.validation !== null);
  return {
    steps: merged[merged.length - 1].step,
    first: train[0].train!,
    last: train[train.length - 1].train!,
    validation: validation ? { step: validation.step, value: validation.validation! } : null,
  };
}

/** `limit` of the rows, evenly spread, the first and the last among them. */
function spread(all: readonly Row[], limit: number): Row[] {
  if (all.length <= limit) return [...all];
  return Array.from({ length: limit }, (_, index) => all[Math.round((index * (all.length - 1)) / (limit - 1))]);
}

/** At most `limit` rows for a table: half of them with a training value, half with a validation value, in order. */
export function tableRows(merged: readonly Row[], limit: number): Row[] {
  if (merged.length <= limit) return [...merged];
  const train = merged.filter((row) => row.train !== null);
  const validation = spread(
    merged.filter((row) => row.validation !== null),
    Math.floor(limit / 2),
  );
  const chosen = new Set([...validation, ...spread(train, limit - validation.length)]);
  return merged.filter((row) => chosen.has(row));
}

/** Ticks of the axis of steps: whole round numbers from 0, about five, none beyond the last step. */
export const stepTicks = (last: number): number[] => ticksUpTo(last, true);

/** Whether the learning rate was not the same all the time: then there is something to see of it. */
export function rateVaries(train: readonly MetricPoint[]): boolean {
  const first = train[0]?.learningRate;
  return train.some(({ learningRate }) => learningRate !== first);
}

/** Upper end and ticks of an axis of learning rates, which starts at 0. */
export function rateAxis(merged: readonly Row[]): { top: number; ticks: number[] } {
  const largest = merged.reduce((most, { train }) => Math.max(most, train ?? 0), 0);
  return axisUpTo(largest > 0 ? largest : 1);
}

/** A loss this many times the first one has exploded, and leaves the picture instead of flattening all the rest. */
const EXPLODED = 3;

/**
 * Upper end and ticks of a loss axis that starts at 0: round numbers, about five of them. The axis holds every value but
 * those of an explosion.
 */
export function lossAxis(merged: readonly Row[]): { top: number; ticks: number[] } {
  const first = merged.find((row) => row.train)?.train ?? Infinity;
  const shown = (value: number | null) => (value !== null && value <= EXPLODED * first ? value : 0);
  const largest = merged.reduce((most, row) => Math.max(most, shown(row.train), shown(row.validation)), 0);
  if (largest === 0) return { top: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };
  return axisUpTo(largest);
}
