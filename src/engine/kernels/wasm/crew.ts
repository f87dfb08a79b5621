/**
 * Threads for this project's kernels, as many as TensorFlow.js has for its own. Who does which piece of the work differs
 * from time to time; the work must be such that this makes no difference to the numbers (see products.ts).
 */
import type { HelperStart } from './helper.worker';
import { Jobs } from './jobs';

/** Threads come up within a second even on slow machines. */
const PATIENCE_MS = 5000;

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
