/**
 * A drawing as strokes: what is kept, undone and drawn again at any size. Coordinates are shares of the pad's side
 * (0 … 1), so the same strokes fill the pad on the screen and the raster that is prepared for the network.
 */

export interface Stroke {
  /** x0, y0, x1, y1, … */
  points: number[];
  /** Diameter of the pen as a share of the pad's side. */
  thickness: number;
}

/** The smallest part of CanvasRenderingContext2D that drawing needs (so that it can be tested without a canvas). */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'quadraticCurveTo'
  | 'arc'
  | 'stroke'
  | 'fill'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
>;

/** Thinnest, usual and thickest pen. The usual one gives lines about as thick as MNIST's after scaling. */
export const THICKNESS = { min: 0.04, usual: 0.085, max: 0.16, step: 0.015 };

/** A stroke with one more point, or the same stroke where the point is where the pen already is. */
export function extend(stroke: Stroke, x: number, y: number): Stroke {
  const { points } = stroke;
  const last = points.length - 2;
  if (last >= 0 && points[last] === x && points[last + 1] === y) return stroke;
  return { ...stroke, points: [...points, x, y] };
}

/** Draws a stroke on a square of `side` pixels with the pen's present colours: a dot, or a curve through its points. */
export function drawStroke(pen: Pen, stroke: Stroke, side: number): void {
  const { points } = stroke;
  const x = (index: number) => points[2 * index] * side;
  const y = (index: number) => points[2 * index + 1] * side;
  const count = points.length / 2;
  if (count === 0) return;
  pen.beginPath();
  if (count === 1) {
    pen.arc(x(0), y(0), (stroke.thickness * side) / 2, 0, 2 * Math.PI);
    pen.fill();
    return;
  }
  pen.lineWidth = stroke.thickness * side;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.moveTo(x(0), y(0));
  // Through the middles between points, with the points as control points: no corners between pointer events.
  for (let index = 1; index < count - 1; index++) {
    pen.quadraticCurveTo(x(index), y(index), (x(index) + x(index + 1)) / 2, (y(index) + y(index + 1)) / 2);
  }
  pen.lineTo(x(count - 1), y(count - 1));
  pen.stroke();
}
