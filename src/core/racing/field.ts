/** The values of a surface on a grid, for contour lines and for what is drawn of it in space. */
import type { Progress } from '../worker/messages';
import type { Field, RacingExchange } from './requests';
import { surfaceOf } from './surfaces';

/** f at the middle of each cell. @throws GraphError when there is no such surface or it cannot be read. */
export function* fieldSteps({
  surface: spec,
  window,
  columns,
  rows,
}: RacingExchange['field']['input']): Generator<Progress, Field> {
  const surface = surfaceOf(spec);
  const values = new Float64Array(columns * rows);
  const place = ([low, high]: readonly [number, number], i: number, count: number) =>
    low + ((i + 0.5) / count) * (high - low);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < rows; row++) {
    yield { done: row, total: rows };
    const y = place(window.y, row, rows);
    for (let column = 0; column < columns; column++) {
      const value = surface.value(place(window.x, column, columns), y);
      const finite = Number.isFinite(value);
      // What is infinite cannot be drawn any more than what is not defined.
      values[row * columns + column] = finite ? value : Number.NaN;
      if (finite) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
  }
  const none = least > most;
  return { window, columns, rows, values, least: none ? Number.NaN : least, most: none ? Number.NaN : most };
}
