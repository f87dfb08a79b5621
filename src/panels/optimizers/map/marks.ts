/** Shapes by which racers are told apart besides their colour: eight of them, of about one size. */
import { racerSign } from '../store';

/** Corners on a circle of radius 1, the first one upwards. */
const regular = (corners: number, turn = 0, inner = 1): [number, number][] =>
  Array.from({ length: inner === 1 ? corners : corners * 2 }, (_, i, count = inner === 1 ? corners : corners * 2) => {
    const angle = ((i / count) * 2 + turn) * Math.PI - Math.PI / 2;
    const radius = i % 2 === 1 ? inner : 1;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });

const POLYGONS: readonly ([number, number][] | null)[] = [
  null,
  regular(4, 0.25).map(([x, y]) => [x * 1.22, y * 1.22]),
  regular(3).map(([x, y]) => [x * 1.36, y * 1.36 + 0.18]),
  regular(4).map(([x, y]) => [x * 1.28, y * 1.28]),
  regular(3, 1).map(([x, y]) => [x * 1.36, y * 1.36 - 0.18]),
  regular(5).map(([x, y]) => [x * 1.18, y * 1.18]),
  regular(6, 1 / 6).map(([x, y]) => [x * 1.12, y * 1.12]),
  regular(4, 0, 0.55).map(([x, y]) => [x * 1.5, y * 1.5]),
];

/** Draws the outline of a racer's mark as the current path. */
export function traceMark(context: CanvasPath, index: number, x: number, y: number, radius: number): void {
  const corners = POLYGONS[racerSign(index)];
  if (corners === null) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([cx, cy], i) => {
    if (i === 0) context.moveTo(x + cx * radius, y + cy * radius);
    else context.lineTo(x + cx * radius, y + cy * radius);
  });
  context.closePath();
}

/** The same as the `d` of an SVG path around the origin. */
export function markPath(index: number, radius: number): string {
  const corners = POLYGONS[racerSign(index)];
  if (corners === null)
    return `M${radius} 0A${radius} ${radius} 0 1 1 ${-radius} 0A${radius} ${radius} 0 1 1 ${radius} 0Z`;
  return `M${corners.map(([x, y]) => `${(x * radius).toFixed(2)} ${(y * radius).toFixed(2)}`).join('L')}Z`;
}
