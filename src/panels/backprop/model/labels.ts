/**
 * Where the labels of edges stand: along their edge, near the place that is best by itself, moved only so that labels
 * do not cover one another even when each carries two lines, the old weight and the new one. They keep their places
 * over the whole iteration.
 */
import type { EdgeLine } from './layout';

/** Room for a label of two lines, and for its first line alone, which shows all the time and so counts more. */
const LABEL = { width: 70, height: 40 };
const LINE = { width: 60, height: 26, weight: 5 };
/** Labels keep this far from neurons. */
const CLEAR = 2;
const PLACES = 12;
/** One label after the other takes its best place, so often. */
const SWEEPS = 6;

const at = (edge: EdgeLine, t: number): EdgeLine => ({
  ...edge,
  labelX: edge.x1 + t * (edge.x2 - edge.x1),
  labelY: edge.y1 + t * (edge.y2 - edge.y1),
});

/** The area that two labels share, in pixels squared. */
function covered(a: EdgeLine, b: EdgeLine): number {
  const [x, y] = [Math.abs(a.labelX - b.labelX), Math.abs(a.labelY - b.labelY)];
  const shared = ({ width, height }: { width: number; height: number }) =>
    Math.max(0, width - x) * Math.max(0, height - y);
  return shared(LABEL) + LINE.weight * shared(LINE);
}

/**
 * The edges between two columns, their labels moved apart.
 * @param vertical columns stand above one another; `caption` is the room in px below a neuron that is then taken.
 */
export function spreadLabels(edges: readonly EdgeLine[], vertical: boolean, caption: number): EdgeLine[] {
  const placed = [...edges];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [i, edge] of edges.entries()) {
      const span = vertical ? edge.y2 - edge.y1 : edge.x2 - edge.x1;
      const half = (vertical ? LABEL.height : LABEL.width) / 2 + CLEAR;
      const first = (half + (vertical ? caption : 0)) / span;
      const room = 1 - half / span - first;
      if (!(room > 0)) continue;
      const moved = Array.from({ length: PLACES + 1 }, (_, k) => at(edge, first + (k / PLACES) * room));
      const cost = (label: EdgeLine) =>
        placed.reduce((sum, other, j) => (j === i ? sum : sum + covered(label, other)), 0) +
        Math.hypot(label.labelX - edge.labelX, label.labelY - edge.labelY);
      placed[i] = [edge, ...moved].reduce((best, each) => (cost(each) < cost(best) ? each : best));
    }
  }
  return placed;
}
