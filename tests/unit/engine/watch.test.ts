/** How often snapshots are taken, by a clock that the test turns. */
import { describe, expect, it } from 'vitest';
import { Pace } from '@/engine/watch';

/** Plays the worker: snapshots as often as they may be taken, for so long. */
function playFor(milliseconds: number, cost: () => number, perSecond = 12): { count: number; spent: number } {
  const pace = new Pace();
  let now = 0;
  let count = 0;
  let spent = 0;
  while (now < milliseconds) {
    const wait = pace.wait(now, perSecond, true);
    if (wait > 0) {
      now += wait;
      continue;
    }
    const took = cost();
    pace.took(now, now + took);
    now += took;
    spent += took;
    count++;
  }
  return { count, spent };
}

describe('the pace of snapshots', () => {
  it('is as many a second as are wanted while they are cheap', () => {
    const { count, spent } = playFor(10_000, () => 3);
    expect(count).toBe(120);
    expect(spent).toBeLessThan(1000);
  });

  it('is ten a second while that takes less than a tenth of the time', () => {
    expect(playFor(10_000, () => 7.9).count).toBeGreaterThanOrEqual(100);
  });

  it('gives way to the training when they are dear', () => {
    const { count, spent } = playFor(60_000, () => 50);
    expect(spent).toBeLessThan(0.1 * 60_000);
    expect(count).toBeGreaterThan(60);
  });

  it('judges by the cheapest of the last few, as the others waited for something else', () => {
    let turn = 0;
    const { count } = playFor(10_000, () => (turn++ % 3 === 0 ? 4 : 40));
    expect(count).toBeGreaterThan(100);
  });

  it('takes them at once when nothing trains', () => {
    const pace = new Pace();
    pace.took(0, 500);
    expect(pace.wait(500, 12, false)).toBe(0);
    expect(pace.wait(500, 12, true)).toBeGreaterThan(5000);
  });
});
