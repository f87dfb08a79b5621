/**
 * The ways of one racer, or of all, from a grid of starts: thin trails as a whole, and dots that go along them with the
 * race. With one racer and several minima every start's cell has the colour of the minimum it leads to.
 */
import { useEffect, useRef } from 'react';
import type { Swarm } from '@/core/racing/requests';
import type { Point, RacerSpec, Window } from '@/core/racing/types';
import { useThemeName } from '@/theme';
import { racerColour, useOptimizers } from '../store';
import { type Inks, inksOf } from './inks';
import classes from './map.module.css';
import { traceMark } from './marks';
import { type Outcome, updatesOf } from './swarm';
import type { Measured } from './useSize';
import { type Projection, projectionOf } from './view';

export interface SwarmPicture {
  swarms: readonly Swarm[];
  /** By racer, then by start. */
  outcomes: readonly Outcome[][];
  starts: readonly Point[];
  side: number;
  /** The window that the starts were spread over. */
  window: Window;
  racers: readonly RacerSpec[];
  /** Whether colours are those of minima; else they are those of racers. */
  byMinimum: boolean;
}

/** The colour of a minimum, and of what reaches none. */
export const outcomeColour = (outcome: Outcome): string =>
  typeof outcome === 'number' ? racerColour(outcome) : outcome === 'gone' ? 'var(--bwd)' : 'var(--ink3)';

export function SwarmLayer({ picture, size }: { picture: SwarmPicture; size: Measured }) {
  const ways = useRef<HTMLCanvasElement>(null);
  const dots = useRef<HTMLCanvasElement>(null);
  const theme = useThemeName();
  const window = useOptimizers(({ document }) => document.window);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the inks resolve to depends on the theme.
  useEffect(() => {
    const [below, above] = [ways.current, dots.current];
    if (!below || !above || size.width === 0) return;
    const inks = inksOf(below);
    const projection = projectionOf(window, size);
    for (const canvas of [below, above]) {
      canvas.width = Math.round(size.width * size.ratio);
      canvas.height = Math.round(size.height * size.ratio);
    }
    paintWays(below, picture, projection, size, inks);
    let frame = 0;
    const paint = () => {
      frame = 0;
      paintDots(above, picture, projection, size, inks, useOptimizers.getState().position);
    };
    paint();
    const unsubscribe = useOptimizers.subscribe(({ position }, before) => {
      if (position !== before.position && frame === 0) frame = requestAnimationFrame(paint);
    });
    return () => {
      unsubscribe();
      cancelAnimationFrame(frame);
    };
  }, [picture, window, size, theme]);

  return (
    <>
      <canvas ref={ways} className={classes.layer} aria-hidden />
      <canvas ref={dots} className={classes.layer} aria-hidden />
    </>
  );
}

function colourOf({ byMinimum, outcomes, racers, swarms }: SwarmPicture, swarm: number, start: number): string {
  if (byMinimum) return outcomeColour(outcomes[swarm][start]);
  return racerColour(racers.findIndex(({ id }) => id === swarms[swarm].id));
}

function prepared(canvas: HTMLCanvasElement, { ratio, width, height }: Measured): CanvasRenderingContext2D | null {
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** Thin trails need fewer places. */
const NEAR = 2;

function paintWays(canvas: HTMLCanvasElement, picture: SwarmPicture, to: Projection, size: Measured, inks: Inks): void {
  const context = prepared(canvas, size);
  if (!context) return;
  const { side, starts, window, byMinimum, swarms } = picture;
  if (byMinimum) {
    const [width, height] = [
      ((window.x[1] - window.x[0]) / side) * to.across,
      ((window.y[1] - window.y[0]) / side) * -to.up,
    ];
    context.globalAlpha = 0.2;
    starts.forEach(({ x, y }, i) => {
      context.fillStyle = inks(colourOf(picture, 0, i));
      context.fillRect(to.left + x * to.across - width / 2, to.top + y * to.up - height / 2, width, height);
    });
  }
  context.globalAlpha = 0.42;
  context.lineWidth = 1;
  swarms.forEach(({ paths }, k) => {
    paths.forEach((path, i) => {
      context.strokeStyle = inks(colourOf(picture, k, i));
      context.beginPath();
      let [lastX, lastY] = [Number.NaN, Number.NaN];
      for (let at = 0; at < path.length; at += 2) {
        const px = to.left + path[at] * to.across;
        const py = to.top + path[at + 1] * to.up;
        if (!(Math.abs(px) < 3e4 && Math.abs(py) < 3e4)) break;
        if (Math.hypot(px - lastX, py - lastY) < NEAR) continue;
        if (at === 0) context.moveTo(px, py);
        else context.lineTo(px, py);
        [lastX, lastY] = [px, py];
      }
      context.stroke();
    });
  });
}

function paintDots(
  canvas: HTMLCanvasElement,
  picture: SwarmPicture,
  to: Projection,
  size: Measured,
  inks: Inks,
  position: number,
): void {
  const context = prepared(canvas, size);
  if (!context) return;
  // One path a colour: several hundred dots are as many strokes otherwise.
  const groups = new Map<string, Path2D>();
  picture.swarms.forEach(({ id, paths }, k) => {
    const shape = picture.byMinimum ? 0 : picture.racers.findIndex((racer) => racer.id === id);
    paths.forEach((path, i) => {
      const at = 2 * Math.min(position, updatesOf(path));
      const px = to.left + path[at] * to.across;
      const py = to.top + path[at + 1] * to.up;
      if (!(px > -9 && py > -9 && px < size.width + 9 && py < size.height + 9)) return;
      const color = colourOf(picture, k, i);
      const group = groups.get(color) ?? new Path2D();
      traceMark(group, shape, px, py, 3.6);
      groups.set(color, group);
    });
  });
  context.lineWidth = 2;
  context.strokeStyle = inks('--panel');
  for (const [color, group] of groups) {
    context.fillStyle = inks(color);
    context.stroke(group);
    context.fill(group);
  }
}
