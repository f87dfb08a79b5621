/**
 * The batch normalization card's picture: four digits being written, and how the channels of the first convolution are
 * spread for them, before and after they are normalized.
 */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FRAME } from '@/panels/train/draw/preprocess';
import { type ThemeName, useThemeName } from '@/theme';
import { DIGIT_STROKES } from './digitStrokes';
import { FirstSpreads, type Spread } from './firstLayer';
import { CAPTION, MARGIN, Pen, PixelPainter, type Square, type Stage, seen, setStage } from './stage';
import { type MovingPicture, usePictureLoop } from './usePictureLoop';

const CHANNELS = Array.from({ length: 12 }, (_, i) => i);
const GAP = 6;
/** Spreads follow the pens this often. */
const LOOK_MS = 160;
/** Of the words above and the numbers below, in CSS pixels. */
const LINE = 18;
/** Between the two halves. */
const BETWEEN = 30;

class NormMovie implements MovingPicture {
  theme: ThemeName = 'light';
  /** The words above the two halves. */
  words = { before: '', after: '' };
  private readonly pens = DIGIT_STROKES.map((_, digit) => new Pen([digit]));
  private readonly painter = new PixelPainter(FRAME);
  private readonly layer = new FirstSpreads(CHANNELS, DIGIT_STROKES.length);
  private images: Float32Array[] = [];
  private spreads: { before: Spread[]; after: Spread[] } = { before: [], after: [] };
  private since = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.look();
  }

  advance(elapsed: number): boolean {
    const goesOn = this.pens.map((pen) => pen.advance(elapsed)).some(Boolean);
    this.since += elapsed;
    if (this.since >= LOOK_MS || !goesOn) this.look();
    return goesOn;
  }

  restart(): void {
    for (const pen of this.pens) pen.restart();
  }

  finish(): void {
    for (const pen of this.pens) pen.finish();
    this.look();
  }

  private look(): void {
    this.since = 0;
    const images = this.pens.map((pen) => seen(pen.stroke));
    if (images.every((image, k) => image.every((value, i) => value === this.images[k]?.[i]))) return;
    this.images = images;
    this.spreads = this.layer.of(images);
  }

  draw(): void {
    const stage = setStage(this.canvas);
    if (!stage) return;
    const { width, height } = stage;
    const side = Math.min(height - MARGIN - CAPTION, width * 0.36);
    const y = MARGIN + (height - MARGIN - CAPTION - side) / 2;
    const small = (side - GAP) / 2;
    this.images.forEach((image, k) => {
      const at = { x: MARGIN + (k % 2) * (small + GAP), y: y + Math.floor(k / 2) * (small + GAP), side: small };
      this.painter.draw(stage, at, image, { kind: 'gray', max: 1 }, this.theme, 5);
    });
    const left = MARGIN + side + MARGIN;
    const half = (width - left - MARGIN - BETWEEN) / 2;
    const at = { y, side, width: half };
    drawSpreads(stage, { ...at, x: left }, this.spreads.before, this.words.before);
    drawSpreads(stage, { ...at, x: left + half + BETWEEN }, this.spreads.after, this.words.after);
  }
}

/**
 * A channel a row: from its least to its largest value a line, one deviation around the mean a bar. Each half has a scale
 * of its own, with its ends below.
 */
function drawSpreads(
  { context, color }: Stage,
  { x, y, side, width }: Square & { width: number },
  spreads: readonly Spread[],
  word: string,
): void {
  const reach = Math.max(...spreads.map(({ low, high }) => Math.max(-low, high)));
  const top = y + LINE;
  const bottom = y + side - LINE;
  const step = (bottom - top) / spreads.length;
  const place = (value: number) => x + width / 2 + (value / reach) * (width / 2);
  context.fillStyle = color('--ink2');
  context.font = `500 12px ${color('--sans')}`;
  context.textAlign = 'center';
  context.fillText(word, x + width / 2, y + 11, width);
  context.font = `11px ${color('--mono')}`;
  const end = reach.toFixed(1);
  [`−${end}`, '0', end].forEach((text, i) => {
    context.textAlign = (['left', 'center', 'right'] as const)[i];
    context.fillText(text, x + (i * width) / 2, y + side - 1);
  });
  context.strokeStyle = color('--line3');
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(x + width / 2, top);
  context.lineTo(x + width / 2, bottom);
  context.stroke();
  context.setLineDash([]);
  spreads.forEach(({ mean, deviation, low, high }, i) => {
    const middle = top + (i + 0.5) * step;
    context.strokeStyle = color('--line3');
    context.beginPath();
    context.moveTo(place(low), middle);
    context.lineTo(place(high), middle);
    context.stroke();
    context.fillStyle = color('--fwd');
    const bar = Math.max(3, step * 0.56);
    context.beginPath();
    context.roundRect(place(mean - deviation), middle - bar / 2, place(deviation) - place(-deviation), bar, bar / 2);
    context.fill();
    context.fillStyle = color('--panel');
    context.fillRect(place(mean) - 1, middle - bar / 2, 2, bar);
  });
}

export default function NormPicture() {
  const { t } = useTranslation('gallery');
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [movie, setMovie] = useState<NormMovie | null>(null);
  const theme = useThemeName();
  const words = { before: t('items.mnist-cnn-bn.before'), after: t('items.mnist-cnn-bn.after') };
  if (movie) Object.assign(movie, { theme, words });
  useEffect(() => {
    if (canvas.current) setMovie(new NormMovie(canvas.current));
  }, []);
  usePictureLoop(frame, movie, `${theme} ${words.before}`);
  return (
    <div ref={frame} className="picture">
      <canvas ref={canvas} className="picture-canvas" role="img" aria-label={t('items.mnist-cnn-bn.picture')} />
      <span className="picture-caption" aria-hidden="true">
        {t('items.mnist-cnn-bn.spreads')}
      </span>
    </div>
  );
}
