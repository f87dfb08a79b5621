/**
 * The insides of the run's optimizer while it trains: of one update now and then, histograms of every state and of the
 * true change of every weight, read from the parameters before and after it. About one a second, and seldom enough to
 * take a small share of the training's time. Nobody watching costs nothing.
 */

import type { Graph } from '@/core/graph/types';
import { histogram } from '@/core/histogram';
import { read } from './executors/kernels';
import { learned, type Model } from './model';
import type { Parameters } from './parameters';
import type { OptimizerInsides, WeightInsides } from './protocol';
import { Pace } from './watch';

const PER_SECOND = 1;

/** Euclidean norm. */
function norm(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares);
}

/** What an update did to one weight, given its values before and after, and its states after. */
export function weightInsides(
  weight: string,
  layer: string,
  before: Float32Array,
  after: Float32Array,
  states: Record<string, Float32Array>,
): WeightInsides {
  const step = after.map((value, i) => value - before[i]);
  const histograms = Object.fromEntries(
    Object.entries({ ...states, step }).map(([name, values]) => [name, histogram(values)]),
  );
  return { weight, layer, histograms, ratio: norm(step) / norm(before) || Number.NaN };
}

/** One update of a run. */
interface Update {
  run: number;
  model: Model;
  before: Parameters;
  after: Parameters;
  /** Updates made, this one included. */
  step: number;
}

async function look(graph: Graph, { before, after, step }: Update): Promise<OptimizerInsides> {
  const weights = await Promise.all(
    learned(graph).map(async (name) => {
      const states = graph.states.filter(({ weight }) => weight === name);
      const tensors = [before.get(name)!, after.get(name)!, ...states.map((state) => after.get(state.name)!)];
      const [old, now, ...values] = await Promise.all(tensors.map(read));
      const { layer } = graph.weights.find((one) => one.name === name)!;
      const named = Object.fromEntries(states.map(({ state }, i) => [state, values[i]]));
      return weightInsides(name, layer, old, now, named);
    }),
  );
  return { step, weights };
}

const release = ({ before, after }: Update): void => {
  before.release();
  after.release();
};

export class InsidesWatcher {
  private on = false;
  /** The last update, until it has been looked at. */
  private last: Update | null = null;
  private readonly pace = new Pace();
  private busy = false;
  private training = false;

  constructor(
    private readonly events: { taken(run: number, insides: OptimizerInsides): void; failed(error: unknown): void },
  ) {}

  set(on: boolean): void {
    this.on = on;
    if (!on) this.forget();
  }

  /** An update was made. Cheap enough to be called every time. */
  updated(update: Update): void {
    if (!this.on) return;
    this.forget();
    update.before.retain();
    update.after.retain();
    this.last = update;
    this.poke(true);
  }

  /** Looks at the last update if it is time to; where training rests, that is at once. */
  poke(training: boolean): void {
    this.training = training;
    const { last } = this;
    if (!last || this.busy || this.pace.wait(performance.now(), PER_SECOND, training) > 0) return;
    this.last = null;
    void this.take(last);
  }

  private forget(): void {
    if (this.last) release(this.last);
    this.last = null;
  }

  private async take(update: Update): Promise<void> {
    this.busy = true;
    const start = performance.now();
    try {
      const insides = await look(update.model.graph, update);
      this.pace.took(start, performance.now());
      if (this.on) this.events.taken(update.run, insides);
    } catch (error) {
      this.set(false);
      this.events.failed(error);
    } finally {
      release(update);
      this.busy = false;
    }
    this.poke(this.training);
  }
}
