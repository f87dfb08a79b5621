/** The XOR card's picture: the network of the template as it really learns, and the surface it has learnt so far. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/state/preferences';
import { paint, type ThemeName, useThemeName } from '@/theme';
import { type MovingPicture, usePictureLoop } from './usePictureLoop';
import { POINTS, RANGE, XorTraining } from './xorTraining';

const RESOLUTION = 40;
/** In CSS pixels: around the picture, and for the words below it. */
const MARGIN = 18;
const CAPTION = 38;
const NODE_RADIUS = 16;
const STEPS_A_SECOND = 90;
/** As everywhere else: inputs, activations of the hidden layer (layer 1), and the output. */
const SYMBOLS: readonly { letter: string; above?: string; below?: string }[] = [
  { letter: 'x', below: '1' },
  { letter: 'x', below: '2' },
  { letter: 'a', above: '(1)', below: '1' },
  { letter: 'a', above: '(1)', below: '2' },
  { letter: 'ŷ' },
];
/** Solved: every point on its side with room to spare. Given up: this start found no way, another seed may. */
const SOLVED_LOSS = 0.002;
const GIVE_UP_STEPS = 1500;
/** What the page reads aloud and prints changes this often, the picture with every frame. */
const WORDS_MS = 250;

class XorMovie implements MovingPicture {
  theme: ThemeName = 'light';
  readonly training = new XorTraining(RESOLUTION);
  private due = 0;
  private image = new ImageData(RESOLUTION, RESOLUTION);
  private surfaceCanvas = document.createElement('canvas');
  private sinceWords = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly said: (step: number, loss: number) => void,
  ) {
    this.surfaceCanvas.width = RESOLUTION;
    this.surfaceCanvas.height = RESOLUTION;
  }

  advance(elapsed: number): boolean {
    this.due += (elapsed / 1000) * STEPS_A_SECOND;
    for (; this.due >= 1 && !this.solved; this.due--) this.trainOnce();
    this.sinceWords += elapsed;
    if (this.sinceWords >= WORDS_MS || this.solved) {
      this.sinceWords = 0;
      this.said(this.training.step, this.training.loss);
    }
    return !this.solved;
  }

  restart(): void {
    this.training.restart(this.training.seed + 1);
  }

  finish(): void {
    while (!this.solved) this.trainOnce();
    this.said(this.training.step, this.training.loss);
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
    const side = height - MARGIN - CAPTION;
    const left = width - side - MARGIN;
    this.drawNetwork(context, { x: MARGIN, y: MARGIN, width: left - MARGIN, height: side });
    this.drawSurface(context, left, MARGIN, side);
  }

  private get solved(): boolean {
    return this.training.loss < SOLVED_LOSS;
  }

  private trainOnce(): void {
    this.training.train();
    if (!this.solved && this.training.step >= GIVE_UP_STEPS) this.training.restart(this.training.seed + 1);
  }

  private drawSurface(context: CanvasRenderingContext2D, left: number, top: number, side: number): void {
    const centred = this.training.surface().map((output) => output - 0.5);
    paint(centred, { kind: 'diverging', max: 0.66 }, this.theme, this.image.data);
    this.surfaceCanvas.getContext('2d')?.putImageData(this.image, 0, 0);
    context.save();
    context.beginPath();
    context.roundRect(left, top, side, side, 8);
    context.clip();
    context.imageSmoothingEnabled = true;
    context.drawImage(this.surfaceCanvas, left, top, side, side);
    context.restore();
    const place = (value: number) => ((value - RANGE.from) / (RANGE.to - RANGE.from)) * side;
    for (const { x, target } of POINTS) {
      context.beginPath();
      context.arc(left + place(x[0]), top + side - place(x[1]), 6.5, 0, 2 * Math.PI);
      context.fillStyle = this.color(target === 1 ? '--pos' : '--neg');
      context.fill();
      context.lineWidth = 2;
      context.strokeStyle = '#fff';
      context.stroke();
    }
  }

  private drawNetwork(
    context: CanvasRenderingContext2D,
    box: { x: number; y: number; width: number; height: number },
  ): void {
    const column = (share: number) => box.x + 14 + share * (box.width - 46);
    const row = (share: number) => box.y + share * box.height;
    const inputs = [0.2, 0.8].map((share) => [column(0), row(share)]);
    const hidden = [0.2, 0.8].map((share) => [column(0.5), row(share)]);
    const output = [[column(1), row(0.5)]];
    this.drawEdges(context, inputs, hidden, this.training.weights.get('hidden/kernel'));
    this.drawEdges(context, hidden, output, this.training.weights.get('output/kernel'));
    for (const [index, [x, y]] of [...inputs, ...hidden, ...output].entries()) {
      context.beginPath();
      context.arc(x, y, NODE_RADIUS, 0, 2 * Math.PI);
      context.fillStyle = this.color('--panel');
      context.fill();
      context.lineWidth = 1.5;
      context.strokeStyle = this.color('--line3');
      context.stroke();
      context.fillStyle = this.color('--ink');
      this.drawSymbol(context, SYMBOLS[index], x, y);
    }
  }

  /** The letter with its indices stacked behind it, the whole centred on (x, y). */
  private drawSymbol(context: CanvasRenderingContext2D, symbol: (typeof SYMBOLS)[number], x: number, y: number): void {
    const { letter, above = '', below = '' } = symbol;
    const family = this.color('--sans');
    const large = `italic 13px ${family}`;
    const small = `8px ${family}`;
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    context.font = small;
    const indices = Math.max(context.measureText(above).width, context.measureText(below).width);
    context.font = large;
    const width = context.measureText(letter).width;
    const left = x - (width + indices) / 2;
    context.fillText(letter, left, y + 4);
    context.font = small;
    context.fillText(above, left + width + 0.5, y - 2.5);
    context.fillText(below, left + width + 0.5, y + 8);
  }

  /** `kernel` is [from, to], row-major. */
  private drawEdges(context: CanvasRenderingContext2D, from: number[][], to: number[][], kernel?: Float64Array): void {
    if (!kernel) return;
    from.forEach(([x0, y0], i) => {
      to.forEach(([x1, y1], j) => {
        const weight = kernel[i * to.length + j];
        context.beginPath();
        context.moveTo(x0, y0);
        context.lineTo(x1, y1);
        context.lineCap = 'round';
        context.lineWidth = Math.min(8, 0.75 + Math.abs(weight));
        context.strokeStyle = this.color(weight > 0 ? '--pos' : '--neg');
        context.stroke();
      });
    });
  }

  private color(variable: string): string {
    return getComputedStyle(this.canvas).getPropertyValue(variable);
  }
}

export default function XorPicture() {
  const { t } = useTranslation('gallery');
  const language = usePreferences((state) => state.language);
  const theme = useThemeName();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [movie, setMovie] = useState<XorMovie | null>(null);
  const [words, setWords] = useState({ step: 0, loss: Number.NaN });
  useEffect(() => {
    if (canvas.current) setMovie(new XorMovie(canvas.current, (step, loss) => setWords({ step, loss })));
  }, []);
  if (movie) movie.theme = theme;
  usePictureLoop(frame, movie, theme);
  const loss = Number.isNaN(words.loss)
    ? '–'
    : new Intl.NumberFormat(language, { minimumFractionDigits: 4, maximumFractionDigits: 4 }).format(words.loss);
  return (
    <div ref={frame} className="picture">
      <canvas
        ref={canvas}
        className="picture-canvas"
        role="img"
        aria-label={t('items.xor.picture', { step: words.step, loss })}
      />
      <span className="picture-caption num" aria-hidden="true">
        {t('items.xor.live', { step: words.step, loss })}
      </span>
    </div>
  );
}
