/**
 * Threads for this project's kernels, as many as TensorFlow.js has for its own. Who does which piece of the work differs
 * from time to time; the work must be such that this makes no difference to the numbers (see products.ts).
 */
import type { HelperStart } from './helper.worker';
import { Jobs, MOST_JOBS } from './jobs';

/** Threads come up within a second even on slow machines. */
const PATIENCE_MS = 5000;
/** Multiplications below which work is not worth cutting. */
const WORTH_CUTTING = 2 ** 21;
/** Pieces for each thread: one that is slower than the others then does fewer. */
const PIECES_EACH = 3;

/** Where the kernels work. */
export interface Workplace {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** The kernels of this thread by name. */
  kernels: Readonly<Record<string, (...args: readonly number[]) => number>>;
}

export interface Crew {
  /** How many there are, this one included. */
  threads: number;
  /** Runs one kernel with several lists of arguments, in any order and at the same time, and returns when all are done. */
  run(kernel: string, work: readonly (readonly number[])[]): void;
}

/**
 * 0 … count in equal parts, as nearly as may be, one for each piece of work.
 * @param products multiplications in all.
 */
export function shares({ threads }: Crew, count: number, products: number): { from: number; to: number }[] {
  const worth = threads > 1 && products >= WORTH_CUTTING;
  const pieces = worth ? Math.min(count, MOST_JOBS, threads * PIECES_EACH) : 1;
  const start = (piece: number) => Math.floor((piece * count) / pieces);
  return Array.from({ length: pieces }, (_, piece) => ({ from: start(piece), to: start(piece + 1) }));
}

/** Everything in this thread, one piece after the other. */
export function alone({ kernels }: Workplace): Crew {
  return {
    threads: 1,
    run: (kernel, work) => {
      for (const args of work) kernels[kernel](...args);
    },
  };
}

function startHelper(start: HelperStart): Promise<Worker> {
  const worker = new Worker(new URL('./helper.worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      worker.terminate();
      reject(new Error('A helper did not start.'));
    };
    const timer = setTimeout(giveUp, PATIENCE_MS);
    worker.onmessage = () => {
      clearTimeout(timer);
      resolve(worker);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      clearTimeout(timer);
      giveUp();
    };
    worker.postMessage(start);
  });
}

/**
 * Starts helpers beside this thread.
 * @param threads this one included; the memory must be shared.
 * @returns null when they do not all come up: then it is better to be alone than to wait for them.
 */
export async function gather(place: Workplace, threads: number): Promise<Crew | null> {
  const { module, memory, kernels } = place;
  const jobs = new Jobs();
  const start = { module, memory, jobs: jobs.buffer };
  const helpers = await Promise.allSettled(Array.from({ length: threads - 1 }, () => startHelper(start)));
  if (helpers.some(({ status }) => status === 'rejected')) {
    for (const helper of helpers) if (helper.status === 'fulfilled') helper.value.terminate();
    return null;
  }
  const names = Object.keys(kernels);
  const all = Object.values(kernels);
  return {
    threads,
    run: (name, work) => {
      const kernel = names.indexOf(name);
      jobs.runAll(
        work.map((args) => ({ kernel, args })),
        (job) => all[job.kernel](...job.args),
      );
    },
  };
}
