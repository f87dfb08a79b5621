/**
 * Painting a layer's maps on canvas: maps lie in full rows with the same gap between columns and rows, as wide as there is
 * room, on whole pixels of the screen. One canvas holds the maps, another above it what is marked, so that a moving
 * pointer repaints nothing but marks.
 */
import { type ColorScale, paint, type ThemeName } from '@/theme';

/** Between two maps, in CSS pixels: at least, and at most for the sake of cells of whole pixels. */
const GAP = 5;
const MOST_GAP = 9;
/** How much larger or smaller than asked for a map may be. */
const STRETCH = 1.65;
/** Smallest cell that can be told from its neighbours, in the screen's pixels. */
const LEAST_CELL = 2;

export interface MapsLayout {
  columns: number;
  rows: number;
  /** Edge of a cell and size of a map, in CSS pixels. */
  cell: number;
  width: number;
  height: number;
  /** From one map to the next, before they are put on whole pixels of the screen. */
  stepX: number;
  stepY: number;
  /** Of the whole. */
  totalWidth: number;
  totalHeight: number;
  /** The screen's pixels in one CSS pixel. */
  ratio: number;
}

export interface MapsForm {
  maps: number;
  height: number;
  width: number;
}

/** Columns for maps of about `tile` CSS pixels: a number that leaves no row short, where one does. */
function columnsFor(form: MapsForm, available: number, tile: number, ratio: number): number {
  const side = Math.max(form.width, form.height);
  let best: number | null = null;
  let least = Math.log(STRETCH);
  for (let columns = 1; columns <= form.maps; columns++) {
    if (form.maps % columns !== 0) continue;
    const room = ((available - (columns - 1) * GAP) / columns) * (side / form.width);
    // Few maps may have more room than they need.
    const off = Math.abs(Math.log(Math.max(columns === form.maps ? Math.min(room, tile) : room, 1) / tile));
    if (off <= least && (room / side) * ratio >= LEAST_CELL) [best, least] = [columns, off];
  }
  if (best !== null) return best;
  const most = Math.max(1, Math.floor((available + GAP) / ((tile * form.width) / side + GAP)));
  return Math.ceil(form.maps / Math.ceil(form.maps / most));
}

/**
 * How maps of some form are laid out in a given width: about `tile` CSS pixels each, in rows of equal length that fill
 * the width. Cells are whole pixels of the screen where that costs little room.
 * @param ratio the screen's pixels in one CSS pixel.
 */
export function layOut(form: MapsForm, available: number, tile: number, ratio: number): MapsLayout {
  const side = Math.max(form.width, form.height);
  const columns = columnsFor(form, available, tile, ratio);
  const rows = Math.ceil(form.maps / columns);
  const pixels = (length: number) => Math.max(1, Math.floor(length * ratio)) / ratio;
  const room = (available - (columns - 1) * GAP) / columns;
  const largest = Math.min(room / form.width, (tile * STRETCH) / side);
  const gapFor = (width: number) => (columns > 1 ? (available - columns * width) / (columns - 1) : GAP);
  let cell = pixels(largest);
  const full = room / form.width <= (tile * STRETCH) / side;
  if (full && gapFor(cell * form.width) > MOST_GAP) cell = pixels(room) / form.width;
  const [width, height] = [cell * form.width, Math.round(cell * form.height * ratio) / ratio];
  const gap = full ? Math.max(gapFor(width), 0) : GAP;
  const down = Math.round(gap * ratio) / ratio;
  return {
    columns,
    rows,
    cell,
    width,
    height,
    stepX: width + gap,
    stepY: height + down,
    totalWidth: columns * width + (columns - 1) * gap,
    totalHeight: rows * height + (rows - 1) * down,
    ratio,
  };
}

/** Left and top of a map. */
export function placeOf({ columns, stepX, stepY, ratio }: MapsLayout, map: number): { x: number; y: number } {
  return { x: Math.round((map % columns) * stepX * ratio) / ratio, y: Math.floor(map / columns) * stepY };
}

/** The map and cell at a point, or null between maps. */
export function cellAt(layout: MapsLayout, { maps, height, width }: MapsForm, x: number, y: number) {
  const column = Math.floor((x + 0.5) / layout.stepX);
  const map = Math.floor(y / layout.stepY) * layout.columns + column;
  if (x < 0 || y < 0 || column >= layout.columns || map >= maps) return null;
  const place = placeOf(layout, map);
  const [inX, inY] = [x - place.x, y - place.y];
  if (inX < 0 || inX >= layout.width || inY >= layout.height) return null;
  const within = (at: number, count: number) => Math.min(Math.floor(at / layout.cell), count - 1);
  return { map, row: within(inY, height), column: within(inX, width) };
}

