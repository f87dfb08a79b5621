/** The functions card's picture: activations as curves, from their definitions, and a point that runs along them. */
import { useTranslation } from 'react-i18next';
import { ACTIVATIONS } from '@/core/activations';
import { compile } from '@/core/expr';
import type { ThemeName } from '@/theme';
import { Movie } from './Movie';
import { CAPTION, MARGIN, type Stage, setStage } from './stage';
import type { MovingPicture } from './usePictureLoop';

const REACH = 4;
const [LOW, HIGH] = [-2, 3];
const RUN_MS = 6000;
const REST = 1.2;
/** Colour and dashes as in the panel. */
const CURVES = [
  { kind: 'relu', color: '--run-1', dash: [] },
  { kind: 'tanh', color: '--run-2', dash: [8, 5] },
  { kind: 'swish', color: '--run-3', dash: [2, 4] },
  { kind: 'selu', color: '--run-4', dash: [12, 4, 2, 4] },
].map((curve) => {
  const { expr, stable } = ACTIVATIONS[curve.kind].elementwise!;
  return { ...curve, f: compile(stable ?? expr, ['x']) };
});

class FunctionsMovie implements MovingPicture {
  theme: ThemeName = 'light';
  private share = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  advance(elapsed: number): boolean {
    this.share = Math.min(1, this.share + elapsed / RUN_MS);
    return this.share < 1;
  }

  restart(): void {
    this.share = 0;
  }

  finish(): void {
    this.share = 1;
  }

  /** There and back, coming to rest at the right of the middle. */
  private get x(): number {
    return this.share === 1
      ? REST
      : REACH * 0.92 * Math.sin(this.share * (2 * Math.PI + Math.asin(REST / (REACH * 0.92))));
  }

  draw(): void {
    const stage = setStage(this.canvas);
    if (!stage) return;
    const { context, width, height, color } = stage;
    const left = (x: number) => MARGIN + ((x + REACH) / (2 * REACH)) * (width - 2 * MARGIN);
    const top = (y: number) => height - CAPTION - ((y - LOW) / (HIGH - LOW)) * (height - CAPTION - MARGIN);
    axes(stage, left, top);
    context.save();
    context.beginPath();
    context.rect(0, 0, width, height - CAPTION);
    context.clip();
    for (const { f, color: name, dash } of CURVES) {
      context.strokeStyle = color(name);
      context.lineWidth = 2.4;
      context.setLineDash(dash);
      context.beginPath();
      for (let x = -REACH; x <= REACH; x += 0.05) context.lineTo(left(x), top(f(x)));
      context.stroke();
    }
    context.restore();
    context.setLineDash([]);
    for (const { f, color: name } of CURVES) {
      const y = f(this.x);
      if (y > HIGH) continue;
      context.beginPath();
      context.arc(left(this.x), top(y), 6, 0, 2 * Math.PI);
      context.fillStyle = color(name);
      context.fill();
      context.strokeStyle = color('--panel');
      context.lineWidth = 2;
      context.stroke();
    }
  }
}

function axes({ context, width, height, color }: Stage, left: (x: number) => number, top: (y: number) => number): void {
  context.strokeStyle = color('--line3');
  context.lineWidth = 1;
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(MARGIN, top(0));
  context.lineTo(width - MARGIN, top(0));
  context.moveTo(left(0), MARGIN);
  context.lineTo(left(0), height - CAPTION);
  context.stroke();
}

export default function FunctionsPicture() {
  const { t } = useTranslation('gallery');
  return (
    <Movie
      make={(canvas) => new FunctionsMovie(canvas)}
      label={t('functions.picture')}
      caption={t('functions.caption')}
    />
  );
}
