/**
 * One configuration in a race: its own update graph on the same network, its own copy of the weights, its own states, and
 * the same batches in the same order as the others. What holds for a run holds here: schedules, cuts on a plateau, the
 * watch for divergence.
 */
import { judge, judgeLoss, type Verdict } from '../divergence';
import { divergenceReport } from '../divergenceReport';
import { EpochWatch } from '../epochWatch';
import type { BatchFeed } from '../feed';
import { Past } from '../history';
import { LearningRates } from '../learningRates';
import { Model } from '../model';
import { download, type Parameters } from '../parameters';
import type { Checkpoint, DivergenceReport } from '../protocol';
import { validate, validationDue } from '../validation';
import { Learner } from './learner';
import type { LaneNews, LaneOrder, RacePoint } from './messages';
import type { Subject } from './subject';

export interface Track {
  feed: BatchFeed;
  /** Step of the run whose batch is the first. */
  offset: number;
  /** Updates of each lane. */
  steps: number;
  /** Whether any lane looks at the validation at the ends of epochs: then all of them are validated there. */
  everyEpoch: boolean;
  /** Whether the race is over: nothing that goes on is wanted any more. */
  ended(): boolean;
  /** Others may have a turn. */
  breath(): void;
}

/** What of an epoch's end concerns a lane: a lane is never stopped early. */
function watchOf({ optimizer, schedule }: LaneOrder, { partition }: Subject): EpochWatch {
  return new EpochWatch({ optimizer, schedule }, partition.validation.length > 0, undefined);
}

/** Whether a lane looks at the validation at the end of every epoch. @throws GraphError `scheduleSetting`. */
export const looksAtValidation = (order: LaneOrder, subject: Subject): boolean => watchOf(order, subject).validates;

/** Updates between two looks at the weights. */
const LOOK_STEPS = 50;

/**
 * Whether the weights are looked at after so many updates: at powers of 2 and every 50. Losses are read when there is time
 * for it; a verdict on weights would come sooner or later with that, and a race replays exactly.
 */
const isLook = (step: number): boolean => step % LOOK_STEPS === 0 || (step < LOOK_STEPS && (step & (step - 1)) === 0);

export class Lane {
  readonly id: string;
  private readonly learner: Learner;
  private readonly rates: LearningRates;
  private readonly epochs: EpochWatch;
  private readonly past: Past;
  private readonly batchAt: (step: number) => ReturnType<BatchFeed['at']>;
  private train: RacePoint[] = [];
  /** Losses since the weights were looked at. */
  private unjudged: number[] = [];
  private validation: RacePoint[] = [];
  /** Why it was stopped. */
  diverged: DivergenceReport | null = null;

  /**
   * @param start weights to begin with; they stay the caller's.
   * @throws GraphError for an optimizer or a schedule that cannot be.
   */
  constructor(
    private readonly subject: Subject,
    order: LaneOrder,
    private readonly track: Track,
    start: Parameters,
  ) {
    const { id, optimizer, schedule, resetEveryEpoch } = order;
    const { network, training, classes } = subject;
    const { stepsPerEpoch } = track.feed;
    this.id = id;
    const fault = resetEveryEpoch ? { kind: 'momentsReset', stepsPerEpoch } : null;
    const { seed, batchSize } = training;
    const model = new Model(network, { optimizer, seed, batchSize, fault, gradientNorm: true }, classes);
    this.rates = new LearningRates(optimizer.learningRate, schedule);
    this.epochs = watchOf(order, subject);
    model.prepare(Math.min(batchSize, subject.partition.train.length));
    this.batchAt = (step) => track.feed.at(track.offset + step);
    this.learner = new Learner(model, model.withFreshStates(start), this.batchAt, track.breath);
    this.past = new Past({ parameters: this.learner.parameters, step: 0, memory: this.epochs.memory });
  }

  get step(): number {
    return this.learner.step;
  }

  /** Whether there is nothing more to do. */
  get done(): boolean {
    return this.diverged !== null || this.step >= this.track.steps;
  }

  private get looks(): boolean {
    return this.done || isLook(this.step);
  }

