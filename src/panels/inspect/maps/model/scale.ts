/**
 * Maps as planes of numbers, and the scale they are painted on: each map on its own, all of a layer, or all of the
 * network on one. Only maps on one scale can be compared by eye.
 */
import type { ColorScale } from '@/theme';

export const SCALE_CHOICES = ['map', 'layer', 'network'] as const;
export type ScaleChoice = (typeof SCALE_CHOICES)[number];

/** Channels-last values as one plane a channel, each in row order. */
export function planesOf(values: Float32Array, maps: number): Float32Array {
  const size = values.length / maps;
  const planes = new Float32Array(values.length);
  for (let cell = 0, at = 0; cell < size; cell++) {
    for (let map = 0; map < maps; map++) planes[map * size + cell] = values[at++];
  }
  return planes;
}

/** The largest magnitude of each map. Values that are no numbers do not count. */
export function largestOf(planes: Float32Array, maps: number): Float32Array {
  const size = planes.length / maps;
  const largest = new Float32Array(maps);
  for (let map = 0, at = 0; map < maps; map++) {
    for (let cell = 0; cell < size; cell++, at++) {
      const magnitude = Math.abs(planes[at]);
      if (magnitude > largest[map] && magnitude < Number.POSITIVE_INFINITY) largest[map] = magnitude;
    }
  }
  return largest;
}

export const largest = (values: ArrayLike<number>): number => {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i];
  return most;
};

/** The largest magnitude of all. */
export const magnitudeOf = (values: Float32Array): number => largestOf(values, 1)[0];

/**
 * The scale of one map.
 * @param own largest magnitude of each map of the layer. @param whole largest of all shown layers.
 */
export function scaleOf(
  choice: ScaleChoice,
  signed: boolean,
  own: Float32Array,
  map: number,
  whole: number,
): ColorScale {
  const max = choice === 'map' ? own[map] : choice === 'layer' ? largest(own) : whole;
  return signed ? { kind: 'diverging', max } : { kind: 'sequential', min: 0, max };
}
