/**
 * What to try when training has diverged: the rate the template comes with when the one in use is above it, else a tenth,
 * but no less than what has been seen to work.
 */

/** Batches that have to be in order before a rate counts as one that works. */
const ENOUGH_BATCHES = 50;
/** A rate that worked counts only when it is clearly below the one that did not. */
const CLEARLY_BELOW = 0.5;

/** With which learning rates the network at hand has trained, and how long. */
export class TriedRates {
  private readonly batches = new Map<number, number>();

  note(learningRate: number, batches: number): void {
    if (batches > 0) this.batches.set(learningRate, (this.batches.get(learningRate) ?? 0) + batches);
  }

  clear(): void {
    this.batches.clear();
  }

  /** The largest rate that has worked and is clearly below `learningRate`; null when there is none. */
  stableBelow(learningRate: number): number | null {
    const stable = [...this.batches]
      .filter(([rate, batches]) => batches >= ENOUGH_BATCHES && rate <= CLEARLY_BELOW * learningRate)
      .map(([rate]) => rate);
    return stable.length === 0 ? null : Math.max(...stable);
  }
}

export interface RateFacts {
  /** The learning rate that training diverged with. */
  diverged: number;
  /** What the field holds now: it may have been changed since. */
  current: number;
  /** The template's own. */
  usual: number;
  /** The largest one known to work, if any is known. */
  stable: number | null;
}

/** The learning rate to begin anew with: at most three significant digits, or one that is in use somewhere. */
export function adviseRate({ diverged, current, usual, stable }: RateFacts): number {
  const lower = diverged > usual ? usual : Math.max(Number((diverged / 10).toPrecision(3)), stable ?? 0);
  // Somebody has already set a lower one: then that is what is wanted.
  return current > 0 ? Math.min(current, lower) : lower;
}
