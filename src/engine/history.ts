/** What the trainer remembers of a run's recent past: how fast it goes, and the last good moment with what led on from it. */
import type { Parameters } from './parameters';
import type { RunMemory } from './protocol';

/** Samples a second over the last second of playing. */
export class Speedometer {
  private marks: { time: number; samples: number }[] = [];
  private last: number | null = null;

  /** Forgets the past: time while paused does not count. */
  start(): void {
    this.marks = [{ time: performance.now(), samples: 0 }];
  }

  add(samples: number): void {
    const time = performance.now();
    const before = this.marks[this.marks.length - 1]?.samples ?? 0;
    this.marks.push({ time, samples: before + samples });
    while (this.marks.length > 2 && time - this.marks[1].time >= 1000) this.marks.shift();
    const [first] = this.marks;
    const elapsed = time - first.time;
    if (elapsed >= 50) this.last = ((before + samples - first.samples) / elapsed) * 1000;
  }

  get samplesPerSecond(): number | null {
    return this.last;
  }
}

/** Where a run stood. */
export interface Snapshot {
  parameters: Parameters;
  step: number;
  memory: RunMemory | undefined;
}

/** A value over steps, as stretches on which it stays. */
class Stretches {
  private all: { from: number; value: number }[] = [];

  /** From `step` on it is `value`; what was noted of later steps is forgotten. */
  note(step: number, value: number): void {
    while (this.all.length > 0 && this.all[this.all.length - 1].from >= step) this.all.pop();
    if (this.all[this.all.length - 1]?.value !== value) this.all.push({ from: step, value });
  }

  /** The stretch that holds `step`; of one before all of them, the first. */
  at(step: number): Readonly<{ from: number; value: number }> {
    return this.all.findLast(({ from }) => from <= step) ?? this.all[0];
  }

  /** Steps before `step` are not asked for any more. */
  forget(step: number): void {
    const current = this.all.findLastIndex(({ from }) => from <= step);
    this.all.splice(0, Math.max(0, current));
  }
}

/**
 * Snapshots cost no copy, as parameters never change. A snapshot becomes good once the losses of the steps after it
 * have been found to be in order.
 */
export class Past {
  private good: Snapshot;
  private candidate: Snapshot;
  /** Learning rates of the updates since the good snapshot. */
  private readonly rates = new Stretches();
  /** The optimizer's, which a schedule starts from. */
  private readonly bases = new Stretches();

  constructor(start: Snapshot) {
    this.good = { ...start, parameters: start.parameters.retain() };
    this.candidate = { ...start, parameters: start.parameters.retain() };
  }

  get lastGood(): Readonly<Snapshot> {
    return this.good;
  }

  /** The update after `step` others uses this learning rate, which follows from the optimizer's. */
  note(step: number, learningRate: number, base: number): void {
    this.rates.note(step, learningRate);
    this.bases.note(step, base);
  }

  /** The learning rate of the update after `step`, one that was noted. */
  learningRateAt(step: number): number {
    return this.rates.at(step).value;
  }

  /** The optimizer's at that update, and the step from which on it has been that. */
  baseAt(step: number): { from: number; learningRate: number } {
    const { from, value } = this.bases.at(step);
    return { from, learningRate: value };
  }

  /** Everything up to now was in order. */
  confirm(now: Snapshot): void {
    if (now.step === this.candidate.step) return;
    this.good.parameters.release();
    this.good = this.candidate;
    this.candidate = { ...now, parameters: now.parameters.retain() };
    this.rates.forget(this.good.step);
    this.bases.forget(this.good.step);
  }

  /** What is remembered beside the weights has changed while the run stands at `step`. */
  remember(step: number, memory: RunMemory | undefined): void {
    if (this.candidate.step === step) this.candidate.memory = memory;
    if (this.good.step === step) this.good.memory = memory;
  }

  release(): void {
    this.good.parameters.release();
    this.candidate.parameters.release();
  }
}
