/** A surface seen from above, as small as a stamp: painted by the map's own painter. */
import { useEffect, useMemo, useRef } from 'react';
import { toTheEnd } from '@/core/interpreter/interpret';
import { fieldSteps } from '@/core/racing/field';
import { SURFACES } from '@/core/racing/surfaces';
import { useThemeName } from '@/theme';
import { inksOf } from '../map/inks';
import { scaleOf } from '../map/levels';
import { paintField } from '../map/paintField';
import classes from './surface.module.css';

const [COLUMNS, ROWS] = [54, 36];
/** Canvas pixels a cell. */
const DENSITY = 3;

export function SurfaceThumb({ kind }: { kind: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeName();
  const field = useMemo(
    () => toTheEnd(fieldSteps({ surface: { kind }, window: SURFACES[kind].window, columns: COLUMNS, rows: ROWS })),
    [kind],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read off the element.
  useEffect(() => {
    if (!canvas.current) return;
    const scale = scaleOf(SURFACES[kind].levels, field.least, field.most);
    paintField(canvas.current, field, scale, inksOf(canvas.current), 1 / 2);
  }, [field, kind, theme]);
  return (
    <canvas ref={canvas} className={classes.thumb} width={COLUMNS * DENSITY} height={ROWS * DENSITY} aria-hidden />
  );
}
