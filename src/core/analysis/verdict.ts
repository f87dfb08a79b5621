/** What a gradient's way back comes to, in one word: whether it arrives, vanishes or explodes, and where most of it happens. */
import type { LayerSignal } from './signal';

/** Where the gradient loses or gains most: from a layer's output to that of the layer before it. */
export interface Step {
  layer: string;
  /** Norm behind it divided by the norm before it: below 1 it shrinks. */
  factor: number;
}

export interface Verdict {
  kind: 'vanishes' | 'explodes' | 'arrives' | 'cut' | 'broken' | 'short';
  /** First and last layer with a gradient. */
  first: string;
  last: string;
  /** Norm at the first divided by the norm at the last. */
  factor: number;
  /** The layer that does most of it; null where there is only one. */
  worst: Step | null;
}

/** Ten times less or more is told as vanishing or exploding. */
const MUCH = 10;

/** @returns null for a network without gradients. */
export function verdictOf(signals: readonly LayerSignal[]): Verdict | null {
  const way = signals.flatMap(({ layer, gradient }) => (gradient === null ? [] : [{ layer, norm: gradient.norm }]));
  if (way.length === 0) return null;
  const [first, last] = [way[0], way[way.length - 1]];
  const steps = way.slice(1).map(({ layer, norm }, i) => ({ layer, factor: way[i].norm / norm }));
  const factor = first.norm / last.norm;
  const about = { first: first.layer, last: last.layer, factor };
  const broken = way.findLast(({ norm }) => !Number.isFinite(norm));
  if (broken !== undefined) return { kind: 'broken', ...about, worst: { layer: broken.layer, factor: Number.NaN } };
  if (last.norm === 0) return { kind: 'cut', ...about, worst: { layer: last.layer, factor: 0 } };
  const cut = steps.findLast((step) => step.factor === 0);
  if (cut !== undefined) return { kind: 'cut', ...about, worst: cut };
  if (steps.length === 0) return { kind: 'short', ...about, worst: null };
  const shrinks = factor <= 1;
  const worst = steps.reduce((a, b) => ((shrinks ? b.factor < a.factor : b.factor > a.factor) ? b : a));
  const kind = factor * MUCH <= 1 ? 'vanishes' : factor >= MUCH ? 'explodes' : 'arrives';
  return { kind, ...about, worst };
}
