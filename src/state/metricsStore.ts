/** The two series of the open run, and what of them is on screen: published at most five times a second. */
import { create } from 'zustand';
import type { MetricPoint } from '@/engine/protocol';
import { MetricSeries } from './metrics';

export interface Metrics {
  train: MetricPoint[];
  validation: MetricPoint[];
}

export const series = { train: new MetricSeries(), validation: new MetricSeries() };

/** Points for charts, at most 300 a series, oldest first. */
export const useMetrics = create<Metrics>()(() => ({ train: [], validation: [] }));

export function publishMetrics(): void {
  useMetrics.setState({ train: series.train.points(), validation: series.validation.points() });
}

export function clearMetrics(): void {
  series.train.clear();
  series.validation.clear();
  publishMetrics();
}
