/**
 * The run: plays batches in the order the seed gives, reads losses back about ten times a second, validates, offers
 * checkpoints, watches for divergence. It gives way to messages every few milliseconds, so that commands act at once.
 */
import { BatchPlan, type Partition } from './batches';
import { type Baseline, findCulprit, judgeLoss, judgeWeights, weightSizes } from './divergence';
import { evaluate } from './evaluation';
import { memory, readScalars, readsAtOnce, type Tensor } from './executors/kernels';
import { Past, Speedometer } from './history';
import type { Batch, Model, Moment } from './model';
import { download, type Parameters } from './parameters';
import type { Checkpoint, DivergenceReport, MetricPoint, RunProgress, TrainingSettings } from './protocol';
import type { SampleStore } from './samples';
import { Alarm, nextTask } from './schedule';

/** Losses are read back, and progress is told, this often. */
const REPORT_MS = 100;
/** Time of computing between two looks at the messages. */
const SLICE_MS = 12;
/** The first checkpoint is offered this long after the start, and one at the end of an epoch this long after another. */
const FIRST_SAVE_MS = 1000;
/** Checkpoints are offered this often while playing, unless they cost more than this share of the time. */
const SAVE_MS = 2000;
const SAVE_SHARE = 0.02;
/** Quick validation passes in an epoch. */
const QUICK_PASSES = 5;
/** Steps between two validation passes at least; epochs of a few batches are not validated every time. */
const VALIDATION_SPACING = 20;
/** Batches on their way on a GPU before their losses are awaited, at most. */
const MOST_PENDING = 512;

export interface TrainerEvents {
  progress(progress: RunProgress, train: MetricPoint[], validation: MetricPoint[]): void;
  autosave(checkpoint: Checkpoint): void;
  diverged(report: DivergenceReport): void;
  finished(): void;
  /** The weights have changed, or there is a moment for something else in between. */
  breath(): void;
  /** Training ended because something failed. */
  failed(error: unknown): void;
}

export interface TrainerOptions {
  model: Model;
  store: SampleStore;
  partition: Partition;
  training: TrainingSettings;
  baseline: Baseline;
  /** Taken over by the trainer. */
  parameters: Parameters;
  step: number;
  events: TrainerEvents;
}

interface Pending {
  step: number;
  loss: Tensor;
  accuracy: Tensor | null;
}

export class Trainer {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  private readonly plan: BatchPlan;
  private readonly speedometer = new Speedometer();
  private readonly alarm = new Alarm();
  private readonly buffers: Batch;
  private past: Past;
  private parameters: Parameters;
  private step: number;
  private learningRate: number;
  private interval = 0;
  private playing = false;
  /** Counts plays and pauses: a loop goes on while its own number is the current one. */
  private turn = 0;
  private disposed = false;
  private stopAt = 0;
  private running: Promise<void> = Promise.resolve();
  private pending: Pending[] = [];
  private pendingLimit = readsAtOnce() ? MOST_PENDING : 1;
  private lastRead = 0;
  private lastReport = 0;
  private lastSave = 0;
  /** The last one at the end of an epoch. */
  private lastEpochSave = Number.NEGATIVE_INFINITY;
  /** Age of the last checkpoint at which the next one is due. */
  private saveAfter = FIRST_SAVE_MS;
  /** Milliseconds the last one took. */
  private saveCost = 0;
  private saveAsked = false;
  private savedStep = -1;
  private nextBatchAt = 0;
  /** When to look at the messages again. */
  private sliceEnd = 0;
  /** Whether a batch is at work, whose learning rate is fixed. */
  private training = false;
  private points: { train: MetricPoint[]; validation: MetricPoint[] } = { train: [], validation: [] };

  constructor(private readonly options: TrainerOptions) {
    const { partition, training, parameters, step, store } = options;
    this.plan = new BatchPlan(partition.train, training.batchSize, training.seed);
    this.stepsPerEpoch = this.plan.stepsPerEpoch;
    this.totalSteps = this.stepsPerEpoch * training.epochs;
    this.parameters = parameters;
    this.step = step;
    this.learningRate = training.optimizer.learningRate;
    this.past = new Past(parameters, step, this.learningRate);
    const count = Math.min(training.batchSize, partition.train.length);
    this.buffers = {
      inputs: new Float32Array(count * store.inputSize),
      targets: new Float32Array(count * store.targetSize),
      count,
    };
  }

  /** The present; whoever keeps the parameters over an `await` retains them. */
  get moment(): Moment {
    return { parameters: this.parameters, step: this.step, learningRate: this.learningRate };
  }

