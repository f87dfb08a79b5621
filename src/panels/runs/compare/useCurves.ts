/** The curves of chosen runs, read again when a run has gone on. */
import { useEffect, useState } from 'react';
import { runs as library, type MetricPoint, secondsAt, seriesOf } from '@/state';
import type { Chosen } from './chosen';

/** Points a curve of one series has in a chart. */
const POINTS = 150;

export interface TimedPoint extends MetricPoint {
  /** Seconds trained until then; null where that was not noted. */
  seconds: number | null;
}

export interface Curves {
  /** The moment the run was written, to tell whether these are the latest. */
  updatedAt: number;
  train: TimedPoint[];
  validation: TimedPoint[];
}

/** Reads the curves of a run, with at most `limit` points a series. */
export async function readCurves(id: string, updatedAt: number, limit: number): Promise<Curves | null> {
  const curves = await library.curves(id);
  if (!curves) return null;
  const timed = (snapshot: Float64Array) =>
    seriesOf(snapshot)
      .points(limit)
      .map((point) => ({ ...point, seconds: secondsAt(curves.clock, point.step) }));
  return { updatedAt, train: timed(curves.train), validation: timed(curves.validation) };
}

/** Curves by id of the run, for those that are read already. */
export function useCurves(chosen: readonly Chosen[]): ReadonlyMap<string, Curves> {
  const [curves, setCurves] = useState<ReadonlyMap<string, Curves>>(new Map());
  const key = chosen.map(({ run: { record } }) => `${record.id} ${record.updatedAt}`).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which runs, and how new.
  useEffect(() => {
    let current = true;
    for (const { run } of chosen) {
      const { id, updatedAt } = run.record;
      if (curves.get(id)?.updatedAt === updatedAt) continue;
      void readCurves(id, updatedAt, POINTS).then((read) => {
        if (current && read) setCurves((before) => new Map(before).set(id, read));
      });
    }
    return () => {
      current = false;
    };
  }, [key]);
  return curves;
}
