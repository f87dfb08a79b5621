/** The race card's picture: Rosenbrock's valley from above, and the four racers of the first race on their way. */
import { useTranslation } from 'react-i18next';
import { runRace } from '@/core/racing/run';
import { paintSurface } from '@/panels/optimizers/map/paintSurface';
import { FIRST, racerColour, racerDash } from '@/panels/optimizers/store';
import type { ThemeName } from '@/theme';
import { Movie } from './Movie';
import { CAPTION, type Stage, setStage } from './stage';
import type { MovingPicture } from './usePictureLoop';

const RUN_MS = 7000;
/** Values of the field along the picture's width. */
const COLUMNS = 120;

class RaceMovie implements MovingPicture {
  theme: ThemeName = 'light';
  private readonly race = runRace(FIRST);
  private readonly ground = document.createElement('canvas');
  private painted = '';
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

  draw(): void {
    const stage = setStage(this.canvas);
    if (!stage) return;
    const { context, width, height, color } = stage;
    const { x, y } = FIRST.window;
    const floor = height - CAPTION;
    this.paint(stage, floor);
    context.drawImage(this.ground, 0, 0, width, floor);
    const left = (at: number) => ((at - x[0]) / (x[1] - x[0])) * width;
    const top = (at: number) => floor - ((at - y[0]) / (y[1] - y[0])) * floor;
    context.save();
    context.beginPath();
    context.rect(0, 0, width, floor);
    context.clip();
    context.lineJoin = 'round';
    context.lineWidth = 2.4;
    for (const [index, track] of this.race.tracks.entries()) {
      const last = Math.round(this.share * track.steps);
      context.strokeStyle = color(nameOf(racerColour(index)));
      context.setLineDash([...racerDash(index)]);
      context.beginPath();
      for (let k = 0; k <= last; k++) context.lineTo(left(track.x[k]), top(track.y[k]));
      context.stroke();
      context.setLineDash([]);
      context.beginPath();
      context.arc(left(track.x[last]), top(track.y[last]), 5.5, 0, 2 * Math.PI);
      context.fillStyle = color(nameOf(racerColour(index)));
      context.fill();
      context.strokeStyle = color('--panel');
      context.lineWidth = 2;
      context.stroke();
      context.lineWidth = 2.4;
    }
    context.restore();
  }

  /** The valley itself, anew where size or theme are other ones. */
  private paint({ width, color }: Stage, floor: number): void {
    const key = `${width}×${floor} ${this.theme}`;
    if (key === this.painted || width === 0 || floor <= 0) return;
    this.painted = key;
    this.ground.width = 2 * width;
    this.ground.height = Math.round(2 * floor);
    paintSurface(this.ground, FIRST.surface, FIRST.window, COLUMNS, (name) => color(nameOf(name)).trim());
  }
}

/** `--name` of `var(--name)`. */
const nameOf = (variable: string): string => /--[\w-]+/.exec(variable)?.[0] ?? variable;

export default function RacePicture() {
  const { t } = useTranslation('gallery');
  return <Movie make={(canvas) => new RaceMovie(canvas)} label={t('race.picture')} caption={t('race.caption')} />;
}
