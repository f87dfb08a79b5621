/** A race as a small picture: the surface as a stamp, and the trails of a real race on it. */
import { useEffect, useRef } from 'react';
import { runRace } from '@/core/racing/run';
import { useThemeName } from '@/theme';
import { inksOf } from '../map/inks';
import { paintSurface } from '../map/paintSurface';
import { racerColour, racerDash } from '../store';
import type { Preset } from './presets';
import classes from './presets.module.css';

const [COLUMNS, ROWS] = [88, 44];
const DENSITY = 4;

function paint(canvas: HTMLCanvasElement, { document }: Preset): void {
  const { window, surface } = document;
  const inks = inksOf(canvas);
  paintSurface(canvas, surface, window, COLUMNS, inks);
  const context = canvas.getContext('2d');
  if (!context) return;
  const left = (x: number) => ((x - window.x[0]) / (window.x[1] - window.x[0])) * canvas.width;
  const top = (y: number) => canvas.height - ((y - window.y[0]) / (window.y[1] - window.y[0])) * canvas.height;
  context.lineWidth = 2 * 1.6;
  context.lineJoin = 'round';
  for (const [index, track] of runRace(document).tracks.entries()) {
    context.strokeStyle = inks(racerColour(index));
    context.setLineDash(racerDash(index).map((length) => 1.6 * length));
    context.beginPath();
    for (let k = 0; k <= track.steps; k++) context.lineTo(left(track.x[k]), top(track.y[k]));
    context.stroke();
  }
  context.setLineDash([]);
}

export function PresetPicture({ preset }: { preset: Preset }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeName();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read off the element.
  useEffect(() => {
    // One a task: the dialog answers while they are painted.
    const timer = setTimeout(() => canvas.current && paint(canvas.current, preset));
    return () => clearTimeout(timer);
  }, [preset, theme]);
  return (
    <canvas ref={canvas} className={classes.picture} width={COLUMNS * DENSITY} height={ROWS * DENSITY} aria-hidden />
  );
}
