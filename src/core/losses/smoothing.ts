/**
 * Label smoothing: a share of the certainty is taken from the target and spread over all classes alike, so that no logit
 * has to grow without end (Szegedy et al.: Rethinking the Inception architecture, CVPR 2016).
 */
import { z } from 'zod';
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import type { NodeSink } from '../ops/types';

export const labelSmoothingSetting = z.number().min(0).max(1).default(0);

/** t(1 − s) + s/K, K the number of classes; the target itself when nothing is smoothed. */
export function smoothed(sink: NodeSink, target: number, labelSmoothing: number, classes: number): number {
  if (labelSmoothing === 0) return target;
  return elementwise(
    sink,
    {
      expr: parse('t * (1 - s) + s / K'),
      args: { t: target },
      constants: { s: labelSmoothing, K: classes },
      definition: 'labelSmoothing',
    },
    { name: 'loss/smoothed', symbol: "t'" },
  );
}
