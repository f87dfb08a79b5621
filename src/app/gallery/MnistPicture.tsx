/**
 * The MNIST card's picture: digits being written, and beside them what the network would be given, prepared by the very
 * code that prepares drawings in the workspace.
 */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FRAME } from '@/panels/train/draw/preprocess';
import { useThemeName } from '@/theme';
import { CAPTION, drawInk, drawPaper, MARGIN, Pen, PixelPainter, seen, setStage } from './stage';
import { type MovingPicture, usePictureLoop } from './usePictureLoop';

class DigitMovie implements MovingPicture {
  private readonly pen = new Pen();
  private readonly painter = new PixelPainter(FRAME);

  constructor(private readonly canvas: HTMLCanvasElement) {}

  advance(elapsed: number): boolean {
    return this.pen.advance(elapsed);
  }

  restart(): void {
    this.pen.restart();
  }

  finish(): void {
    this.pen.finish();
  }

  draw(): void {
    const stage = setStage(this.canvas);
    if (!stage) return;
    const { width, height } = stage;
    const { stroke } = this.pen;
    const side = Math.min(height - MARGIN - CAPTION, (width - 3 * MARGIN) / 2);
    const y = MARGIN + (height - MARGIN - CAPTION - side) / 2;
    const x = (width - 2 * side - MARGIN) / 2;
    drawPaper(stage, { x, y, side });
    drawInk(stage, { x, y, side }, stroke);
    this.painter.draw(stage, { x: x + side + MARGIN, y, side }, seen(stroke), { kind: 'gray', max: 1 }, 'light');
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
