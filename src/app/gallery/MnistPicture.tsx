/**
 * The MNIST card's picture: digits being written, and beside them what the network would be given, prepared by the very
 * code that prepares drawings in the workspace.
 */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FRAME, prepareDigit } from '@/panels/train/draw/preprocess';
import { RASTER, rasterise } from '@/panels/train/draw/raster';
import { drawStroke } from '@/panels/train/draw/strokes';
import { paint, useThemeName } from '@/theme';
import { DIGIT_STROKES } from './digitStrokes';
import { type MovingPicture, usePictureLoop } from './usePictureLoop';

const POINTS_A_SECOND = 62;
const HOLD_MS = 1100;
/** A digit starts with a bit of line: one dot, scaled as MNIST's authors did, would fill the frame. */
const FIRST_POINTS = 12;
/** In CSS pixels: around the picture, and for the words below it. */
const MARGIN = 18;
const CAPTION = 38;

class DigitMovie implements MovingPicture {
  private digit = 0;
  private shown = FIRST_POINTS;
  private held = 0;
  private image = new ImageData(FRAME, FRAME);
  private frameCanvas = document.createElement('canvas');

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.frameCanvas.width = FRAME;
    this.frameCanvas.height = FRAME;
  }

  advance(elapsed: number): boolean {
    const total = DIGIT_STROKES[this.digit].points.length / 2;
    if (this.shown < total) {
      this.shown = Math.min(total, this.shown + (elapsed / 1000) * POINTS_A_SECOND);
      return true;
    }
    this.held += elapsed;
    if (this.held < HOLD_MS) return true;
    if (this.digit === DIGIT_STROKES.length - 1) return false;
    this.digit++;
    this.shown = FIRST_POINTS;
    this.held = 0;
    return true;
  }

  restart(): void {
    this.digit = 0;
    this.shown = FIRST_POINTS;
    this.held = 0;
  }

  finish(): void {
    this.shown = Number.POSITIVE_INFINITY;
  }

  draw(): void {
    const context = this.canvas.getContext('2d');
    if (!context) return;
    const ratio = Math.max(1, Math.round(window.devicePixelRatio * 2) / 2);
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (this.canvas.width !== Math.round(width * ratio)) this.canvas.width = Math.round(width * ratio);
    if (this.canvas.height !== Math.round(height * ratio)) this.canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const whole = DIGIT_STROKES[this.digit];
    const points = whole.points.slice(0, 2 * Math.max(1, Math.ceil(Math.min(this.shown, whole.points.length / 2))));
    const stroke = { ...whole, points };
    const side = Math.min(height - MARGIN - CAPTION, (width - 3 * MARGIN) / 2);
    const top = MARGIN + (height - MARGIN - CAPTION - side) / 2;
    const left = (width - 2 * side - MARGIN) / 2;
    const colors = getComputedStyle(this.canvas);
    for (const x of [left, left + side + MARGIN]) {
      context.beginPath();
      context.roundRect(x, top, side, side, 8);
      context.fillStyle = colors.getPropertyValue('--canvas');
      context.fill();
    }
    context.save();
    context.translate(left, top);
    context.strokeStyle = context.fillStyle = colors.getPropertyValue('--canvas-ink');
    drawStroke(context, stroke, side);
    context.restore();
    const prepared = prepareDigit(rasterise([stroke]), RASTER, RASTER);
    if (!prepared) return;
    paint(prepared.pixels, { kind: 'gray', max: 1 }, 'light', this.image.data);
    this.frameCanvas.getContext('2d')?.putImageData(this.image, 0, 0);
    context.save();
    context.beginPath();
    context.roundRect(left + side + MARGIN, top, side, side, 8);
    context.clip();
    context.imageSmoothingEnabled = false;
    context.drawImage(this.frameCanvas, left + side + MARGIN, top, side, side);
    context.restore();
  }
}

export default function MnistPicture() {
  const { t } = useTranslation('gallery');
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [movie, setMovie] = useState<DigitMovie | null>(null);
  useEffect(() => {
    if (canvas.current) setMovie(new DigitMovie(canvas.current));
  }, []);
  usePictureLoop(frame, movie, useThemeName());
  return (
    <div ref={frame} className="picture">
      <canvas ref={canvas} className="picture-canvas" role="img" aria-label={t('items.mnist-mlp.picture')} />
      <span className="picture-caption" aria-hidden="true">
        {t('items.mnist-mlp.sees')}
      </span>
    </div>
  );
}
