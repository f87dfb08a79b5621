/** What the charts draw, worked out without a page: rows by layer, logarithmic axes, the sentence below the title. */
import type { LayerSignal } from '@/core/analysis/signal';
import type { LayerSpectra, Spectrum } from '@/core/analysis/spectra';
import { type Verdict, verdictOf } from '@/core/analysis/verdict';
import { measured, whole } from '@/ui';
import { type Message, message } from '../model/message';

/** One layer in the charts. */
export interface FlowRow {
  layer: string;
  /** Root mean square of the output. */
  output: number;
  /** Norm of ∂L/∂output; null where none is needed. */
  gradient: number | null;
  /** It is that of what goes into the activation. */
  beforeActivation: boolean;
  /** Length of the kernel's update beside that of the kernel; null without weights. */
  update: number | null;
  own: Spectrum | null;
  toOutput: Spectrum | null;
}

export function rowsOf(signals: readonly LayerSignal[], spectra: readonly LayerSpectra[] | null): FlowRow[] {
  return signals.map(({ layer, output, gradient, beforeActivation, weights }, i) => ({
    layer,
    output: output.rms,
    gradient: gradient?.norm ?? null,
    beforeActivation,
    update: weights[0]?.ratio ?? null,
    own: spectra?.[i]?.own ?? null,
    toOutput: spectra?.[i]?.toOutput ?? null,
  }));
}

/** Largest singular value divided by the smallest; null where the smallest is not known. */
export function conditionOf(spectrum: Spectrum | null): number | null {
  return spectrum?.smallest === null || spectrum === null ? null : spectrum.largest / spectrum.smallest;
}

/** A logarithmic axis. Zeros have a place of their own below it, what is infinite or no number one above. */
export interface LogAxis {
  /** Powers of ten at its ends. */
  low: number;
  high: number;
  ticks: number[];
  zeros: boolean;
  beyond: boolean;
}

const MOST_TICKS = 6;
const LEAST_DECADES = 2;

/** @param values all that has to find a place; `through` is on the axis in any case. */
export function logAxisOf(values: readonly number[], through: readonly number[] = []): LogAxis {
  const sizes = [...values, ...through].filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  let low = Math.floor((sizes.length > 0 ? Math.min(...sizes) : 0) + 1e-9);
  let high = Math.ceil((sizes.length > 0 ? Math.max(...sizes) : 0) - 1e-9) + 0;
  if (high - low < LEAST_DECADES) high++;
  if (high - low < LEAST_DECADES) low--;
  const every = Math.ceil((high - low) / MOST_TICKS);
  const ticks: number[] = [];
  for (let power = Math.ceil(low / every) * every; power <= high; power += every) ticks.push(power);
  return {
    low,
    high,
    ticks,
    zeros: values.some((value) => value === 0),
    beyond: values.some((value) => !Number.isFinite(value)),
  };
}

/** Room for zeros below an axis, and for what is infinite above. */
export const LANE = 18;

/** Where a value stands, in pixels from the top of a plot of this height. */
export function placeOn(axis: LogAxis, value: number, height: number): number {
  const top = axis.beyond ? LANE : 0;
  const bottom = height - (axis.zeros ? LANE : 0);
  if (value === 0) return height;
  if (!Number.isFinite(value)) return 0;
  const share = (Math.log10(value) - axis.low) / (axis.high - axis.low);
  return bottom - share * (bottom - top);
}

/** A factor of at least 1, with its thousands apart. */
function times(factor: number): string {
  const size = factor < 1 ? 1 / factor : factor;
  return size >= 1000 && size < 1e6 ? whole(Number(size.toPrecision(2)), 'en') : measured(size, 2);
}

/** A layer that does this share of it all, counted in powers of ten, does most of it. */
const MOST = 0.5;

/** What happens to the gradient, in sentences of the catalogue; null without gradients. */
export function verdictWords(signals: readonly LayerSignal[]): { kind: Verdict['kind']; messages: Message[] } | null {
  const verdict = verdictOf(signals);
  if (verdict === null) return null;
  const { kind, first, last, factor, worst } = verdict;
  const layer = worst?.layer ?? last;
  const messages = [
    message(`verdict.${kind}`, { first, last, layer, times: times(factor), factor: measured(factor, 2) }),
  ];
  if (worst !== null && (kind === 'vanishes' || kind === 'explodes')) {
    const most = Math.log(worst.factor) / Math.log(factor) >= MOST;
    messages.push(message(`worst.${most ? 'most' : 'even'}.${kind}`, { layer, times: times(worst.factor) }));
    const steepest = signals.find((signal) => signal.layer === layer)?.steepest ?? null;
    if (kind === 'vanishes' && steepest !== null && steepest < 1) {
      messages.push(message('worst.slope', { layer, slope: measured(steepest) }));
    }
  }
  return { kind, messages };
}
