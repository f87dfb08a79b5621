/** What the pictures on the cards share: a canvas ready to draw on, images of a few pixels, and a pen that writes. */

import { FRAME, prepareDigit } from '@/panels/train/draw/preprocess';
import { RASTER, rasterise } from '@/panels/train/draw/raster';
import { drawStroke, type Stroke } from '@/panels/train/draw/strokes';
import { type ColorScale, paint, type ThemeName } from '@/theme';
import { DIGIT_STROKES } from './digitStrokes';

/** In CSS pixels: around a picture, and for the words below it. */
export const MARGIN = 18;
export const CAPTION = 38;

export interface Stage {
  context: CanvasRenderingContext2D;
  /** In CSS pixels, which are also the units of drawing. */
  width: number;
  height: number;
  /** A colour of the theme, such as `--canvas`. */
  color(name: string): string;
}

/** Clears a canvas, as large as it is shown. */
export function setStage(canvas: HTMLCanvasElement): Stage | null {
  const context = canvas.getContext('2d');
  if (!context) return null;
  const ratio = Math.max(1, Math.round(window.devicePixelRatio * 2) / 2);
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const colors = getComputedStyle(canvas);
  return { context, width, height, color: (name) => colors.getPropertyValue(name) };
}

export interface Square {
  x: number;
  y: number;
  side: number;
}

/** A square of paper with round corners. */
export function drawPaper({ context, color }: Stage, { x, y, side }: Square, radius = 8): void {
  context.beginPath();
  context.roundRect(x, y, side, side, radius);
  context.fillStyle = color('--canvas');
  context.fill();
}

/** A stroke on a square of paper. */
export function drawInk({ context, color }: Stage, { x, y, side }: Square, stroke: Stroke): void {
  context.save();
  context.translate(x, y);
  context.strokeStyle = context.fillStyle = color('--canvas-ink');
  drawStroke(context, stroke, side);
  context.restore();
}

/** Square images of a few pixels: every value a square of its own. */
export class PixelPainter {
  private readonly image: ImageData;
  private readonly small = document.createElement('canvas');

  constructor(readonly pixels: number) {
    this.image = new ImageData(pixels, pixels);
    this.small.width = this.small.height = pixels;
  }

  draw(
    { context }: Stage,
    { x, y, side }: Square,
    values: ArrayLike<number>,
    scale: ColorScale,
    theme: ThemeName,
    radius = 8,
  ): void {
    paint(values, scale, theme, this.image.data);
    this.small.getContext('2d')?.putImageData(this.image, 0, 0);
    context.save();
    context.beginPath();
    context.roundRect(x, y, side, side, radius);
    context.clip();
    context.imageSmoothingEnabled = false;
    context.drawImage(this.small, x, y, side, side);
    context.restore();
  }
}

const POINTS_A_SECOND = 62;
const HOLD_MS = 1100;
/** A digit starts with a bit of line: one dot, scaled as MNIST's authors did, would fill the frame. */
const FIRST_POINTS = 12;

/** Writes some digits one after another, each held for a moment when it is done. */
export class Pen {
  private at = 0;
  private shown = FIRST_POINTS;
  private held = 0;

  constructor(private readonly digits: readonly number[] = DIGIT_STROKES.map((_, i) => i)) {}

  /** False when the last digit has been held. */
  advance(elapsed: number): boolean {
    const total = this.whole.points.length / 2;
    if (this.shown < total) {
      this.shown = Math.min(total, this.shown + (elapsed / 1000) * POINTS_A_SECOND);
      return true;
    }
    this.held += elapsed;
    if (this.held < HOLD_MS) return true;
    if (this.at === this.digits.length - 1) return false;
    this.at++;
    this.shown = FIRST_POINTS;
    this.held = 0;
    return true;
  }

  restart(): void {
    this.at = 0;
    this.shown = FIRST_POINTS;
    this.held = 0;
  }

  /** Writes the digit in hand to its end. */
  finish(): void {
    this.shown = Number.POSITIVE_INFINITY;
  }

  private get whole(): Stroke {
    return DIGIT_STROKES[this.digits[this.at]];
  }

  /** What has been written so far. */
  get stroke(): Stroke {
    const { points } = this.whole;
    const count = Math.max(1, Math.ceil(Math.min(this.shown, points.length / 2)));
    return { ...this.whole, points: points.slice(0, 2 * count) };
  }
}

/** What a network would be given of a drawing, prepared by the very code that prepares drawings in the workspace. */
export function seen(stroke: Stroke): Float32Array {
  return prepareDigit(rasterise([stroke]), RASTER, RASTER)?.pixels ?? new Float32Array(FRAME * FRAME);
}