  /** The present for who only looks. */
  get state(): { moment: Moment; training: boolean } {
    return { moment: this.moment, training: this.playing };
  }

  get progress(): RunProgress {
    const { samplesPerSecond } = this.speedometer;
    // No training samples, no epochs: then nothing has been gone through and nothing is left.
    const perStep = this.stepsPerEpoch > 0 ? this.options.partition.train.length / this.stepsPerEpoch : 0;
    const left = (this.totalSteps - this.step) * perStep;
    return {
      step: this.step,
      epoch: this.stepsPerEpoch > 0 ? this.step / this.stepsPerEpoch : 0,
      stepsPerEpoch: this.stepsPerEpoch,
      totalSteps: this.totalSteps,
      samplesPerSecond,
      secondsLeft: samplesPerSecond ? Math.max(0, left) / samplesPerSecond : null,
      playing: this.playing,
      ...memory(),
    };
  }

  /** Plays to the last epoch, or so many batches. */
  play(batches: number | null): void {
    this.playTo(batches === null ? this.totalSteps : this.step + batches);
  }

  playEpoch(): void {
    this.playTo((Math.floor(this.step / this.stepsPerEpoch) + 1) * this.stepsPerEpoch);
  }

  private playTo(step: number): void {
    this.stopAt = Math.min(step, this.totalSteps);
    if (this.disposed) return;
    if (this.step >= this.totalSteps) {
      this.options.events.finished();
      return;
    }
    if (this.playing) return;
    this.playing = true;
    const turn = ++this.turn;
    // A loop that is still winding down (an epoch's validation, say) ends first.
    this.running = this.running.then(() => this.loop(turn));
  }

  /** Stops after the batch at hand; settles when nothing is going on any more. */
  pause(): Promise<void> {
    this.turn++;
    this.alarm.wake();
    if (this.playing) {
      this.playing = false;
      this.report();
    }
    return this.running;
  }

  setLearningRate(learningRate: number): void {
    this.learningRate = learningRate;
    this.past.setLearningRate(this.training ? this.step + 1 : this.step, learningRate);
  }

  /** Batches a second at most; null for as fast as it goes. */
  setSpeed(batchesPerSecond: number | null): void {
    this.interval = batchesPerSecond === null ? 0 : 1000 / batchesPerSecond;
    this.nextBatchAt = 0;
    this.alarm.wake();
  }

  /** Where the run stands; after a pause, once everything about it has been told. */
  async checkpoint(): Promise<Checkpoint> {
    if (!this.playing) await this.running;
    return this.download();
  }

  /** Offers a checkpoint after the batch at hand, if it plays. */
  saveSoon(): void {
    this.saveAsked = this.playing;
    this.alarm.wake();
  }

  private download(): Promise<Checkpoint> {
    return download(this.options.model.graph, this.parameters, this.step);
  }

  /** Continues from elsewhere. Pause first. */
  restore(parameters: Parameters, step: number): void {
    this.points = { train: [], validation: [] };
    this.savedStep = -1;
    this.replace(parameters, step);
    this.report();
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.pause();
    this.dropPending();
    this.past.release();
    this.parameters.release();
  }

  private async loop(turn: number): Promise<void> {
    try {
      if (this.goesOn(turn)) await this.playBatches(turn);
      await this.settle(turn);
    } catch (error) {
      this.playing = false;
      this.dropPending();
      if (!this.disposed) this.options.events.failed(error);
    }
  }

  private goesOn(turn: number): boolean {
    return this.turn === turn && !this.disposed;
  }

  private async playBatches(turn: number): Promise<void> {
    this.speedometer.start();
    this.lastSave = performance.now();
    this.saveAfter = FIRST_SAVE_MS;
    this.report();
    this.sliceEnd = performance.now() + SLICE_MS;
    while (this.goesOn(turn) && this.step < this.stopAt) {
      await this.keepPace(turn);
      if (!this.goesOn(turn)) break;
      await this.trainBatch();
      const due = this.pending.length >= this.pendingLimit || performance.now() - this.lastRead >= REPORT_MS;
      if (due || this.validationDue()) {
        await this.readBack();
        await this.validate(turn);
      }
      if (this.goesOn(turn)) await this.save();
      if (performance.now() >= this.sliceEnd) await this.giveWay();
    }
  }

  /** Lets in what has come meanwhile. */
  private async giveWay(): Promise<void> {
    this.options.events.breath();
    await nextTask();
    this.sliceEnd = performance.now() + SLICE_MS;
  }

