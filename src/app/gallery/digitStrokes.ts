/** A few digits as a pen would write them, for the picture on the card: lines and arcs in shares of the pad's side. */
import { type Stroke, THICKNESS } from '@/panels/train/draw/strokes';

type Part =
  | { to: [number, number] }
  | { centre: [number, number]; radius: [number, number]; degrees: [number, number] };

const DIGITS: readonly Part[][] = [
  // 3
  [
    { centre: [0.49, 0.35], radius: [0.19, 0.16], degrees: [-150, 85] },
    { centre: [0.48, 0.67], radius: [0.22, 0.17], degrees: [-85, 150] },
  ],
  // 7
  [{ to: [0.25, 0.24] }, { to: [0.74, 0.22] }, { to: [0.6, 0.5] }, { to: [0.47, 0.82] }],
  // 5
  [
    { to: [0.7, 0.2] },
    { to: [0.37, 0.2] },
    { to: [0.34, 0.47] },
    { centre: [0.48, 0.62], radius: [0.21, 0.19], degrees: [-125, 145] },
  ],
  // 2
  [{ centre: [0.49, 0.37], radius: [0.2, 0.17], degrees: [-165, 35] }, { to: [0.28, 0.8] }, { to: [0.74, 0.79] }],
];

/** Points this far apart: close enough for a smooth curve, few enough to draw fast. */
const SPACING = 0.02;

function points(parts: readonly Part[]): number[] {
  const path: [number, number][] = [];
  for (const part of parts) {
    if ('to' in part) {
      const from = path[path.length - 1] ?? part.to;
      const count = Math.max(1, Math.round(Math.hypot(part.to[0] - from[0], part.to[1] - from[1]) / SPACING));
      for (let i = 1; i <= count; i++) {
        path.push([from[0] + ((part.to[0] - from[0]) * i) / count, from[1] + ((part.to[1] - from[1]) * i) / count]);
      }
    } else {
      const [start, end] = part.degrees.map((degree) => (degree * Math.PI) / 180);
      const count = Math.round((Math.abs(end - start) * Math.max(...part.radius)) / SPACING);
      for (let i = 0; i <= count; i++) {
        const angle = start + ((end - start) * i) / count;
        path.push([
          part.centre[0] + part.radius[0] * Math.cos(angle),
          part.centre[1] + part.radius[1] * Math.sin(angle),
        ]);
      }
    }
  }
  return path.flat();
}

export const DIGIT_STROKES: readonly Stroke[] = DIGITS.map((parts) => ({
  points: points(parts),
  thickness: THICKNESS.usual,
}));
