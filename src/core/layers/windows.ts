/** Settings of layers whose window slides over an image, as Keras has them, made into the attributes of operations. */
import { z } from 'zod';
import type { Shape } from '../graph/types';
import { GraphError } from '../ops/types';
import { axesOf, type Pair, samePadding, spanOf, type WindowAttrs } from '../ops/window';

/** A whole number for both axes, or one for rows and one for columns. */
export const pairOf = (least: number, most: number) => {
  const one = z.number().int().min(least).max(most);
  return z.union([one, z.tuple([one, one])]);
};

const amount = z.number().int().min(0).max(1024);
/** `valid` adds nothing, `same` keeps ⌈length/stride⌉ positions; a list gives each axis its number, or before and after. */
export const paddingSetting = z.union([
  z.enum(['valid', 'same']),
  z.tuple([z.union([amount, z.tuple([amount, amount])]), z.union([amount, z.tuple([amount, amount])])]),
]);
export type PaddingSetting = z.output<typeof paddingSetting>;

export function pair(value: number | readonly [number, number]): Pair {
  return typeof value === 'number' ? [value, value] : value;
}

/** @throws GraphError `imageRank` when the input is no image `[height, width, channels]`. */
export function requireImage(kind: string, shape: Shape): void {
  if (shape.length !== 3) throw new GraphError('imageRank', { kind, shape: `[${shape.join(', ')}]` });
}

export interface WindowSettings {
  size: Pair;
  strides: Pair;
  dilations: Pair;
  padding: PaddingSetting;
}

/**
 * Numbers for padding, and a check that the window fits.
 * @param image `[height, width, channels]`.
 * @param names error code and setting for a window that does not fit: the largest that would is in the params.
 * @throws GraphError with that code.
 */
export function windowOf(
  image: Shape,
  { size, strides, dilations, padding }: WindowSettings,
  names: { code: string; setting: string },
): WindowAttrs {
  const along = (axis: 0 | 1): Pair => {
    if (padding === 'valid') return [0, 0];
    if (padding === 'same') return samePadding(image[axis], size[axis], strides[axis], dilations[axis]);
    return pair(padding[axis]);
  };
  const pads = [along(0), along(1)] as const;
  const room = ([0, 1] as const).map((axis) => image[axis] + pads[axis][0] + pads[axis][1]);
  if (([0, 1] as const).some((axis) => spanOf(size[axis], dilations[axis]) > room[axis])) {
    const largest = ([0, 1] as const).map((axis) =>
      Math.max(1, Math.min(size[axis], Math.floor((room[axis] - 1) / dilations[axis]) + 1)),
    );
    throw new GraphError(names.code, {
      setting: names.setting,
      window: `${spanOf(size[0], dilations[0])}×${spanOf(size[1], dilations[1])}`,
      input: `${room[0]}×${room[1]}`,
      largestRows: largest[0],
      largestColumns: largest[1],
    });
  }
  return { strides, dilations, padding: pads };
}

/**
 * A pooling window that lies wholly in the padding would have nothing to choose from, and no mean.
 * @throws GraphError `layerSetting` that names the padding.
 */
export function requireSomethingToPool(kind: string, image: Shape, size: Pair, window: WindowAttrs): void {
  for (const { length, positions, stride, before, size: cells } of axesOf(image, size, window)) {
    const lastStart = (positions - 1) * stride - before;
    if (before >= cells || lastStart >= length) throw new GraphError('layerSetting', { kind, setting: 'padding' });
  }
}
