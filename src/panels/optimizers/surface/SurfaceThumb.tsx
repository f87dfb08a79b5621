/** A surface seen from above, as small as a stamp. */
import { useEffect, useRef } from 'react';
import { SURFACES } from '@/core/racing/surfaces';
import { useThemeName } from '@/theme';
import { inksOf } from '../map/inks';
import { paintSurface } from '../map/paintSurface';
import classes from './surface.module.css';

/** In CSS pixels; three canvas pixels each. */
const [WIDTH, HEIGHT] = [54, 36];

export function SurfaceThumb({ kind }: { kind: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeName();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read off the element.
  useEffect(() => {
    if (canvas.current) paintSurface(canvas.current, { kind }, SURFACES[kind].window, WIDTH, inksOf(canvas.current));
  }, [kind, theme]);
  return <canvas ref={canvas} className={classes.thumb} width={3 * WIDTH} height={3 * HEIGHT} aria-hidden />;
}
