/** A field of heights on a canvas: quiet bands, a line between any two, and hatching where f has no value. */
import type { Field } from '@/core/racing/requests';
import { contourLines } from './contours';
import { channelsOf, type Inks } from './inks';
import { bandOf, type Scale, shareOf } from './levels';

/** Shares of the scale at the cells of a field; NaN in holes. */
export function sharesOf(field: Field, scale: Scale): Float32Array {
  return Float32Array.from(field.values, (value) => shareOf(scale, value));
}

/** How pale a band is, 0 … 1: most of a map lies high, and is to be told apart there too. */
export const paleness = (band: number, bands: number): number => (bands > 1 ? (band / (bands - 1)) ** 1.5 : 0);

/** The colour of every band from low to high, three bytes each. */
export function bandColours(bands: number, inks: Inks): Uint8ClampedArray {
  const low = channelsOf(inks('--map-low'));
  const high = channelsOf(inks('--map-high'));
  const colours = new Uint8ClampedArray(3 * bands);
  for (let band = 0; band < bands; band++) {
    const at = paleness(band, bands);
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

/** Bands and hatching into an image of `width` × `height` pixels. */
function paintBands(field: Field, shares: Float32Array, scale: Scale, inks: Inks, image: ImageData, pixel: number) {
  const { width, height, data } = image;
  const colours = bandColours(scale.levels.length + 1, inks);
  const hole = channelsOf(inks('--map-hole'));
  const stripe = channelsOf(inks('--map-line'));
  // Hatching of one stripe in eight pixels of the page.
  const period = 8 / pixel;
  for (let py = 0; py < height; py++) {
    const y = (1 - (py + 0.5) / height) * field.rows - 0.5;
    for (let px = 0; px < width; px++) {
      const share = between(shares, field.columns, field.rows, ((px + 0.5) / width) * field.columns - 0.5, y);
      const at = 4 * (py * width + px);
      data[at + 3] = 255;
      if (Number.isNaN(share)) {
        const ink = (px + py) % period < 1.2 ? stripe : hole;
        for (let c = 0; c < 3; c++) data[at + c] = ink[c];
      } else {
        const band = 3 * bandOf(scale.levels, share);
        for (let c = 0; c < 3; c++) data[at + c] = colours[band + c];
      }
    }
  }
}

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
  context.lineCap = 'round';
  lines.forEach((pieces, k) => {
    const { strong } = scale.levels[k];
    context.beginPath();
    for (let i = 0; i < pieces.length; i += 4) {
      context.moveTo((pieces[i] + 0.5) * sx, canvas.height - (pieces[i + 1] + 0.5) * sy);
      context.lineTo((pieces[i + 2] + 0.5) * sx, canvas.height - (pieces[i + 3] + 0.5) * sy);
    }
    context.globalAlpha = strong ? 0.75 : 0.38;
    context.lineWidth = (strong ? 1.3 : 0.9) / pixel;
    context.stroke();
  });
  context.globalAlpha = 1;
}
