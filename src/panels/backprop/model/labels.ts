/**
 * Where the labels of edges stand: along their edge, near the place that is best by itself, moved only so that labels
 * do not cover one another even when each carries two lines, the old weight and the new one. They keep their places
 * over the whole iteration. Where two lines of the usual size do not fit, they are set smaller; where that is not
 * enough, some labels show their second line only when they are asked for it.
 */
import type { EdgeLine } from './layout';

interface Size {
  width: number;
  height: number;
}

/** How a label of two lines is set: `brief` ones keep the second to themselves until they are looked at. */
export type LabelSize = 'full' | 'compact' | 'brief';

/** Room for a label of two lines. */
const LABEL: Readonly<Record<'full' | 'compact', Size>> = {
  full: { width: 70, height: 40 },
  compact: { width: 60, height: 29 },
};
/** Room for its first line alone, which shows all the time and so counts more. */
const LINE = { width: 60, height: 26, weight: 5 };
/** What an obstacle counts, beside another label's second line. */
const OBSTACLE = 3;
/** Labels keep this far from neurons. */
const CLEAR = 2;
const PLACES = 12;
/** One label after the other takes its best place, so often. */
const SWEEPS = 6;

/** What labels had better not cover; x and y are its centre. */
export interface Obstacle extends Size {
  x: number;
  y: number;
}

const at = (edge: EdgeLine, t: number): EdgeLine => ({
  ...edge,
  labelX: edge.x1 + t * (edge.x2 - edge.x1),
  labelY: edge.y1 + t * (edge.y2 - edge.y1),
});

/** The area that two boxes share, in pixels squared; `x` and `y`: how far their centres are apart. */
const shared = (x: number, y: number, a: Size, b: Size = a) =>
  Math.max(0, (a.width + b.width) / 2 - Math.abs(x)) * Math.max(0, (a.height + b.height) / 2 - Math.abs(y));

const overlap = (a: EdgeLine, b: EdgeLine, size: Size) => shared(a.labelX - b.labelX, a.labelY - b.labelY, size);

/** The labels in the places that cost least; `size`: room that each takes with two lines. */
function placed(
  edges: readonly EdgeLine[],
  vertical: boolean,
  caption: number,
  size: Size,
  obstacles: readonly Obstacle[],
): EdgeLine[] {
  const labels = [...edges];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [i, edge] of edges.entries()) {
      const span = vertical ? edge.y2 - edge.y1 : edge.x2 - edge.x1;
      const half = (vertical ? size.height : size.width) / 2 + CLEAR;
      const first = (half + (vertical ? caption : 0)) / span;
      const room = 1 - half / span - first;
      if (!(room > 0)) continue;
      const moved = Array.from({ length: PLACES + 1 }, (_, k) => at(edge, first + (k / PLACES) * room));
      const cost = (label: EdgeLine) =>
        labels.reduce(
          (sum, other, j) =>
            j === i ? sum : sum + overlap(label, other, size) + LINE.weight * overlap(label, other, LINE),
          0,
        ) +
        obstacles.reduce(
          (sum, { x, y, ...own }) => sum + OBSTACLE * shared(label.labelX - x, label.labelY - y, size, own),
          0,
        ) +
        Math.hypot(label.labelX - edge.labelX, label.labelY - edge.labelY);
      labels[i] = [edge, ...moved].reduce((best, each) => (cost(each) < cost(best) ? each : best));
    }
  }
  return labels;
}

/**
 * The edges between two columns, their labels moved apart.
 * @param vertical columns stand above one another; `caption` is the room in px below a neuron that is then taken.
 */
export function spreadLabels(
  edges: readonly EdgeLine[],
  vertical: boolean,
  caption: number,
  obstacles: readonly Obstacle[] = [],
): EdgeLine[] {
  const full = placed(edges, vertical, caption, LABEL.full, obstacles);
  const free = (label: EdgeLine, others: readonly EdgeLine[], size: Size) =>
    others.every((other) => other === label || overlap(label, other, size) === 0);
  if (full.every((label) => free(label, full, LABEL.full))) return full;
  const long: EdgeLine[] = [];
  return placed(edges, vertical, caption, LABEL.compact, obstacles).map((label) => {
    if (!free(label, long, LABEL.compact)) return { ...label, labelSize: 'brief' };
    long.push(label);
    return { ...label, labelSize: 'compact' };
  });
}