  /** After the last batch: everything is read back, and the state is offered. */
  private async settle(turn: number): Promise<void> {
    await this.readBack();
    if (this.disposed) return;
    if (this.turn === turn) this.playing = false;
    this.report();
    this.options.events.breath();
    this.options.events.autosave(await this.download());
    if (this.step >= this.totalSteps && !this.disposed) this.options.events.finished();
  }

  /** A large batch takes long: it gives way between its operations, too. */
  private async trainBatch(): Promise<void> {
    const batch = this.batchAt(this.step);
    const steps = this.options.model.trainSteps(this.moment, batch);
    this.training = true;
    let at = steps.next();
    try {
      for (; !at.done; at = steps.next()) if (performance.now() >= this.sliceEnd) await this.giveWay();
    } finally {
      this.training = false;
    }
    const { next, loss, accuracy } = at.value;
    this.parameters.release();
    this.parameters = next;
    this.step++;
    this.pending.push({ step: this.step, loss, accuracy });
    this.speedometer.add(batch.count);
  }

  /** The batch after `step` updates, in arrays that the next call uses again. */
  private batchAt(step: number): Batch {
    const { store } = this.options;
    const indices = this.plan.at(step);
    const count = indices.length;
    const inputs = this.buffers.inputs.subarray(0, count * store.inputSize);
    const targets = this.buffers.targets.subarray(0, count * store.targetSize);
    store.gather('train', indices, inputs, targets);
    return { inputs, targets, count };
  }

  /** Waits until the next batch is due, when the speed is limited. */
  private async keepPace(turn: number): Promise<void> {
    while (this.interval > 0 && this.goesOn(turn)) {
      const wait = this.nextBatchAt - performance.now();
      if (wait <= 0) break;
      await this.save();
      await this.rest(Math.min(wait, SAVE_MS));
    }
    const now = performance.now();
    const late = now - this.nextBatchAt > this.interval;
    this.nextBatchAt = (late ? now : this.nextBatchAt) + this.interval;
  }

  /** Sleeps for `wait` milliseconds or less, and tells what there is to tell before a long sleep. */
  private async rest(wait: number): Promise<void> {
    const { train, validation } = this.points;
    const news = this.pending.length + train.length + validation.length > 0;
    const quiet = REPORT_MS - (performance.now() - this.lastReport);
    if (!news || quiet > wait) return this.alarm.sleep(wait);
    if (quiet > 0) return this.alarm.sleep(quiet);
    await this.readBack();
    this.report();
  }

  /** Reads the losses since the last time, checks them and tells the page. */
  private async readBack(): Promise<void> {
    const taken = this.pending;
    this.pending = [];
    if (taken.length === 0) return;
    const scalars = taken.flatMap(({ loss, accuracy }) => (accuracy ? [loss, accuracy] : [loss]));
    const { parameters, step } = this;
    parameters.retain();
    let sizes: Record<string, number>;
    let values: Float32Array;
    try {
      values = await readScalars(scalars);
      sizes = await weightSizes(this.options.model.graph, parameters);
    } finally {
      for (const x of scalars) x.dispose();
      parameters.release();
    }
    if (this.disposed) return;
    const width = scalars.length / taken.length;
    const points = taken.map((entry, i) =>
      this.point(entry.step, values[i * width], width > 1 ? values[i * width + 1] : null),
    );
    this.adaptPendingLimit(taken.length);
    this.lastRead = performance.now();
    await this.judge(points, sizes, step);
  }

  private point(step: number, loss: number, accuracy: number | null, partial?: boolean): MetricPoint {
    const point = { step, epoch: step / this.stepsPerEpoch, loss, accuracy };
    return partial ? { ...point, partial } : point;
  }

  /** On a GPU the number of batches on their way is what takes about the time between two reports. */
  private adaptPendingLimit(count: number): void {
    if (readsAtOnce()) return;
    const perBatch = Math.max(0.05, (performance.now() - this.lastRead) / count);
    const wanted = Math.min(REPORT_MS / perBatch, this.pendingLimit * 2, MOST_PENDING);
    this.pendingLimit = Math.max(1, Math.floor(wanted));
  }

