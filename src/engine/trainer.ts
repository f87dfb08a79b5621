/**
 * The run: plays batches in the order the seed gives, reads losses back about ten times a second, validates, offers
 * checkpoints, watches for divergence. It gives way to messages every few milliseconds, so that commands act at once.
 */
import type { Partition } from './batches';
import { type Baseline, judge } from './divergence';
import { divergenceReport } from './divergenceReport';
import { EpochWatch } from './epochWatch';
import { memory } from './executors/kernels';
import { BatchFeed } from './feed';
import { Alarm, nextTask } from './givingWay';
import { Past, Speedometer } from './history';
import { LearningRates } from './learningRates';
import type { Model, Moment } from './model';
import { News } from './news';
import { download, type Parameters } from './parameters';
import type { Checkpoint, DivergenceReport, MetricPoint, RunMemory, RunProgress, TrainingSettings } from './protocol';
import { Readback } from './readback';
import type { SampleStore } from './samples';
import { SAVE_MS, SaveClock } from './saving';
import { SpeedLimit } from './speedLimit';
import { type Pass, validate, validationDue } from './validation';

/** Time of computing between two looks at the messages. */
const SLICE_MS = 12;

export interface TrainerEvents {
  progress(progress: RunProgress, train: MetricPoint[], validation: MetricPoint[]): void;
  autosave(checkpoint: Checkpoint): void;
  diverged(report: DivergenceReport): void;
  finished(): void;
  /** An update was made, the `step`-th; whoever keeps the parameters retains them. */
  updated(before: Parameters, after: Parameters, step: number): void;
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
  events: TrainerEvents;
}

/** Where a run stands. */
export interface Standing {
  /** Whoever is given it takes it over. */
  parameters: Parameters;
  /** Updates made so far. */
  step: number;
  memory: RunMemory | undefined;
}

export class Trainer {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  private readonly feed: BatchFeed;
  private readonly news: News;
  private readonly speedometer = new Speedometer();
  private readonly alarm = new Alarm();
  private readonly limit = new SpeedLimit();
  private readonly saves = new SaveClock();
  private readonly readback: Readback;
  private readonly rates: LearningRates;
  private readonly epochs: EpochWatch;
  private past: Past;
  private parameters: Parameters;
  private step: number;
  private playing = false;
  /** Counts plays and pauses: a loop goes on while its own number is the current one. */
  private turn = 0;
  private disposed = false;
  private stopAt = 0;
  private running: Promise<void> = Promise.resolve();
  /** Who waits for a checkpoint of the next moment at which everything fits together. */
  private asking: ((checkpoint: Promise<Checkpoint>) => void)[] = [];
  /** When to look at the messages again. */
  private sliceEnd = 0;

