/** A surface painted at once, for small pictures of it: the map's own scale and colours, without the worker. */
import { toTheEnd } from '@/core/interpreter/interpret';
import { fieldSteps } from '@/core/racing/field';
import type { Field } from '@/core/racing/requests';
import { type Surface, surfaceOf } from '@/core/racing/surfaces';
import type { SurfaceSpec, Window } from '@/core/racing/types';
import type { Levels } from '../store';
import type { Inks } from './inks';
import { type Scale, scaleOf } from './levels';
import { paintField } from './paintField';

/** The scale of a field, counted from the lowest minimum that is known of its surface. */
export function scaleFor(surface: Surface | null, levels: Levels, { least, most }: Field): Scale {
  const lowest = Math.min(...(surface?.minima ?? []).map(({ x, y }) => surface!.value(x, y)));
  return scaleOf(levels, least, most, lowest);
}

/**
 * Paints the whole canvas.
 * @param columns values of f along its width; the rows follow.
 * @throws GraphError when there is no such surface or it cannot be read.
 */
export function paintSurface(
  canvas: HTMLCanvasElement,
  spec: SurfaceSpec,
  window: Window,
  columns: number,
  inks: Inks,
): void {
  const rows = Math.max(2, Math.round((columns * canvas.height) / canvas.width));
  const field = toTheEnd(fieldSteps({ surface: spec, window, columns, rows }));
  const surface = surfaceOf(spec);
  paintField(canvas, field, scaleFor(surface, surface.levels, field), inks, 1 / 2);
}
