/** How often the engine has crashed lately: a few crashes are worked around, then it is better to say so. */

/** More than so many within a minute are not worked around any more. */
const MOST = 3;
const WINDOW_MS = 60_000;

export class Crashes {
  private times: number[] = [];

  /** Notes one; returns whether these were too many. */
  tooMany(now = performance.now()): boolean {
    this.times = [...this.times.filter((time) => now - time < WINDOW_MS), now];
    return this.times.length > MOST;
  }

  forget(): void {
    this.times = [];
  }
}