  private async judge(points: MetricPoint[], sizes: Record<string, number>, step: number): Promise<void> {
    const { baseline } = this.options;
    const badIndex = points.findIndex(({ loss }) => judgeLoss(loss, baseline) !== null);
    const seen = badIndex < 0 ? points : points.slice(0, badIndex + 1);
    const byLoss = badIndex < 0 ? null : judgeLoss(points[badIndex].loss, baseline);
    const losses = points.map(({ loss }) => loss);
    const kind = byLoss ?? judgeWeights(sizes, losses, baseline);
    this.points.train.push(...seen);
    if (kind === null) {
      this.past.confirm(this.parameters, step);
      if (performance.now() - this.lastReport >= REPORT_MS) this.report();
      return;
    }
    this.turn++;
    this.playing = false;
    const last = seen[seen.length - 1];
    this.report();
    const culprit = await findCulprit(
      {
        model: this.options.model,
        start: this.past.lastGood,
        last: last.step - 1,
        batchAt: (at) => this.batchAt(at),
        learningRateAt: (at) => this.past.learningRateAt(at),
      },
      kind,
    );
    if (this.disposed) return;
    const { initialLoss } = baseline;
    // A loss tells of the weights before its own batch's update.
    const updated = byLoss ? last.step - 1 : step;
    const { from, learningRate } = this.past.rateAt(updated - 1);
    const updates = Math.max(1, updated - from);
    const { loss } = last;
    this.options.events.diverged({ step: last.step, kind, loss, initialLoss, learningRate, updates, ...culprit });
    // Going on from values that are not numbers would be pointless: the run stands where it was last in order.
    const good = this.past.lastGood;
    this.replace(good.parameters.retain(), good.step);
    this.report();
  }

  private replace(parameters: Parameters, step: number): void {
    this.dropPending();
    this.past.release();
    this.parameters.release();
    this.parameters = parameters;
    this.step = step;
    this.past = new Past(parameters, step, this.learningRate);
    this.options.events.breath();
  }

  private report(): void {
    const { train, validation } = this.points;
    this.points = { train: [], validation: [] };
    this.lastReport = performance.now();
    if (!this.disposed) this.options.events.progress(this.progress, train, validation);
  }

  /** A quick pass a few times an epoch, a whole one at its end; none when nothing is held back. */
  private validationDue(): 'quick' | 'whole' | null {
    const { partition } = this.options;
    if (partition.validation.length === 0 || this.step === 0) return null;
    const whole = Math.max(1, Math.ceil(VALIDATION_SPACING / this.stepsPerEpoch)) * this.stepsPerEpoch;
    if (this.step % whole === 0 || this.step === this.totalSteps) return 'whole';
    const quick = Math.max(VALIDATION_SPACING, Math.ceil(this.stepsPerEpoch / QUICK_PASSES));
    return (this.step % this.stepsPerEpoch) % quick === 0 && this.step % this.stepsPerEpoch > 0 ? 'quick' : null;
  }

  private async validate(turn: number): Promise<void> {
    const due = this.validationDue();
    // A pause ends a quick pass; the one at the end of an epoch is part of the curve and is finished.
    const cancelled = () => this.disposed || (due === 'quick' && !this.goesOn(turn));
    if (!due || cancelled()) return;
    const { model, store, partition } = this.options;
    const { step } = this;
    const evaluation = await evaluate({
      model,
      moment: this.moment,
      store,
      split: 'train',
      name: 'validation',
      indices: due === 'whole' ? partition.validation : partition.quick,
      cancelled,
    });
    if (!evaluation) return;
    const partial = due === 'quick' && partition.quick.length < partition.validation.length;
    this.points.validation.push(this.point(step, evaluation.loss, evaluation.accuracy, partial));
    if (performance.now() - this.lastReport >= REPORT_MS) this.report();
  }

  /** Offers a checkpoint when one is due, after all the metrics that belong to it. */
  private async save(): Promise<void> {
    const costly = this.saveCost / SAVE_SHARE;
    const epochEnd = this.step % this.stepsPerEpoch === 0;
    const due = Math.max(costly, epochEnd ? FIRST_SAVE_MS : this.saveAfter);
    const last = epochEnd ? this.lastEpochSave : this.lastSave;
    const young = !this.saveAsked && performance.now() - last < due;
    this.saveAsked = false;
    if (young || this.savedStep === this.step) return;
    await this.readBack();
    if (!this.playing || this.disposed) return;
    this.report();
    const start = performance.now();
    const checkpoint = await this.download();
    this.lastSave = performance.now();
    if (epochEnd) this.lastEpochSave = this.lastSave;
    this.saveCost = this.lastSave - start;
    this.saveAfter = SAVE_MS;
    this.savedStep = checkpoint.step;
    if (!this.disposed) this.options.events.autosave(checkpoint);
  }

  private dropPending(): void {
    for (const { loss, accuracy } of this.pending.splice(0)) {
      loss.dispose();
      accuracy?.dispose();
    }
  }
}
