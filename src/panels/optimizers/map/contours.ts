/**
 * Lines of equal height through a grid (marching squares): within each square between four grid points the line is
 * straight. Squares with a hole at a corner have none.
 */

/** Lines of one level: x0, y0, x1, y1 of each piece, in columns and rows of the grid. */
export type Pieces = number[];

/** Edges of a square by number: 0 below (between its lower corners), 1 right, 2 above, 3 left. Pairs by which corners are high. */
const PAIRS: readonly (readonly number[])[] = [
  [],
  [3, 0],
  [0, 1],
  [3, 1],
  [1, 2],
  [3, 0, 1, 2],
  [0, 2],
  [3, 2],
  [2, 3],
  [2, 0],
  [0, 1, 2, 3],
  [2, 1],
  [1, 3],
  [1, 0],
  [0, 3],
  [],
];
/** The two squares with high corners across, when their middle is high too. */
const CROSSED: Readonly<Record<number, readonly number[]>> = { 5: [3, 2, 0, 1], 10: [0, 3, 1, 2] };

/**
 * @param values row-major, `columns` of them a row; NaN for holes.
 * @param heights of the lines, rising.
 * @returns for every height its pieces.
 */
export function contourLines(
  values: ArrayLike<number>,
  columns: number,
  rows: number,
  heights: readonly number[],
): Pieces[] {
  const lines: Pieces[] = heights.map(() => []);
  const corner = new Float64Array(4);
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      corner[0] = values[at];
      corner[1] = values[at + 1];
      corner[2] = values[at + columns + 1];
      corner[3] = values[at + columns];
      const least = Math.min(corner[0], corner[1], corner[2], corner[3]);
      const most = Math.max(corner[0], corner[1], corner[2], corner[3]);
      // With a NaN among the corners both are NaN, and no comparison holds.
      if (!(most > least)) continue;
      for (let k = 0; k < heights.length && heights[k] <= most; k++) {
        if (heights[k] > least) addPieces(lines[k], corner, heights[k], column, row);
      }
    }
  }
  return lines;
}

function addPieces(pieces: Pieces, corner: Float64Array, height: number, column: number, row: number): void {
  let which = 0;
  for (let i = 0; i < 4; i++) if (corner[i] >= height) which |= 1 << i;
  const middle = (corner[0] + corner[1] + corner[2] + corner[3]) / 4;
  const pairs = (which === 5 || which === 10) && middle >= height ? CROSSED[which] : PAIRS[which];
  const between = (a: number, b: number) => (height - corner[a]) / (corner[b] - corner[a]);
  for (const edge of pairs) {
    if (edge === 0) pieces.push(column + between(0, 1), row);
    else if (edge === 1) pieces.push(column + 1, row + between(1, 2));
    else if (edge === 2) pieces.push(column + between(3, 2), row + 1);
    else pieces.push(column, row + between(0, 3));
  }
}
