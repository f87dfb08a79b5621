/**
 * Channels of image-shaped values as images. Values lie channels last, so that of 32 maps one is every 32nd number;
 * what has been taken apart once is kept as long as the values are.
 */

import { isKnown, knownValues, type Moment } from './moment';
import type { Column } from './network';

/** Rows, columns and channels of what is shown as maps. */
export interface MapShape {
  rows: number;
  columns: number;
  channels: number;
}

/** The shape of a column's maps; null for columns of neurons. A picture is one map. */
export function mapShapeOf({ maps, picture, units }: Column): MapShape | null {
  if (maps !== null) return { ...maps, channels: units };
  return picture === null ? null : { ...picture, channels: 1 };
}

/** The element of a channel's cell, `cell` counted in rows. */
export function cellElement(
  { rows, columns, channels }: MapShape,
  sample: number,
  channel: number,
  cell: number,
): number {
  return (sample * rows * columns + cell) * channels + channel;
}

/** Channel and cell of an element. */
export function cellOf({ rows, columns, channels }: MapShape, element: number) {
  const pixel = Math.floor(element / channels);
  const cells = rows * columns;
  return { sample: Math.floor(pixel / cells), cell: pixel % cells, channel: element % channels };
}

const taken = new WeakMap<Float64Array, Map<string, Float64Array>>();
const strongest = new WeakMap<Float64Array, Map<string, Float64Array>>();

function kept(cache: typeof taken, values: Float64Array, key: string, make: () => Float64Array): Float64Array {
  const own = cache.get(values) ?? new Map<string, Float64Array>();
  cache.set(values, own);
  const made = own.get(key) ?? make();
  own.set(key, made);
  return made;
}

/** One channel of one sample, in row order. */
export function channelOf(values: Float64Array, shape: MapShape, sample: number, channel: number): Float64Array {
  const cells = shape.rows * shape.columns;
  const first = cellElement(shape, sample, channel, 0);
  const key = `${shape.channels} ${cells} ${sample} ${channel}`;
  return kept(taken, values, key, () =>
    Float64Array.from({ length: cells }, (_, cell) => values[first + cell * shape.channels]),
  );
}

/** The mean magnitude of each channel of a sample: which maps answer most. */
export function activityOf(values: Float64Array, shape: MapShape, sample: number): Float64Array {
  const { rows, columns, channels } = shape;
  return kept(strongest, values, `${rows} ${columns} ${channels} ${sample}`, () => {
    const sums = new Float64Array(channels);
    const first = sample * rows * columns * channels;
    for (let i = 0; i < rows * columns * channels; i++) sums[i % channels] += Math.abs(values[first + i]);
    return sums.map((sum) => sum / (rows * columns));
  });
}

/** The largest magnitude of a node's values: the end of the scale that all its maps share. */
export function reachOf(values: Float64Array): number {
  return kept(strongest, values, 'reach', () => {
    let most = 0;
    for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
    return Float64Array.of(most);
  })[0];
}

/** One channel with NaN where its cells are not known yet, and how much of it is. */
export function knownChannel(
  moment: Moment,
  node: number,
  shape: MapShape,
  sample: number,
  channel: number,
): { values: Float64Array; known: 'all' | 'some' | 'none' } {
  const last = shape.rows * shape.columns - 1;
  const values = channelOf(moment.values[node], shape, sample, channel);
  const whole = !moment.hidden?.touches(node);
  if (whole && isKnown(moment, node, cellElement(shape, sample, channel, last))) return { values, known: 'all' };
  if (whole && !isKnown(moment, node, cellElement(shape, sample, channel, 0))) return { values, known: 'none' };
  const size = shape.rows * shape.columns * shape.channels;
  const all = knownValues(moment, node, sample * size, size);
  return {
    values: Float64Array.from({ length: last + 1 }, (_, cell) => all[cell * shape.channels + channel]),
    known: 'some',
  };
}
