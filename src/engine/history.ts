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

/**
 * Snapshots cost no copy, as parameters never change. A snapshot becomes good once the losses of the steps after it
 * have been found to be in order.
 */
export class Past {
  private good: Snapshot;
  private candidate: Snapshot;
  /** Learning rates of the updates since the good snapshot, each from a step on. */
  private rates: { from: number; learningRate: number }[] = [];

  constructor(start: Snapshot) {
    this.good = { ...start, parameters: start.parameters.retain() };
    this.candidate = { ...start, parameters: start.parameters.retain() };
  }

  get lastGood(): Readonly<Snapshot> {
    return this.good;
  }

  /** The update after `step` others uses this learning rate. */
  note(step: number, learningRate: number): void {
    this.rates = this.rates.filter(({ from }) => from < step);
    if (this.rates[this.rates.length - 1]?.learningRate !== learningRate) this.rates.push({ from: step, learningRate });
  }

  learningRateAt(step: number): number {
    return this.rateAt(step).learningRate;
  }

  /** The learning rate of the update after `step`, one that was noted, and the step from which on it has been in use. */
  rateAt(step: number): Readonly<{ from: number; learningRate: number }> {
    return this.rates.findLast(({ from }) => from <= step) ?? this.rates[0];
  }

  /** Everything up to now was in order. */
  confirm(now: Snapshot): void {
    if (now.step === this.candidate.step) return;
    this.good.parameters.release();
    this.good = this.candidate;
    this.candidate = { ...now, parameters: now.parameters.retain() };
    const current = this.rates.findLastIndex(({ from }) => from <= this.good.step);
    this.rates.splice(0, Math.max(0, current));
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
