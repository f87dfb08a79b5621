/** Histograms of the optimizer's states and steps as small multiples: what is in a column shares one axis. */
import type { OptimizerHistogram, WeightInsides } from '@/state/races/types';

/** What the change of the weight by the update is called among the histograms. */
export const STEP = 'step';

export interface Column {
  /** Name of the state, or `step`. */
  name: string;
  /** Ends of the axis that all weights share. */
  low: number;
  high: number;
}

/** The columns there are: states in their order, then the step; each with ends that hold all weights' histograms. */
export function columnsOf(weights: readonly WeightInsides[]): Column[] {
  const names = [...new Set(weights.flatMap(({ histograms }) => Object.keys(histograms)))];
  const ordered = [...names.filter((name) => name !== STEP), ...names.filter((name) => name === STEP)];
  return ordered.map((name) => {
    const edges = weights.flatMap(({ histograms }) => histograms[name]?.edges ?? []).filter(Number.isFinite);
    const low = Math.min(0, ...edges);
    const high = Math.max(0, ...edges);
    return low === high ? { name, low: -1, high: 1 } : { name, low, high };
  });
}

export interface Bar {
  x: number;
  width: number;
  height: number;
}

/** The bars of a histogram in a field of this size, the fullest bin as high as the field. */
export function barsOf(
  { edges, counts }: OptimizerHistogram,
  { low, high }: Pick<Column, 'low' | 'high'>,
  size: { width: number; height: number },
): Bar[] {
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return [];
  const place = (value: number) => ((value - low) / (high - low)) * size.width;
  return counts.flatMap((count, i) => {
    if (count === 0) return [];
    const x = place(edges[i]);
    // A bin narrower than a pixel is still to be seen.
    return [{ x, width: Math.max(1, place(edges[i + 1]) - x), height: Math.max(1, (count / most) * size.height) }];
  });
}

/** Where a ratio stands on a logarithmic scale of the powers of ten −`decades` … 0, as 0 … 1. */
export function ratioPlace(ratio: number, decades: number): number {
  if (!(ratio > 0)) return 0;
  return Math.min(1, Math.max(0, 1 + Math.log10(ratio) / decades));
}

export type Verdict = 'still' | 'slow' | 'usual' | 'fast';

/** The rule of thumb: about a thousandth of the weight's size an update; a tenth or ten times that is out of the usual. */
export function verdictOf(ratio: number): Verdict {
  if (!(ratio > 0)) return 'still';
  if (ratio < 1e-4) return 'slow';
  return ratio > 1e-2 ? 'fast' : 'usual';
}
