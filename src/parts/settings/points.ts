/** Rates given at steps: points drawn by hand, and pieces with the step where each ends. */

/** `[step, rate]`; steps rise. */
export type RatePoint = readonly [number, number];

/** Rates are written to three digits: more cannot be drawn. */
export const roundRate = (rate: number): number => Number(Math.max(0, rate).toPrecision(3));

/** Where a point may go: between its neighbours, within the run. */
export function stepRange(points: readonly RatePoint[], index: number, last: number): [number, number] {
  const before = points[index - 1]?.[0] ?? -1;
  const after = points[index + 1]?.[0] ?? Math.max(last, points[index][0]) + 1;
  return [before + 1, after - 1];
}

/** The points with one moved, as far as its neighbours let it. */
export function movePoint(points: readonly RatePoint[], index: number, to: RatePoint, last: number): RatePoint[] {
  const [least, most] = stepRange(points, index, last);
  const step = Math.min(most, Math.max(least, Math.round(to[0])));
  return points.map((point, i) => (i === index ? [step, roundRate(to[1])] : point));
}

/** The points with another one; where there is one at that step already, it is moved. */
export function addPoint(points: readonly RatePoint[], [step, rate]: RatePoint): RatePoint[] {
  const at: RatePoint = [Math.max(0, Math.round(step)), roundRate(rate)];
  return [...points.filter(([other]) => other !== at[0]), at].sort((a, b) => a[0] - b[0]);
}

/** The points without one; the last one stays. */
export const removePoint = (points: readonly RatePoint[], index: number): RatePoint[] =>
  points.length > 1 ? points.filter((_, i) => i !== index) : [...points];

/** In the middle of the widest gap, on the line; after the last point where there is only one. Null: there is no room. */
export function pointBetween(points: readonly RatePoint[], last: number): RatePoint | null {
  if (points.length < 2) {
    const [step, rate] = points[0] ?? [0, 0];
    if (step === 0 && last === 0) return null;
    return step < last ? [last, rate] : [0, rate];
  }
  let widest = 0;
  for (let i = 1; i < points.length - 1; i++) {
    if (points[i + 1][0] - points[i][0] > points[widest + 1][0] - points[widest][0]) widest = i;
  }
  const [a, b] = [points[widest], points[widest + 1]];
  if (b[0] - a[0] < 2) return null;
  return [Math.round((a[0] + b[0]) / 2), roundRate((a[1] + b[1]) / 2)];
}

export interface Piece {
  /** The last step of the piece; null for the last one, which does not end. */
  until: number | null;
  rate: number;
}

export const piecesOf = (boundaries: readonly number[], values: readonly number[]): Piece[] =>
  values.map((rate, i) => ({ until: boundaries[i] ?? null, rate }));

export function asPieces(pieces: readonly Piece[]): { boundaries: number[]; values: number[] } {
  return {
    boundaries: pieces.slice(0, -1).map(({ until }) => until ?? 0),
    values: pieces.map(({ rate }) => rate),
  };
}

/** The last piece divided in two: the new one has a tenth of its rate. */
export function splitLast(pieces: readonly Piece[], last: number): Piece[] {
  const end = pieces[pieces.length - 1];
  const start = pieces[pieces.length - 2]?.until ?? 0;
  const until = start < last ? Math.max(start + 1, Math.round((start + last) / 2)) : start + 1;
  return [...pieces.slice(0, -1), { until, rate: end.rate }, { until: null, rate: roundRate(end.rate / 10) }];
}

/** Without one piece; the one before, or the next, takes its place. */
export function removePiece(pieces: readonly Piece[], index: number): Piece[] {
  if (pieces.length < 2) return [...pieces];
  const rest = pieces.filter((_, i) => i !== index);
  return rest.map((piece, i) => (i === rest.length - 1 ? { ...piece, until: null } : piece));
}
