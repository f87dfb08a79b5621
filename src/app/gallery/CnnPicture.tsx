/**
 * The CNN card's picture: digits being written, and what the first convolution makes of them: real maps of filters that
 * were learned, interpreted while you look.
 */
import { useTranslation } from 'react-i18next';
import { FRAME } from '@/panels/train/draw/preprocess';
import type { ThemeName } from '@/theme';
import { DIGIT_STROKES as WRITTEN } from './digitStrokes';
import { FILTERS, FirstMaps, MAP, strongest } from './firstLayer';
import { Movie } from './Movie';
import { CAPTION, MARGIN, Pen, PixelPainter, seen, setStage } from './stage';
import type { MovingPicture } from './usePictureLoop';

const ROWS = 3;
const COLUMNS = 4;
const GAP = 6;
/** Maps follow the pen this often: often enough to be live, seldom enough to cost little. */
const MAPS_MS = 60;
const SHOWN = ROWS * COLUMNS;

class MapsMovie implements MovingPicture {
  theme: ThemeName = 'light';
  private readonly pen = new Pen();
  private readonly digit = new PixelPainter(FRAME);
  private readonly map = new PixelPainter(MAP);
  private readonly layer = new FirstMaps(strongest(SHOWN, [seen(WRITTEN[0])]));
  private image = seen(this.pen.stroke);
  private maps = this.layer.of(this.image);
  private since = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  advance(elapsed: number): boolean {
    const goesOn = this.pen.advance(elapsed);
    this.since += elapsed;
    if (this.since >= MAPS_MS || !goesOn) this.look();
    return goesOn;
  }

  restart(): void {
    this.pen.restart();
  }

  finish(): void {
    this.pen.finish();
    this.look();
  }

  private look(): void {
    this.since = 0;
    const image = seen(this.pen.stroke);
    if (image.every((value, i) => value === this.image[i])) return;
    this.image = image;
    this.maps = this.layer.of(image);
  }

  draw(): void {
    const stage = setStage(this.canvas);
    if (!stage) return;
    const { width, height } = stage;
    const room = height - MARGIN - CAPTION;
    // The maps are as high as the digit beside them.
    const wide = (side: number) => side + MARGIN + COLUMNS * cell(side) + (COLUMNS - 1) * GAP;
    const cell = (side: number) => (side - (ROWS - 1) * GAP) / ROWS;
    let side = room;
    while (wide(side) > width - 2 * MARGIN && side > 60) side--;
    const x = (width - wide(side)) / 2;
    const y = MARGIN + (room - side) / 2;
    this.digit.draw(stage, { x, y, side }, this.image, { kind: 'gray', max: 1 }, this.theme);
    const max = Math.max(...this.maps.map((map) => map.reduce((most, value) => Math.max(most, value), 0)), 1e-9);
    this.maps.forEach((map, i) => {
      const at = {
        x: x + side + MARGIN + (i % COLUMNS) * (cell(side) + GAP),
        y: y + Math.floor(i / COLUMNS) * (cell(side) + GAP),
        side: cell(side),
      };
      this.map.draw(stage, at, map, { kind: 'sequential', max }, this.theme, 4);
    });
  }
}

export default function CnnPicture() {
  const { t } = useTranslation('gallery');
  const counts = { shown: SHOWN, all: FILTERS };
  return (
    <Movie
      make={(canvas) => new MapsMovie(canvas)}
      label={t('items.mnist-cnn.picture', counts)}
      caption={t('items.mnist-cnn.maps', counts)}
    />
  );
}
