/** What the panel of preprocessing shows of a fit, and how a document chooses one. */
import { type Fitted, PREPROCESSINGS, type PreprocessingSpec, preprocessingOf } from '@/core/preprocessing';
import { fieldsOf } from '@/parts/settings/schemaFields';
import type { ChainruleDocument } from '@/state';

export const NONE = 'none';
export const KINDS = [NONE, ...Object.keys(PREPROCESSINGS)];

type Recipe = (document: ChainruleDocument) => ChainruleDocument;

/** Sets the preprocessing of a document; null for none. */
export function editPreprocessing(preprocessing: PreprocessingSpec | null): Recipe {
  return (document) => {
    const { preprocessing: _, ...data } = document.data;
    return { ...document, data: preprocessing ? { ...data, preprocessing } : data };
  };
}

/**
 * Another kind with its own defaults. Of images all pixels are measured together to begin with: one that is lit in a
 * single image of thousands would otherwise become enormous in it.
 */
export function chosen(kind: string, images: boolean): PreprocessingSpec | null {
  if (kind === NONE) return null;
  const has = fieldsOf(PREPROCESSINGS[kind].settings).some(({ name }) => name === 'per');
  return has && images ? { kind, per: 'all' } : { kind };
}

/** All settings with their defaults; null for a kind or settings that there are not. */
export function settingsOf(spec: PreprocessingSpec): Record<string, unknown> | null {
  try {
    return preprocessingOf(spec).settings;
  } catch {
    return null;
  }
}

/** Largest magnitude: the ends of a scale that several pictures share. */
export function reach(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** Lowest and highest of all. */
export function extremes(values: ArrayLike<number>): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return { low, high };
}

/** What an affine fit measured, feature by feature, under the names of the two numbers. */
export interface Pair {
  names: ['mean', 'deviation'] | ['smallest', 'largest'];
  first: Float64Array;
  second: Float64Array;
  /** Whether all features have the same. */
  one: boolean;
}

export function pairOf(fitted: Fitted, settings: Record<string, unknown>): Pair | null {
  if (fitted.form !== 'affine') return null;
  const { origin, spread, kind } = fitted;
  const one = settings.per === 'all';
  if (kind === 'standard') return { names: ['mean', 'deviation'], first: origin, second: spread, one };
  const second = origin.map((value, j) => value + spread[j]);
  return { names: ['smallest', 'largest'], first: origin, second, one };
}

/** Share of all variance along the first `count` directions, 0 … 1. */
export function sharedBy(variances: Float64Array, count: number): number {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const all = sum(variances);
  return all === 0 ? 0 : sum(variances.subarray(0, count)) / all;
}

/** Directions that hold nearly all variance. */
export const MOST = 0.95;
export function countFor(variances: Float64Array, share: number): number {
  let count = 1;
  while (count < variances.length && sharedBy(variances, count) < share) count++;
  return count;
}
