/** Kinds of layers in groups, as they are looked for. A kind that no group names is listed with the core ones. */
import { LAYERS } from '@/core/layers';
import { isMerging } from '@/core/network/shapes';

export const GROUPS = [
  'core',
  'convolution',
  'pooling',
  'normalization',
  'regularization',
  'activation',
  'shape',
  'merge',
  'sequence',
] as const;
export type Group = (typeof GROUPS)[number];

const PATTERNS: readonly [RegExp, Group][] = [
  [/1d$|^embedding$/, 'sequence'],
  [/conv/i, 'convolution'],
  [/pooling/i, 'pooling'],
  [/normalization$/i, 'normalization'],
  [/dropout|noise$/i, 'regularization'],
  [/^activation$|relu$/i, 'activation'],
  [/^(reshape|permute|zeroPadding2d|upSampling2d)$/, 'shape'],
];

export function groupOf(kind: string): Group {
  if (isMerging(kind)) return 'merge';
  return PATTERNS.find(([pattern]) => pattern.test(kind))?.[1] ?? 'core';
}

/** Kinds of each group, in the order of their registry. */
export const kindsOf = (group: Group): string[] => Object.keys(LAYERS).filter((kind) => groupOf(kind) === group);
