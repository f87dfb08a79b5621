/** Runs work at most once per interval: at once when it has been quiet, else at the interval's end, never losing the last call. */
export class Throttle {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly work: () => void,
    private readonly intervalMs: number,
  ) {}

  /** Asks for the work to be done soon. */
  request(): void {
    if (this.timer !== null) return;
    const wait = this.last + this.intervalMs - performance.now();
    if (wait <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Does the work now. */
  flush(): void {
    this.cancel();
    this.last = performance.now();
    this.work();
  }

  cancel(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
