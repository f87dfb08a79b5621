/** A field of heights on a canvas: quiet bands, a line between any two, and hatching where f has no value. */
import type { Field } from '@/core/racing/requests';
import { contourLines } from './contours';
import { channelsOf, type Inks } from './inks';
import { bandOf, type Scale, shareOf } from './levels';

/** Shares of the scale at the cells of a field; NaN in holes. */
export function sharesOf(field: Field, scale: Scale): Float32Array {
  const shares = new Float32Array(field.values.length);
  for (let i = 0; i < shares.length; i++) shares[i] = shareOf(scale, field.values[i]);
  return shares;
}

/**
 * How pale a band is, 0 … 1. On logarithmic levels most of a map lies high, and is to be told apart there; on linear ones
 * most lies low.
 */
export const paleness = (kind: Scale['kind'], band: number, bands: number): number =>
  bands > 1 ? (band / (bands - 1)) ** (kind === 'log' ? 1.5 : 0.75) : 0;

/** The colour of every band from low to high, three bytes each. */
export function bandColours({ kind, levels }: Scale, inks: Inks): Uint8ClampedArray {
  const bands = levels.length + 1;
  const low = channelsOf(inks('--map-low'));
  const high = channelsOf(inks('--map-high'));
  const colours = new Uint8ClampedArray(3 * bands);
  for (let band = 0; band < bands; band++) {
    const at = paleness(kind, band, bands);
    for (let c = 0; c < 3; c++) colours[3 * band + c] = low[c] + (high[c] - low[c]) * at;
  }
  return colours;
}

/** Share at a place between the cells' middles, in cells; NaN near a hole. */
export function between(shares: Float32Array, columns: number, rows: number, x: number, y: number): number {
  const cx = Math.min(columns - 1, Math.max(0, x));
  const cy = Math.min(rows - 1, Math.max(0, y));
  const column = Math.min(columns - 2, Math.floor(cx));
  const row = Math.min(rows - 2, Math.floor(cy));
  const [fx, fy] = [cx - column, cy - row];
  const at = row * columns + column;
  const low = shares[at] + (shares[at + 1] - shares[at]) * fx;
  const high = shares[at + columns] + (shares[at + columns + 1] - shares[at + columns]) * fx;
  const value = low + (high - low) * fy;
  // A cell of its own is as far as a hole's edge is known.
  return Number.isNaN(value) ? shares[(fy < 0.5 ? row : row + 1) * columns + (fx < 0.5 ? column : column + 1)] : value;
}

/** The colours of all shares in steps this fine, as whole pixels: a picture has several hundred thousand of them. */
const FINE = 2048;

const pixelOf = (channels: ArrayLike<number>, from = 0): number =>
  new Uint32Array(Uint8Array.of(channels[from], channels[from + 1], channels[from + 2], 255).buffer)[0];

function palette(scale: Scale, inks: Inks): Uint32Array {
  const colours = bandColours(scale, inks);
  return Uint32Array.from({ length: FINE + 1 }, (_, i) => pixelOf(colours, 3 * bandOf(scale.levels, i / FINE)));
}

/** Bands and hatching into an image of `width` × `height` pixels. */
function paintBands(field: Field, shares: Float32Array, scale: Scale, inks: Inks, image: ImageData, pixel: number) {
  const { width, height } = image;
  const { columns, rows } = field;
  const pixels = new Uint32Array(image.data.buffer);
  const colours = palette(scale, inks);
  const hole = pixelOf(channelsOf(inks('--map-hole')));
  const stripe = pixelOf(channelsOf(inks('--map-line')));
  // Hatching of one stripe in eight pixels of the page.
  const period = Math.round(8 / pixel);
  // The columns left of every pixel, and how far it is on the way to the next.
  const left = new Int32Array(width);
  const part = new Float32Array(width);
  for (let px = 0; px < width; px++) {
    const x = Math.min(columns - 1, Math.max(0, ((px + 0.5) / width) * columns - 0.5));
    left[px] = Math.min(columns - 2, Math.floor(x));
    part[px] = x - left[px];
  }
  const line = new Float32Array(columns);
  for (let py = 0; py < height; py++) {
    const y = Math.min(rows - 1, Math.max(0, (1 - (py + 0.5) / height) * rows - 0.5));
    const row = Math.min(rows - 2, Math.floor(y));
    const at = row * columns;
    for (let i = 0; i < columns; i++)
      line[i] = shares[at + i] + (shares[at + columns + i] - shares[at + i]) * (y - row);
    for (let px = 0; px < width; px++) {
      const from = line[left[px]];
      let share = from + (line[left[px] + 1] - from) * part[px];
      if (Number.isNaN(share)) share = between(shares, columns, rows, left[px] + part[px], y);
      pixels[py * width + px] = Number.isNaN(share)
        ? (px + py) % period === 0
          ? stripe
          : hole
        : colours[Math.min(FINE, Math.max(0, share * FINE)) | 0];
    }
  }
}

/** Numbers of pieces that are stroked at once: four a piece. */
const BATCH = 1600;

/**
 * Paints the whole canvas.
 *
 * @param pixel CSS pixels a device pixel: bands are painted at CSS resolution at most, lines at the canvas' own.
 */
export function paintField(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  field: Field,
  scale: Scale,
  inks: Inks,
  pixel: number,
): void {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
  if (!context || canvas.width === 0 || canvas.height === 0) return;
  const coarse = pixel < 0.75;
  const width = coarse ? Math.round(canvas.width * pixel) : canvas.width;
  const height = coarse ? Math.round(canvas.height * pixel) : canvas.height;
  const image = context.createImageData(width, height);
  const shares = sharesOf(field, scale);
  paintBands(field, shares, scale, inks, image, coarse ? 1 : pixel);
  context.setTransform(1, 0, 0, 1, 0, 0);
  if (coarse) {
    const bands = new OffscreenCanvas(width, height);
    bands.getContext('2d')?.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.drawImage(bands, 0, 0, canvas.width, canvas.height);
  } else context.putImageData(image, 0, 0);

  const lines = contourLines(
    shares,
    field.columns,
    field.rows,
    scale.levels.map(({ share }) => share),
  );
  const sx = canvas.width / field.columns;
  const sy = canvas.height / field.rows;
  context.strokeStyle = inks('--map-line');
  lines.forEach((pieces, k) => {
    const { strong } = scale.levels[k];
    context.globalAlpha = strong ? 0.75 : 0.38;
    context.lineWidth = (strong ? 1.3 : 0.9) / pixel;
    // Canvases take much longer for one long path than for several short ones.
    for (let from = 0; from < pieces.length; from += BATCH) {
      context.beginPath();
      for (let i = from; i < Math.min(pieces.length, from + BATCH); i += 4) {
        context.moveTo((pieces[i] + 0.5) * sx, canvas.height - (pieces[i + 1] + 0.5) * sy);
        context.lineTo((pieces[i + 2] + 0.5) * sx, canvas.height - (pieces[i + 3] + 0.5) * sy);
      }
      context.stroke();
    }
  });
  context.globalAlpha = 1;
}