  /** @throws GraphError for a schedule that cannot be. */
  constructor(
    private readonly options: TrainerOptions,
    { parameters, step, memory: remembered }: Standing,
  ) {
    const { model, partition, training } = options;
    this.feed = new BatchFeed(options);
    this.news = new News((...news) => options.events.progress(...news));
    this.stepsPerEpoch = this.feed.stepsPerEpoch;
    this.totalSteps = this.stepsPerEpoch * training.epochs;
    this.parameters = parameters;
    this.step = step;
    this.readback = new Readback(model.graph);
    this.epochs = new EpochWatch(training, partition.validation.length > 0, remembered);
    this.rates = new LearningRates(training.optimizer.learningRate, training.schedule);
    this.past = new Past({ parameters, step, memory: remembered });
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
      epoch: this.epochAt(this.step),
      stepsPerEpoch: this.stepsPerEpoch,
      totalSteps: this.totalSteps,
      samplesPerSecond,
      secondsLeft: samplesPerSecond ? Math.max(0, left) / samplesPerSecond : null,
      learningRate: this.learningRate,
      stopped: this.epochs.stopped,
      playing: this.playing,
      ...memory(),
    };
  }

  /** Of the next update. */
  private get learningRate(): number {
    return this.rates.at(this.step, this.epochs.plateau);
  }

  private epochAt(step: number): number {
    return this.stepsPerEpoch > 0 ? step / this.stepsPerEpoch : 0;
  }

  /** Plays to the last epoch, or so many batches. A run that was stopped early goes on. */
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
    this.epochs.goOn();
    this.past.remember(this.step, this.epochs.memory);
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

  /** The rate the schedule starts from; takes effect with the next batch. */
  setLearningRate(learningRate: number): void {
    this.rates.set(learningRate);
    this.epochs.setLearningRate(learningRate);
    this.past.remember(this.step, this.epochs.memory);
    // Where it rests, the next report would be long in coming.
    if (!this.playing) this.report();
  }

  /** Batches a second at most; null for as fast as it goes. */
  setSpeed(batchesPerSecond: number | null): void {
    this.limit.set(batchesPerSecond);
    this.alarm.wake();
  }

  /** Where the run stands; after a pause, once everything about it has been told. */
  async checkpoint(): Promise<Checkpoint> {
    if (this.playing && !this.disposed) {
      return new Promise((resolve) => {
        this.asking.push(resolve);
        this.alarm.wake();
      });
    }
    await this.running;
    return this.download();
  }

  /** Offers a checkpoint after the batch at hand, if it plays. */
  saveSoon(): void {
    if (this.playing) this.saves.ask();
    this.alarm.wake();
  }

  private async download(): Promise<Checkpoint> {
    const { memory: remembered } = this.epochs;
    const checkpoint = await download(this.options.model.graph, this.parameters, this.step);
    // The best weights are handed over with it: a copy.
    return remembered ? { ...checkpoint, memory: structuredClone(remembered) } : checkpoint;
  }

  private answerCheckpoints(): void {
    for (const resolve of this.asking.splice(0)) resolve(this.download());
  }

  /** Continues from elsewhere. Pause first. */
  restore(standing: Standing): void {
    this.news.drop();
    this.saves.forget();
    this.replace(standing);
    this.report();
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.pause();
    this.answerCheckpoints();
    this.readback.drop();
    this.past.release();
    this.parameters.release();
  }

  private async loop(turn: number): Promise<void> {
    try {
      if (this.goesOn(turn)) await this.playBatches(turn);
      await this.settle(turn);
    } catch (error) {
      this.playing = false;
      this.readback.drop();
      if (!this.disposed) this.options.events.failed(error);
    }
    this.answerCheckpoints();
  }

  private goesOn(turn: number): boolean {
    return this.turn === turn && !this.disposed;
  }

  private async playBatches(turn: number): Promise<void> {
    this.speedometer.start();
    this.saves.start(performance.now());
    this.report();
    this.sliceEnd = performance.now() + SLICE_MS;
    while (this.goesOn(turn) && this.step < this.stopAt) {
      await this.keepPace(turn);
      if (!this.goesOn(turn)) break;
      await this.trainBatch();
      const epochEnd = this.epochs.active && this.step % this.stepsPerEpoch === 0;
      if (this.readback.due() || this.validationDue() || epochEnd) {
        const { step } = this;
        await this.readBack();
        // It may have been taken back to an earlier moment.
        if (this.step !== step) break;
        const validation = await this.validate(turn);
        if (epochEnd && !this.disposed) await this.endEpoch(validation);
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
    if ((this.step >= this.totalSteps || this.epochs.stopped) && !this.disposed) this.options.events.finished();
  }

  /** A large batch takes long: it gives way between its operations, too. */
  private async trainBatch(): Promise<void> {
    const batch = this.feed.at(this.step);
    const { moment } = this;
    this.past.note(this.step, moment.learningRate, this.rates.base);
    const steps = this.options.model.trainSteps(moment, batch);
    let at = steps.next();
    for (; !at.done; at = steps.next()) if (performance.now() >= this.sliceEnd) await this.giveWay();
    const { next, loss, accuracy, gradientNorm } = at.value;
    this.step++;
    this.options.events.updated(this.parameters, next, this.step);
    this.parameters.release();
    this.parameters = next;
    const { learningRate } = moment;
    this.readback.add({ step: this.step, samples: batch.count, learningRate, loss, accuracy, gradientNorm });
    this.speedometer.add(batch.count);
  }

  /** Waits until the next batch is due, when the speed is limited. */
  private async keepPace(turn: number): Promise<void> {
    while (this.goesOn(turn)) {
      const wait = this.limit.wait(performance.now());
      if (wait <= 0) break;
      await this.save();
      await this.rest(Math.min(wait, SAVE_MS));
    }
    this.limit.begin(performance.now());
  }

  /** Sleeps for `wait` milliseconds or less, and tells what there is to tell before a long sleep. */
  private async rest(wait: number): Promise<void> {
    const news = this.readback.waiting > 0 || !this.news.empty;
    const quiet = this.news.wait;
    if (!news || quiet > wait) return this.alarm.sleep(wait);
    if (quiet > 0) return this.alarm.sleep(quiet);
    await this.readBack();
    this.report();
  }

  /** Reads the losses since the last time, checks them and tells the page. */
  private async readBack(): Promise<void> {
    const read = await this.readback.read(this.parameters);
    if (!read || this.disposed) return;
    const points = read.batches.map(({ step, loss, accuracy, learningRate }) => {
      return { step, epoch: this.epochAt(step), loss, accuracy, learningRate };
    });
    if (!(await this.inOrder(points, read.sizes))) return;
    this.epochs.note(read.batches);
    this.past.remember(this.step, this.epochs.memory);
  }

  /** Looks for signs of divergence; returns whether all is in order. If not, the run is stopped where it last was. */
  private async inOrder(points: MetricPoint[], sizes: Record<string, number>): Promise<boolean> {
    const { baseline, events } = this.options;
    const { step } = this;
    const losses = points.map(({ loss }) => loss);
    const verdict = judge(losses, sizes, baseline);
    this.news.add({ train: points.slice(0, verdict?.seen) });
    if (verdict === null) {
      this.past.confirm({ parameters: this.parameters, step, memory: this.epochs.memory });
      if (this.news.wait <= 0) this.report();
      return true;
    }
    this.turn++;
    this.playing = false;
    this.report();
    const { model } = this.options;
    const batchAt = (at: number) => this.feed.at(at);
    const report = await divergenceReport({ verdict, points, step, model, past: this.past, baseline, batchAt });
    if (this.disposed) return false;
    events.diverged(report);
    // Going on from values that are not numbers would be pointless: the run stands where it was last in order.
    const good = this.past.lastGood;
    this.replace({ ...good, parameters: good.parameters.retain() });
    this.report();
    return false;
  }

  private replace({ parameters, step, memory: remembered }: Standing): void {
    this.readback.drop();
    this.past.release();
    this.parameters.release();
    this.parameters = parameters;
    this.step = step;
    this.epochs.restore(remembered);
    this.past = new Past({ parameters, step, memory: remembered });
    this.options.events.breath();
  }

  private report(): void {
    if (!this.disposed) this.news.report(this.progress);
  }

  /** None when nothing is held back. */
  private validationDue(): Pass | null {
    const { stepsPerEpoch, totalSteps } = this;
    if (this.options.partition.validation.length === 0) return null;
    return validationDue(this.step, { stepsPerEpoch, totalSteps, everyEpoch: this.epochs.validates });
  }

  private async validate(turn: number): Promise<MetricPoint | null> {
    const due = this.validationDue();
    // A pause ends a quick pass; the one at the end of an epoch is part of the curve and is finished.
    const cancelled = () => this.disposed || (due === 'quick' && !this.goesOn(turn));
    if (!due || cancelled()) return null;
    const point = await validate(this.options, due, this.moment, this.epochAt(this.step), cancelled);
    if (!point) return null;
    this.news.add({ validation: [point] });
    if (this.news.wait <= 0) this.report();
    return point;
  }

  /** What waits for the ends of epochs takes its turn: it may lower the rate, or end the run. */
  private async endEpoch(validation: MetricPoint | null): Promise<void> {
    const { model } = this.options;
    const { step, parameters } = this;
    const last = step >= this.totalSteps;
    const weights = async () => (await download(model.graph, parameters, step)).weights;
    const best = await this.epochs.end(step / this.stepsPerEpoch, validation, last, weights);
    if (this.disposed) return;
    if (best) this.replace({ parameters: model.withWeights(parameters, best), step, memory: this.epochs.memory });
    if (this.epochs.stopped) this.stopAt = step;
    this.past.remember(step, this.epochs.memory);
  }

  /** Offers a checkpoint when one is due, after all the metrics that belong to it, and gives those that were asked for. */
  private async save(): Promise<void> {
    const epochEnd = this.step % this.stepsPerEpoch === 0;
    const due = this.saves.due(this.step, epochEnd, performance.now());
    if (!due && this.asking.length === 0) return;
    await this.readBack();
    this.answerCheckpoints();
    if (!due || !this.playing || this.disposed) return;
    this.report();
    const start = performance.now();
    const checkpoint = await this.download();
    this.saves.took(checkpoint.step, epochEnd, start, performance.now());
    if (!this.disposed) this.options.events.autosave(checkpoint);
  }
}
