/** The two courses of the loss, as a picture and as a judgement. Pure functions. */
import { axisUpTo, ticksUpTo } from '@/ui';

export type Verdict = 'same' | 'diverged' | 'rises' | 'behind' | 'ahead' | 'meet' | 'close';

/** Curves apart by no more than this share look alike. */
const CLOSE = 0.02;
/** What rounding explains. */
const ROUNDING = 1e-9;

const last = (losses: readonly number[]) => losses[losses.length - 1];

/** Curves that end alike and were further apart than this share of the loss on the way only meet. */
const APART = 0.1;

/** Where two courses are furthest apart, and by how much. */
export function furthest(broken: readonly number[], correct: readonly number[]): { update: number; apart: number } {
  let [update, most] = [0, 0];
  for (let i = 0; i < Math.min(broken.length, correct.length); i++) {
    const apart = Math.abs(broken[i] - correct[i]);
    if (apart > most) [update, most] = [i, apart];
  }
  return { update, apart: most };
}

/** How a broken course of the loss stands to the correct one. */
export function verdictOf(broken: readonly number[], correct: readonly number[]): Verdict {
  const scale = Math.max(...correct.filter(Number.isFinite).map(Math.abs), 1e-12);
  const same =
    broken.length === correct.length && broken.every((loss, i) => Math.abs(loss - correct[i]) <= ROUNDING * scale);
  if (same) return 'same';
  if (!Number.isFinite(last(broken))) return 'diverged';
  if (last(broken) > broken[0] * (1 + CLOSE)) return 'rises';
  const apart = last(broken) - last(correct);
  if (Math.abs(apart) <= CLOSE * Math.max(Math.abs(last(correct)), 0.05 * scale)) {
    return furthest(broken, correct).apart > APART * scale ? 'meet' : 'close';
  }
  return apart > 0 ? 'behind' : 'ahead';
}

export interface Scale {
  ticks: readonly number[];
  /** 0 at the bottom to 1 at the top; what lies outside stands at the edge. */
  at(loss: number): number;
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));

/** A curve that leaves the picture does not press the others flat: twelve times the larger first loss is the top. */
const MOST = 12;

/** The scale of losses for both curves. */
export function lossScale(curves: readonly (readonly number[])[], kind: 'linear' | 'log'): Scale {
  const first = Math.max(...curves.map(([loss]) => loss).filter(Number.isFinite), 0);
  const shown = curves.flat().filter((loss) => Number.isFinite(loss) && (first === 0 || loss <= MOST * first));
  const largest = Math.max(...shown, 1e-12);
  if (kind === 'linear') {
    const { top, ticks } = axisUpTo(largest);
    return { ticks, at: (loss) => clamp(loss / top) };
  }
  const positive = shown.filter((loss) => loss > 0);
  const high = Math.ceil(Math.log10(largest) - 1e-9);
  const low = Math.min(high - 1, Math.floor(Math.log10(Math.min(...positive, largest)) + 1e-9));
  const every = Math.max(1, Math.ceil((high - low) / 5));
  const ticks = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => 10 ** (low + i * every));
  return { ticks, at: (loss) => (loss > 0 ? clamp((Math.log10(loss) - low) / (high - low)) : 0) };
}

/** Points of one curve as an SVG path within a rectangle; it ends where the loss is no number. */
export function curvePath(
  losses: readonly number[],
  updates: number,
  scale: Scale,
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
): string {
  const end = losses.findIndex((loss) => !Number.isFinite(loss));
  return losses
    .slice(0, end < 0 ? undefined : end)
    .map((loss, i) => {
      const x = left + (i / Math.max(1, updates)) * (right - left);
      const y = bottom - scale.at(loss) * (bottom - top);
      return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

export const updateTicks = (updates: number): number[] => ticksUpTo(updates, true);

/** Updates that a table tells of: all of a few, else some spread out, with the first and the last. */
export function tableRows(updates: number, most = 20): number[] {
  if (updates < most) return Array.from({ length: updates + 1 }, (_, i) => i);
  const rows = Array.from({ length: most }, (_, i) => Math.round((i * updates) / (most - 1)));
  return [...new Set(rows)];
}
