/**
 * Jobs for several threads, in shared memory: one word says which are left, and whoever takes one counts it down, the
 * thread that gave them out like its helpers. The word also counts how often jobs were given out, so that a helper that
 * comes late finds nothing of the next round half written.
 */

/** A kernel by its place among the binary's functions, and its arguments. */
export interface Job {
  kernel: number;
  args: readonly number[];
}

export type RunJob = (job: Job) => void;

/** Most jobs at once. */
export const MOST_JOBS = 12;

const LEFT = 0;
const DONE = 1;
const FAILED = 2;
const FIRST = 4;
/** A job: kernel, number of arguments, arguments. */
const JOB_LENGTH = 32;
const LEFT_MASK = 0xff;
const ROUND = 0x100;

/** Jobs as they lie in shared memory. */
export class Jobs {
  private readonly words: Int32Array;

  constructor(readonly buffer: SharedArrayBuffer = new SharedArrayBuffer((FIRST + MOST_JOBS * JOB_LENGTH) * 4)) {
    this.words = new Int32Array(buffer);
  }

  /** Gives jobs out, helps with them and returns when all are done. @throws when one failed. */
  runAll(jobs: readonly Job[], run: RunJob): void {
    jobs.forEach(({ kernel, args }, i) => {
      this.words.set([kernel, args.length, ...args], FIRST + i * JOB_LENGTH);
    });
    Atomics.store(this.words, DONE, 0);
    const round = (Atomics.load(this.words, LEFT) & ~LEFT_MASK) + ROUND;
    Atomics.store(this.words, LEFT, round | jobs.length);
    Atomics.notify(this.words, LEFT);
    this.runWhatIsLeft(run);
    for (let done = this.done(); done < jobs.length; done = this.done()) {
      // A page's own thread must not sleep.
      if (typeof document === 'undefined') Atomics.wait(this.words, DONE, done);
    }
    if (Atomics.exchange(this.words, FAILED, 0) !== 0) throw new Error('A kernel failed in a thread.');
  }

  /** Sleeps until there are jobs, does them, and so on for ever. */
  serve(run: RunJob): never {
    for (;;) {
      const left = Atomics.load(this.words, LEFT);
      if ((left & LEFT_MASK) === 0) Atomics.wait(this.words, LEFT, left);
      else this.runWhatIsLeft(run);
    }
  }

  private done(): number {
    return Atomics.load(this.words, DONE);
  }

  private runWhatIsLeft(run: RunJob): void {
    for (;;) {
      const left = Atomics.load(this.words, LEFT);
      const count = left & LEFT_MASK;
      if (count === 0) return;
      if (Atomics.compareExchange(this.words, LEFT, left, left - 1) !== left) continue;
      const at = FIRST + (count - 1) * JOB_LENGTH;
      const args = this.words.subarray(at + 2, at + 2 + this.words[at + 1]);
      try {
        run({ kernel: this.words[at], args: [...args] });
      } catch {
        Atomics.store(this.words, FAILED, 1);
      }
      Atomics.add(this.words, DONE, 1);
      Atomics.notify(this.words, DONE);
    }
  }
}
