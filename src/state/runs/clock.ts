/** How long a run has trained, pauses left out, and when it reached which step. */

/** Moments kept before every second one is left out. */
const CAPACITY = 1024;

export class TrainingClock {
  private moments: { step: number; seconds: number }[] = [];
  private trained = 0;
  private lastTick: number | null = null;

  /** Seconds trained so far. */
  get seconds(): number {
    return this.trained;
  }

  /** Notes that the run stands at `step` at `now` (milliseconds), and whether it goes on. */
  tick(step: number, playing: boolean, now: number): void {
    if (this.lastTick !== null) this.trained += (now - this.lastTick) / 1000;
    this.lastTick = playing ? now : null;
    const last = this.moments[this.moments.length - 1];
    if (step === 0 || (last && last.step >= step)) return;
    if (this.moments.length === CAPACITY) this.moments = this.moments.filter((_, i) => i % 2 === 1);
    this.moments.push({ step, seconds: this.trained });
  }

  /** Time stands still, whatever was going on. */
  stop(): void {
    this.lastTick = null;
  }

  /** Forgets what came after `step`. */
  truncate(step: number): void {
    if ((this.moments[this.moments.length - 1]?.step ?? 0) <= step) return;
    this.moments = this.moments.filter((moment) => moment.step <= step);
    this.trained = this.moments[this.moments.length - 1]?.seconds ?? 0;
  }

  /** Pairs of step and seconds, for storage. */
  snapshot(): Float64Array {
    return Float64Array.from(this.moments.flatMap(({ step, seconds }) => [step, seconds]));
  }

  restore(snapshot: Float64Array, seconds: number): void {
    this.lastTick = null;
    this.moments = Array.from({ length: snapshot.length / 2 }, (_, i) => ({
      step: snapshot[2 * i],
      seconds: snapshot[2 * i + 1],
    }));
    this.trained = seconds;
  }
}
