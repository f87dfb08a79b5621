/**
 * When a run that plays offers a checkpoint: soon after the start, at the ends of epochs, every second or two, on demand,
 * and seldom enough that all of them together take a small share of the time. Times are milliseconds of any clock.
 */

/** The first checkpoint is offered this long after the start, and one at the end of an epoch this long after another. */
const FIRST_MS = 1000;
/** Checkpoints are offered this often while playing, unless they cost more than this share of the time. */
export const SAVE_MS = 2000;
const SHARE = 0.02;

export class SaveClock {
  private last = 0;
  /** The last one at the end of an epoch. */
  private lastEpoch = Number.NEGATIVE_INFINITY;
  /** Age of the last checkpoint at which the next one is due. */
  private after = FIRST_MS;
  /** What the last one took. */
  private cost = 0;
  private asked = false;
  private savedStep = -1;

  /** Playing begins. */
  start(now: number): void {
    this.last = now;
    this.after = FIRST_MS;
  }

  /** The next one is due at once. */
  ask(): void {
    this.asked = true;
  }

  /** What was offered is no more. */
  forget(): void {
    this.savedStep = -1;
    this.asked = false;
  }

  /** Whether one is due after `step` updates, which a demand is: it is met by this. */
  due(step: number, epochEnd: boolean, now: number): boolean {
    const age = now - (epochEnd ? this.lastEpoch : this.last);
    const old = age >= Math.max(this.cost / SHARE, epochEnd ? FIRST_MS : this.after);
    const due = (old || this.asked) && this.savedStep !== step;
    this.asked = false;
    return due;
  }

  /** One was made. */
  took(step: number, epochEnd: boolean, start: number, end: number): void {
    this.last = end;
    if (epochEnd) this.lastEpoch = end;
    this.cost = end - start;
    this.after = SAVE_MS;
    this.savedStep = step;
  }
}
