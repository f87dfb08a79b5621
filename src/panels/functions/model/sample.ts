/**
 * Curves as points: few where a function is nearly straight, many where it bends, a gap exactly where it jumps or has no
 * value. Several functions share their places, so that one row of a chart, of a table and of a tooltip holds them all.
 */

/** Values of every function at every place: `result[k][i]` is function k at `xs[i]`. */
export type Curves = (xs: readonly number[]) => readonly ArrayLike<number>[];

export interface Row {
  x: number;
  /** One a function; null where it has no finite value, or in the middle of a jump. */
  y: (number | null)[];
}

export interface SampleOptions {
  /** Rows at most. */
  most?: number;
  /** Places that must be among them. */
  at?: readonly number[];
  /** Where the values are shown: bends and jumps are judged by what the eye sees of them. */
  view?: (y: number) => number;
}

/** Share of the height that a chord may miss the curve by. */
const TOLERANCE = 0.002;
/** Share of the height that a difference must keep, however close its ends come, to be a jump. */
const JUMP = 0.01;
const FIRST = 121;
const BISECTIONS = 44;

/** The places and values of a sample while it is refined. */
class Sample {
  xs: number[] = [];
  /** By place, then by function. */
  ys: number[][] = [];

  constructor(
    private readonly curves: Curves,
    readonly view: (y: number) => number,
  ) {}

  values(xs: readonly number[]): number[][] {
    const columns = this.curves(xs);
    return xs.map((_, i) => columns.map((column) => column[i]));
  }

  add(xs: readonly number[]): void {
    if (xs.length === 0) return;
    const merged = [
      ...this.xs.map((x, i) => ({ x, y: this.ys[i] })),
      ...this.values(xs).map((y, i) => ({ x: xs[i], y })),
    ].sort((a, b) => a.x - b.x);
    const once = merged.filter(({ x }, i) => i === 0 || x !== merged[i - 1].x);
    this.xs = once.map(({ x }) => x);
    this.ys = once.map(({ y }) => y);
  }
}

const finite = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);

/** What is drawn of each function: the height of the view, 1 for one that is level. */
function heights(sample: Sample): number[] {
  const count = sample.ys[0]?.length ?? 0;
  return Array.from({ length: count }, (_, k) => {
    const seen = sample.ys.map((y) => sample.view(y[k])).filter(Number.isFinite);
    if (seen.length === 0) return 1;
    return seen.reduce((a, b) => Math.max(a, b)) - seen.reduce((a, b) => Math.min(a, b)) || 1;
  });
}

/** Whether a stretch has an end without a value, or one so steep that it may be a jump. */
function suspicious(sample: Sample, i: number, k: number, height: number): boolean {
  const [a, b] = [sample.ys[i][k], sample.ys[i + 1][k]];
  if (finite(a) !== finite(b)) return true;
  return finite(a) && Math.abs(sample.view(b) - sample.view(a)) > JUMP * height;
}

/**
 * Closes in on the jump of function k, or on the edge of where it has values, within a stretch. Null when there is none:
 * the difference shrinks with the stretch.
 */
function closeIn(sample: Sample, i: number, k: number, height: number): { left: number; right: number } | null {
  let [left, right] = [sample.xs[i], sample.xs[i + 1]];
  let [low, high] = [sample.ys[i][k], sample.ys[i + 1][k]];
  const edge = finite(low) !== finite(high);
  for (let n = 0; n < BISECTIONS; n++) {
    const middle = (left + right) / 2;
    if (middle <= left || middle >= right) break;
    const value = sample.values([middle])[0][k];
    const toLeft = edge
      ? finite(value) !== finite(low)
      : Math.abs(sample.view(value) - sample.view(low)) >= Math.abs(sample.view(high) - sample.view(value));
    if (toLeft) [right, high] = [middle, value];
    else [left, low] = [middle, value];
    if (!edge && Math.abs(sample.view(high) - sample.view(low)) < JUMP * height) return null;
  }
  return { left, right };
}

interface Gap {
  x: number;
  k: number;
}

