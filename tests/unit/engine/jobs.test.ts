/** Jobs in shared memory: each is done once, whoever does it, and one that fails is told of. */
import { describe, expect, it } from 'vitest';
import { type Job, Jobs, MOST_JOBS } from '@/engine/kernels/wasm/jobs';

const jobsOf = (count: number): Job[] =>
  Array.from({ length: count }, (_, i) => ({ kernel: i % 3, args: [i, i - 7, i * i] }));

describe('jobs', () => {
  it('are each done once, with their arguments', () => {
    const jobs = new Jobs();
    for (const count of [1, 5, MOST_JOBS, 2]) {
      const done: Job[] = [];
      jobs.runAll(jobsOf(count), (job) => done.push(job));
      expect(done.sort((a, b) => a.args[0] - b.args[0])).toEqual(jobsOf(count));
    }
  });

  it('are taken by whoever looks: two on the same memory share them', () => {
    const here = new Jobs();
    const there = new Jobs(here.buffer);
    const byHelper: number[] = [];
    const done: number[] = [];
    here.runAll(jobsOf(4), ({ args: [i] }) => {
      done.push(i);
      // A helper that wakes in the middle takes what is left; its own jobs are not given out again.
      if (done.length === 1) takeAll(there, (job) => byHelper.push(job.args[0]));
    });
    expect(byHelper).toHaveLength(3);
    expect([...done, ...byHelper].sort()).toEqual([0, 1, 2, 3]);
  });

  it('that fail are told of once all are done, and the next round is as good as ever', () => {
    const jobs = new Jobs();
    let done = 0;
    const fail = () =>
      jobs.runAll(jobsOf(4), ({ args: [i] }) => {
        if (i === 2) throw new Error('no');
        done++;
      });
    expect(fail).toThrow();
    expect(done).toBe(3);
    jobs.runAll(jobsOf(2), () => done++);
    expect(done).toBe(5);
  });
});

/** What a helper does while there are jobs; it would sleep for ever after. */
function takeAll(jobs: Jobs, run: (job: Job) => void): void {
  const asleep = new Error('asleep');
  const { wait } = Atomics;
  Atomics.wait = (() => {
    throw asleep;
  }) as typeof Atomics.wait;
  try {
    jobs.serve(run);
  } catch (error) {
    if (error !== asleep) throw error;
  } finally {
    Atomics.wait = wait;
  }
}
