/**
 * Wide layers are folded: a column shows its first neurons, the most active ones and those in question, in their
 * order, and says how many more there are.
 */

export interface Fold {
  /** Shown neurons, ascending. */
  units: number[];
  /** Number of neurons that are not shown. */
  hidden: number;
}

/**
 * Which neurons to show, at most `limit` unless more are asked for.
 *
 * @param activity how much a neuron matters right now; the largest are kept. NaN counts as nothing.
 * @param wanted neurons that are shown in any case (the selected, the focused).
 */
export function fold(size: number, limit: number, activity: (unit: number) => number, wanted: Iterable<number>): Fold {
  if (size <= limit) return { units: Array.from({ length: size }, (_, i) => i), hidden: 0 };
  const shown = new Set<number>();
  for (const unit of wanted) if (unit >= 0 && unit < size) shown.add(unit);
  const first = Math.ceil(limit / 3);
  for (let unit = 0; unit < first && shown.size < limit; unit++) shown.add(unit);
  // The largest few by repeated passes: limit is small, size may be large.
  while (shown.size < limit) {
    let best = -1;
    let bestActivity = Number.NEGATIVE_INFINITY;
    for (let unit = 0; unit < size; unit++) {
      if (shown.has(unit)) continue;
      const value = activity(unit) || 0;
      if (value > bestActivity) {
        best = unit;
        bestActivity = value;
      }
    }
    shown.add(best);
  }
  const units = [...shown].sort((a, b) => a - b);
  return { units, hidden: size - units.length };
}

/** Rows of a folded column from top to bottom: neurons, and gaps with the number of neurons between. */
export type Row = { kind: 'unit'; unit: number } | { kind: 'gap'; count: number };

/** The rows of a fold. One gap is enough: the hidden neurons are counted together at the end of the last run. */
export function rowsOf({ units, hidden }: Fold): Row[] {
  const rows: Row[] = units.map((unit) => ({ kind: 'unit', unit }));
  return hidden > 0 ? [...rows, { kind: 'gap', count: hidden }] : rows;
}
