/** A speed that a person sets for training: so many batches a second at most. Times are milliseconds of any clock. */
export class SpeedLimit {
  private interval = 0;
  private nextAt = 0;

  /** Null for as fast as it goes. */
  set(batchesPerSecond: number | null): void {
    this.interval = batchesPerSecond === null ? 0 : 1000 / batchesPerSecond;
    this.nextAt = 0;
  }

  /** Milliseconds until the next batch is due; 0 for now. */
  wait(now: number): number {
    return this.interval > 0 ? Math.max(0, this.nextAt - now) : 0;
  }

  /** A batch begins. One that is late does not make the next ones come sooner. */
  begin(now: number): void {
    const late = now - this.nextAt > this.interval;
    this.nextAt = (late ? now : this.nextAt) + this.interval;
  }
}