/** Finds jumps and edges; their two sides become places. A smooth steep stretch costs a few evaluations and is left. */
function findGaps(sample: Sample): Gap[] {
  const height = heights(sample);
  const gaps: Gap[] = [];
  const places: number[] = [];
  for (let i = 0; i + 1 < sample.xs.length; i++) {
    for (let k = 0; k < height.length; k++) {
      if (!suspicious(sample, i, k, height[k])) continue;
      const found = closeIn(sample, i, k, height[k]);
      if (!found) continue;
      places.push(found.left, found.right);
      if (finite(sample.ys[i][k]) && finite(sample.ys[i + 1][k])) gaps.push({ x: found.left, k });
    }
  }
  sample.add(places);
  return gaps;
}

/** Stretches that the eye would see as corners, the worst first. */
function bends(sample: Sample, height: readonly number[]): number[] {
  const width = sample.xs[sample.xs.length - 1] - sample.xs[0];
  const wide = sample.xs.flatMap((x, i) =>
    i + 1 < sample.xs.length && sample.xs[i + 1] - x > width * 1e-4 ? [i] : [],
  );
  const middles = wide.map((i) => (sample.xs[i] + sample.xs[i + 1]) / 2);
  const values = sample.values(middles);
  return wide
    .map((i, n) => {
      const miss = height.map((h, k) => {
        const [a, b, m] = [sample.ys[i][k], sample.ys[i + 1][k], values[n][k]].map(sample.view);
        return finite(a) && finite(b) && finite(m) ? Math.abs(m - (a + b) / 2) / h : 0;
      });
      return { x: middles[n], miss: Math.max(0, ...miss) };
    })
    .filter(({ miss }) => miss > TOLERANCE)
    .sort((a, b) => b.miss - a.miss)
    .map(({ x }) => x);
}

/** Rows from `from` to `to`, both included. */
export function sampleCurves(curves: Curves, from: number, to: number, options: SampleOptions = {}): Row[] {
  const { most = 300, at = [], view = (y) => y } = options;
  const sample = new Sample(curves, view);
  const first = Math.min(FIRST, Math.floor(most / 2));
  sample.add(Array.from({ length: first }, (_, i) => (i === first - 1 ? to : from + ((to - from) * i) / (first - 1))));
  sample.add(at.filter((x) => x > from && x < to));
  const gaps = findGaps(sample);
  const room = most - gaps.length;
  const height = heights(sample);
  while (sample.xs.length < room) {
    const wanted = bends(sample, height);
    if (wanted.length === 0) break;
    sample.add(wanted.slice(0, room - sample.xs.length));
  }
  const rows: Row[] = sample.xs.map((x, i) => ({ x, y: sample.ys[i].map((value) => (finite(value) ? value : null)) }));
  return withGaps(rows, gaps).slice(0, most);
}

/** An empty place within every jump, so that no line is drawn across. */
function withGaps(rows: Row[], gaps: readonly Gap[]): Row[] {
  if (gaps.length === 0) return rows;
  return rows.flatMap((row, i) => {
    const here = gaps.filter(({ x }) => x === row.x).map(({ k }) => k);
    const next = rows[i + 1];
    if (here.length === 0 || !next) return [row];
    const between: Row = { x: (row.x + next.x) / 2, y: row.y.map((y, k) => (here.includes(k) ? null : y)) };
    return [row, between];
  });
}

/** Rows at round places for a table: every n-th, with the first and the last, never an empty one in a jump. */
export function tableRows(rows: readonly Row[], count: number): Row[] {
  const full = rows.filter((row) => row.y.some((y) => y !== null));
  if (full.length <= count) return [...full];
  const [low, high] = [full[0].x, full[full.length - 1].x];
  const picked = Array.from({ length: count }, (_, i) => {
    const wanted = low + ((high - low) * i) / (count - 1);
    return full.reduce((best, row) => (Math.abs(row.x - wanted) < Math.abs(best.x - wanted) ? row : best));
  });
  return [...new Set(picked)];
}
