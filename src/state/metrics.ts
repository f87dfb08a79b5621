/**
 * The history of a metric, kept outside React in typed arrays. Charts get at most 300 points a series: steps are grouped
 * into stretches of a few fixed widths, and of each stretch the points with the lowest and the highest loss are
 * kept, so that spikes stay visible and a curve does not shimmer while it grows. When the arrays are full the history is
 * thinned by the same rule, so that all of a run is kept, however long.
 */
import type { MetricPoint } from '@/engine/protocol';

export const CHART_POINTS = 300;
/** step, epoch, loss, accuracy (NaN: none), partial (1 or 0), learning rate (NaN: none). */
const FIELDS = 6;
/** What is stored begins with this and the number of fields. Without it, it is of before there were learning rates. */
const MARK = -1;
const FIRST_FIELDS = 5;

/** The next of the widths 1, 2, 3, 4, 6, 8, 12, …: coarser in small strides, so that a chart never loses half its points. */
function wider(width: number): number {
  if (width === 1) return 2;
  const powerOfTwo = (width & (width - 1)) === 0;
  return powerOfTwo ? (width * 3) / 2 : (width * 4) / 3;
}

/** Indices kept when points with ascending `steps` are thinned to at most `limit` (≥ 4): first, last, and extremes of `losses`. */
export function thin(steps: ArrayLike<number>, losses: ArrayLike<number>, count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  const stretches = Math.floor((limit - 2) / 2);
  let width = 1;
  while (Math.floor(steps[count - 1] / width) - Math.floor(steps[0] / width) + 1 > stretches) width = wider(width);
  const kept: number[] = [0];
  const keep = (i: number) => {
    if (i > kept[kept.length - 1]) kept.push(i);
  };
  for (let start = 0; start < count; ) {
    const stretch = Math.floor(steps[start] / width);
    let low = start;
    let high = start;
    let end = start;
    for (; end < count && Math.floor(steps[end] / width) === stretch; end++) {
      // A loss that is not a number counts as highest: it must not vanish from the picture.
      if (losses[end] < losses[low]) low = end;
      if (losses[end] > losses[high] || (Number.isNaN(losses[end]) && !Number.isNaN(losses[high]))) high = end;
    }
    keep(Math.min(low, high));
    keep(Math.max(low, high));
    start = end;
  }
  keep(count - 1);
  return kept;
}

/** One series of metric points, oldest first. */
export class MetricSeries {
  readonly capacity: number;
  private data: Float64Array;
  private size = 0;

  /** `capacity`: points kept before the history is thinned to half. */
  constructor(capacity = 8192) {
    this.capacity = capacity;
    this.data = new Float64Array(capacity * FIELDS);
  }

  get length(): number {
    return this.size;
  }

  get last(): MetricPoint | null {
    return this.size === 0 ? null : this.at(this.size - 1);
  }

  clear(): void {
    this.size = 0;
  }

  /** Adds a point; one with a step at or before the last replaces what came after it (a run taken up from a checkpoint). */
  push(point: MetricPoint): void {
    while (this.size > 0 && this.data[(this.size - 1) * FIELDS] >= point.step) this.size--;
    if (this.size === this.capacity) this.select(this.indices(this.capacity >> 1));
    const { step, epoch, loss, accuracy, partial, learningRate = Number.NaN } = point;
    this.data.set([step, epoch, loss, accuracy ?? Number.NaN, partial ? 1 : 0, learningRate], this.size * FIELDS);
    this.size++;
  }

  /** At most `limit` points for a chart. */
  points(limit = CHART_POINTS): MetricPoint[] {
    return this.indices(limit).map((i) => this.at(i));
  }

  /** Removes every point after `step`. */
  truncate(step: number): void {
    while (this.size > 0 && this.data[(this.size - 1) * FIELDS] > step) this.size--;
  }

  /** A copy for storage. */
  snapshot(): Float64Array {
    const values = this.data.subarray(0, this.size * FIELDS);
    const copy = new Float64Array(2 + values.length);
    copy.set([MARK, FIELDS]);
    copy.set(values, 2);
    return copy;
  }

  restore(snapshot: Float64Array): void {
    const marked = snapshot[0] === MARK;
    const fields = marked ? snapshot[1] : FIRST_FIELDS;
    const values = snapshot.subarray(marked ? 2 : 0);
    this.size = Math.min(this.capacity, Math.floor(values.length / fields));
    this.data.fill(Number.NaN);
    const known = Math.min(fields, FIELDS);
    for (let i = 0; i < this.size; i++) this.data.set(values.subarray(i * fields, i * fields + known), i * FIELDS);
  }

  private at(index: number): MetricPoint {
    const values = this.data.subarray(index * FIELDS, index * FIELDS + FIELDS);
    const [step, epoch, loss, accuracy, partial, learningRate] = values;
    const point: MetricPoint = { step, epoch, loss, accuracy: Number.isNaN(accuracy) ? null : accuracy };
    if (partial === 1) point.partial = true;
    if (!Number.isNaN(learningRate)) point.learningRate = learningRate;
    return point;
  }

  private indices(limit: number): number[] {
    const column = (field: number) => Float64Array.from({ length: this.size }, (_, i) => this.data[i * FIELDS + field]);
    return thin(column(0), column(2), this.size, limit);
  }

  private select(indices: number[]): void {
    for (const [to, from] of indices.entries()) this.data.copyWithin(to * FIELDS, from * FIELDS, (from + 1) * FIELDS);
    this.size = indices.length;
  }
}
