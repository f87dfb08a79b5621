/**
 * A drawing becomes an MNIST image the way MNIST's authors made theirs: the ink is scaled, aspect ratio kept, to fit a
 * 20×20 box, which leaves grey levels by anti-aliasing, and then moved by whole pixels so that its centre of mass
 * lies in the middle of a 28×28 frame.
 *
 * Measured on the 60,000 training images: the longer side is 20 pixels, and the centre of mass, counted from the
 * centre of the first pixel, is within half a pixel of 14 in both directions. Both are what this file makes.
 */

/** Side of the frame the network sees, in pixels. */
export const FRAME = 28;
/** The longer side of the ink, in pixels. */
export const BOX = 20;
/** Where the centre of mass goes, counted from the centre of the first pixel. */
export const CENTRE = 14;
/** Ink below this does not widen the bounding box: the faint rim that canvas anti-aliasing leaves. */
export const INK_THRESHOLD = 0.1;

export interface PreparedDigit {
  /** FRAME × FRAME values in row order, 0 paper … 1 ink. */
  pixels: Float32Array;
  /** Bounding box of the ink in the drawing, in its pixels; `right` and `bottom` are one past the last. */
  box: { left: number; top: number; right: number; bottom: number };
  /** Pixels of the frame for one pixel of the drawing. */
  scale: number;
  /** Centre of mass in the frame, counted from the centre of the first pixel. */
  centre: { x: number; y: number };
}

/**
 * Centre, in pixels from the centre of the first pixel, of a grey image's mass.
 *
 * @param values height × width values, at least one of them positive.
 */
export function centreOfMass(values: ArrayLike<number>, width: number, height: number): { x: number; y: number } {
  let mass = 0;
  let x = 0;
  let y = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column];
      mass += value;
      x += value * column;
      y += value * row;
    }
  }
  return { x: x / mass, y: y / mass };
}

/**
 * The 28×28 image of a drawing, or null when nothing is drawn.
 *
 * Ink so lopsided that centring its mass would push part of it out of the frame stops at the frame's edge instead:
 * no ink is lost (none of MNIST's own images is that lopsided).
 *
 * @param ink height × width values in row order, 0 paper … 1 ink.
 */
export function prepareDigit(ink: ArrayLike<number>, width: number, height: number): PreparedDigit | null {
  const box = inkBox(ink, width, height);
  if (box === null) return null;
  const scale = BOX / Math.max(box.right - box.left, box.bottom - box.top);
  const small = shrink(ink, width, box, scale);
  const centre = centreOfMass(small.values, small.width, small.height);
  const left = place(centre.x, small.width);
  const top = place(centre.y, small.height);
  const pixels = new Float32Array(FRAME * FRAME);
  for (let row = 0; row < small.height; row++) {
    const from = row * small.width;
    pixels.set(small.values.subarray(from, from + small.width), (top + row) * FRAME + left);
  }
  return { pixels, box, scale, centre: { x: centre.x + left, y: centre.y + top } };
}

/** First pixel of ink of this size and centre, in whole pixels (a centre between two pixels goes to the first). */
function place(centre: number, size: number): number {
  const start = Math.ceil(CENTRE - centre - 0.5);
  return Math.min(Math.max(start, 0), FRAME - size);
}

function inkBox(ink: ArrayLike<number>, width: number, height: number): PreparedDigit['box'] | null {
  let left = width;
  let right = 0;
  let top = height;
  let bottom = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (ink[row * width + column] < INK_THRESHOLD) continue;
      if (column < left) left = column;
      if (column >= right) right = column + 1;
      if (row < top) top = row;
      bottom = row + 1;
    }
  }
  return right === 0 ? null : { left, top, right, bottom };
}

/**
 * The ink in `box` at another size, each new pixel the mean of the area it covers. The two directions are averaged
 * one after the other; a pixel that reaches past the box averages with empty paper.
 */
function shrink(ink: ArrayLike<number>, stride: number, box: PreparedDigit['box'], scale: number) {
  const columns = box.right - box.left;
  const rows = box.bottom - box.top;
  // A side that is a whole number of pixels up to rounding must not gain an empty one.
  const width = Math.ceil(columns * scale - 1e-9);
  const height = Math.ceil(rows * scale - 1e-9);
  const narrow = new Float32Array(rows * width);
  for (let column = 0; column < width; column++) {
    for (const [offset, share] of coverage(column, scale, columns)) {
      for (let row = 0; row < rows; row++) {
        narrow[row * width + column] += share * ink[(box.top + row) * stride + box.left + offset];
      }
    }
  }
  const values = new Float32Array(height * width);
  for (let row = 0; row < height; row++) {
    for (const [offset, share] of coverage(row, scale, rows)) {
      for (let column = 0; column < width; column++) {
        values[row * width + column] += share * narrow[offset * width + column];
      }
    }
  }
  return { values, width, height };
}

/** Which old pixels the new pixel `index` covers, each with its share of the new pixel's length. */
function coverage(index: number, scale: number, count: number): [offset: number, share: number][] {
  const from = index / scale;
  const to = (index + 1) / scale;
  const parts: [number, number][] = [];
  for (let offset = Math.floor(from); offset < Math.min(to, count); offset++) {
    const covered = Math.min(offset + 1, to) - Math.max(offset, from);
    if (covered > 0) parts.push([offset, covered * scale]);
  }
  return parts;
}