function prepared(
  canvas: HTMLCanvasElement,
  { totalWidth, totalHeight }: MapsLayout,
  ratio: number,
): CanvasRenderingContext2D {
  const width = Math.round(totalWidth * ratio);
  const height = Math.round(totalHeight * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${totalWidth}px`;
    canvas.style.height = `${totalHeight}px`;
  }
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** Keeps the small picture, one pixel a cell and map below map, from which the large one is drawn. */
export class MapsPainter {
  private readonly small = document.createElement('canvas');
  private image: ImageData | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly form: MapsForm,
  ) {
    this.small.width = form.width;
    this.small.height = form.height * form.maps;
  }

  /** @param planes null paints empty frames. */
  paint(
    planes: Float32Array | null,
    scale: (map: number) => ColorScale,
    layout: MapsLayout,
    theme: ThemeName,
    ratio: number,
  ): void {
    const { width, height, maps } = this.form;
    const context = prepared(this.canvas, layout, ratio);
    context.clearRect(0, 0, layout.totalWidth, layout.totalHeight);
    if (!planes) {
      context.fillStyle = getComputedStyle(this.canvas).getPropertyValue('--chip');
      for (let map = 0; map < maps; map++) {
        const { x, y } = placeOf(layout, map);
        context.fillRect(x, y, layout.width, layout.height);
      }
      return;
    }
    const small = this.small.getContext('2d', { willReadFrequently: true })!;
    this.image ??= small.createImageData(width, height * maps);
    const size = width * height;
    for (let map = 0; map < maps; map++) {
      const pixels = this.image.data.subarray(map * size * 4, (map + 1) * size * 4);
      paint(planes.subarray(map * size, (map + 1) * size), scale(map), theme, pixels);
    }
    small.putImageData(this.image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.strokeStyle = getComputedStyle(this.canvas).getPropertyValue('--line');
    context.lineWidth = 1;
    for (let map = 0; map < maps; map++) {
      const { x, y } = placeOf(layout, map);
      context.drawImage(this.small, 0, map * height, width, height, x, y, layout.width, layout.height);
      // A map that is mostly 0 has no edge of its own on a light page.
      if (scale(map).kind === 'diverging') context.strokeRect(x + 0.5, y + 0.5, layout.width - 1, layout.height - 1);
    }
  }
}

/** Something marked: a stretch of cells of one map or of all, or maps as a whole. */
export interface Mark {
  /** Null for every map. */
  map: number | null;
  /** First and last row and column; null for the whole map. */
  rows: readonly number[] | null;
  columns: readonly number[] | null;
  /** Thick lines for the one in question, thin ones for where it comes from. */
  weight: 'thick' | 'thin';
}

/** Outlines in two colours, so that they can be seen on any map. */
export function paintMarks(
  canvas: HTMLCanvasElement,
  marks: readonly Mark[],
  form: MapsForm,
  layout: MapsLayout,
  ratio: number,
): void {
  const context = prepared(canvas, layout, ratio);
  context.clearRect(0, 0, layout.totalWidth, layout.totalHeight);
  const style = getComputedStyle(canvas);
  const colours = [style.getPropertyValue('--canvas'), style.getPropertyValue('--canvas-ink')];
  for (const { map, rows, columns, weight } of marks) {
    const which = map === null ? Array.from({ length: form.maps }, (_, i) => i) : [map];
    for (const at of which) {
      const { x, y } = placeOf(layout, at);
      const [top, bottom] = rows ?? [0, form.height - 1];
      const [left, right] = columns ?? [0, form.width - 1];
      const out = weight === 'thick' ? 1 : 0.5;
      // What reaches the picture's edge is drawn just inside it.
      const x0 = Math.max(x + left * layout.cell - out, 1);
      const y0 = Math.max(y + top * layout.cell - out, 1);
      const x1 = Math.min(x + (right + 1) * layout.cell + out, layout.totalWidth - 1);
      const y1 = Math.min(y + (bottom + 1) * layout.cell + out, layout.totalHeight - 1);
      for (const [i, colour] of colours.entries()) {
        context.strokeStyle = colour;
        context.lineWidth = weight === 'thick' ? [3.5, 1.5][i] : [2, 1][i];
        context.strokeRect(x0, y0, x1 - x0, y1 - y0);
      }
    }
  }
}
