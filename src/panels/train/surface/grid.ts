/** Points of a square patch of the input plane, for the decision surface of a network with two inputs. */

/** The patch shown: a margin around the unit square that the samples of XOR sit on. */
export const PATCH = { from: -0.5, to: 1.5 };

/**
 * side × side points (x, y), row by row from the top: y falls from `to` to `from`, x rises. Points are the centres of
 * the cells, so that the picture's edges are exactly `from` and `to`.
 */
export function gridPoints(side: number, patch = PATCH): Float32Array {
  const points = new Float32Array(2 * side * side);
  const cell = (patch.to - patch.from) / side;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column);
      points[at] = patch.from + (column + 0.5) * cell;
      points[at + 1] = patch.to - (row + 0.5) * cell;
    }
  }
  return points;
}

/** One unit's value at every point, of `units` values a point. */
export function pickUnit(values: Float32Array, units: number, unit: number): Float32Array {
  return Float32Array.from({ length: values.length / units }, (_, point) => values[point * units + unit]);
}