  /** Trains, one batch at least, until `until` or as long as it may; after it everything has been read back. */
  async slice(until: number, goesOn: () => boolean): Promise<void> {
    const { steps, everyEpoch, feed } = this.track;
    const { stepsPerEpoch } = feed;
    const course = { stepsPerEpoch, totalSteps: steps, everyEpoch };
    if (this.step === 0) await this.learner.warmUp(this.rates.at(0, this.epochs.plateau));
    do {
      const learningRate = this.rates.at(this.step, this.epochs.plateau);
      this.past.note(this.step, learningRate, this.rates.base);
      await this.learner.update(learningRate);
      const pass = this.subject.partition.validation.length > 0 ? validationDue(this.step, course) : null;
      const epochEnd = this.epochs.active && this.step % stepsPerEpoch === 0;
      if (!pass && !epochEnd && !this.looks && !this.learner.due) continue;
      await this.readBack();
      if (this.diverged) return;
      const point = pass ? await this.validate(pass) : null;
      if (epochEnd && !this.track.ended()) await this.endEpoch(point);
    } while (!this.done && goesOn() && performance.now() < until);
    await this.readBack();
  }

  /** What was measured since the last time. */
  news(): LaneNews {
    const { train, validation, id, step } = this;
    this.train = [];
    this.validation = [];
    return { lane: id, step, seconds: this.learner.seconds, train, validation };
  }

  /** Where it stands; between slices. */
  async checkpoint(): Promise<Checkpoint> {
    const { memory } = this.epochs;
    const checkpoint = await download(this.learner.model.graph, this.learner.parameters, this.step);
    return memory ? { ...checkpoint, memory } : checkpoint;
  }

  release(): void {
    this.learner.release();
    this.past.release();
    this.learner.model.dispose();
  }

  private async readBack(): Promise<void> {
    if (this.track.ended()) return;
    const read = await this.learner.read();
    if (!read || this.track.ended()) return;
    const { model } = this.learner;
    const { baseline } = this.subject;
    const { step, past, batchAt } = this;
    const points = read.batches.map(({ step: at, seconds, loss, accuracy, learningRate, gradientNorm }) => {
      return { step: at, seconds, loss, accuracy, learningRate, ...(gradientNorm !== null && { gradientNorm }) };
    });
    const verdict = this.judge(points, read.sizes);
    this.train.push(...points.slice(0, verdict?.seen));
    if (verdict === null) {
      if (this.looks) past.confirm({ parameters: this.learner.parameters, step, memory: this.epochs.memory });
      this.epochs.note(read.batches);
      past.remember(step, this.epochs.memory);
      return;
    }
    const report = await divergenceReport({ verdict, points, step, model, past, baseline, batchAt });
    if (this.track.ended()) return;
    const { parameters, step: good, memory } = past.lastGood;
    this.learner.replace(parameters.retain(), good);
    this.epochs.restore(memory);
    this.diverged = report;
  }

  /** Each loss by itself, and at times the weights with all losses since the last time. */
  private judge(points: readonly RacePoint[], sizes: Record<string, number>): Verdict | null {
    const { baseline } = this.subject;
    this.unjudged.push(...points.map(({ loss }) => loss));
    const earlier = this.unjudged.length - points.length;
    const wrong = this.unjudged.slice(earlier).some((loss) => judgeLoss(loss, baseline) !== null);
    if (!wrong && !this.looks) return null;
    const verdict = judge(this.unjudged, sizes, baseline);
    this.unjudged = [];
    return verdict && { ...verdict, seen: verdict.seen - earlier };
  }

  private async validate(pass: 'quick' | 'whole'): Promise<RacePoint | null> {
    const { store, partition } = this.subject;
    const { model, parameters, seconds } = this.learner;
    const { step } = this;
    const moment = { parameters, step, learningRate: 0 };
    const epoch = step / this.track.feed.stepsPerEpoch;
    const measured = await validate({ model, store, partition }, pass, moment, epoch, this.track.ended);
    if (!measured) return null;
    const { loss, accuracy } = measured;
    const point = { step, seconds, loss, accuracy };
    this.validation.push(point);
    return point;
  }

  private async endEpoch(validation: RacePoint | null): Promise<void> {
    const { step } = this;
    const nothing = async () => ({});
    await this.epochs.end(step / this.track.feed.stepsPerEpoch, validation, step >= this.track.steps, nothing);
    this.past.remember(step, this.epochs.memory);
  }
}
