/**
 * Finds the images behind one cell of a confusion matrix. An evaluation says what was predicted for every sample; the
 * true classes stay with the data, so the samples with this prediction are fetched a few at a time until enough of the
 * wanted class are found.
 */
import type { Samples } from '@/state';

export interface CellImage {
  /** Place in the split, from 0. */
  index: number;
  truth: number;
  predicted: number;
  /** Values of the image, as the network sees them. */
  pixels: Float32Array;
}

const CHUNK = 200;

/**
 * Up to `limit` samples of class `truth` for which `predicted` was predicted, in order, from position `after` on.
 *
 * @param predictions predicted class of every sample of the split.
 * @param fetch gets samples by index.
 * @param stop says that nobody wants the answer any more.
 * @returns the images, and the index to go on after (null when there are no more).
 */
export async function findCellImages(
  cell: { truth: number; predicted: number },
  predictions: ArrayLike<number>,
  options: { after: number; limit: number },
  fetch: (indices: number[]) => Promise<Samples>,
  stop: () => boolean = () => false,
): Promise<{ images: CellImage[]; next: number | null }> {
  const candidates: number[] = [];
  for (let index = options.after; index < predictions.length; index++) {
    if (predictions[index] === cell.predicted) candidates.push(index);
  }
  const images: CellImage[] = [];
  for (let start = 0; start < candidates.length && !stop(); start += CHUNK) {
    const indices = candidates.slice(start, start + CHUNK);
    const { inputs, labels } = await fetch(indices);
    if (labels === null) break;
    const size = inputs.length / indices.length;
    for (let place = 0; place < indices.length; place++) {
      if (labels[place] !== cell.truth) continue;
      if (images.length === options.limit) return { images, next: indices[place] };
      // A copy: a view would keep the whole chunk alive.
      images.push({ index: indices[place], ...cell, pixels: inputs.slice(place * size, (place + 1) * size) });
    }
  }
  return { images, next: null };
}
