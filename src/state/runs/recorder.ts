/**
 * Keeps the run that this tab has open: gives it an identity of its own, writes it with every checkpoint the engine
 * offers, and finds it again. A run that another tab has open, or that is taken up at an earlier checkpoint, goes on as a
 * copy, so that nothing that was kept is ever written over. What was never trained is not kept.
 */
import type { RunProgress } from '@/engine/protocol';
import { series } from '../metricsStore';
import { noteWork } from '../recent';
import type { RunArchive } from './archive';
import type { Claim, Claims } from './claims';
import { TrainingClock } from './clock';
import { rememberedRun, rememberRun } from './openRun';
import {
  epochSlot,
  type KeptCheckpoint,
  LAST,
  type LoadedRun,
  newRunId,
  type RunRecord,
  type SavedRun,
} from './records';
import { keepEpochs } from './retention';
import { placeOf, type Standing, written } from './written';

/** After a reload the page before may still hold the run for a moment. */
const RELOAD_PATIENCE_MS = 1500;
/** Changes of the learning rate that are remembered; a slider can make many. */
const MOST_RATES = 1000;

/** A run that was asked for: which, with which of its checkpoints, and whether it is to train on. */
export interface WantedRun {
  id: string;
  slot: string;
  play: boolean;
}

export interface Reopened extends LoadedRun {
  /** Why it is a copy: `elsewhere`: another tab has it open, `earlier`: it was trained further than this checkpoint. */
  copied: 'elsewhere' | 'earlier' | null;
}

export interface RecorderEvents {
  /** Another run is open, or none that is known. */
  opened(id: string): void;
  /** Something of it was kept, or is held in memory. */
  saved(): void;
  /** So many old runs have given way. */
  dropped(count: number): void;
}

interface OpenRun {
  id: string;
  template: string;
  claim: Claim | null;
  createdAt: number;
  number: number;
  rates: RunRecord['rates'];
  from: RunRecord['from'];
  /** Ends of epochs that are kept. */
  epochs: KeptCheckpoint[];
  dropped: number;
  /** Whether storage or memory has it. */
  saved: boolean;
}

export class RunRecorder {
  private run: OpenRun | null = null;
  private readonly clock = new TrainingClock();
  private turn = 0;
  private saving: Promise<void> = Promise.resolve();
  /** What waits to be kept: overtaken by the next one, if storage is slower than the engine. */
  private newest: Standing | null = null;

  constructor(
    private readonly archive: RunArchive,
    private readonly claims: Claims,
    private readonly events: RecorderEvents,
  ) {}

  get id(): string | null {
    return this.run?.id ?? null;
  }

  /** A run from its initial weights. What is still waiting to be kept of the one before is kept. */
  begin(template: string, learningRate: number): void {
    this.turn++;
    const id = newRunId();
    this.take({ ...blank(id, template), rates: [{ step: 0, learningRate }] }, null);
    this.clock.restore(new Float64Array(0), 0);
    rememberRun(template, null);
  }

  /**
   * The run to go on with: the one that was asked for, else the one this tab or the last one had open. Its curves are not
   * yet in `series`. Null when there is none: then `begin` one.
   */
  async reopen(template: string, wanted: WantedRun | null): Promise<Reopened | null> {
    const turn = ++this.turn;
    await this.saving;
    const remembered = wanted ? { id: wanted.id, own: false } : rememberedRun(template);
    const id = remembered === undefined ? await this.archive.latest(template) : remembered.id;
    if (id === null) return null;
    const ours = this.run?.id === id ? this.run.claim : null;
    const claim = ours ?? (await this.claims.claim(id, remembered?.own ? RELOAD_PATIENCE_MS : 0));
    const loaded = await this.archive.load(id, wanted?.slot ?? LAST);
    if (turn !== this.turn || !loaded || loaded.record.template !== template) {
      if (claim !== ours) claim?.release();
      return null;
    }
    const { record, curves, checkpoint } = loaded;
    const copied = claim === null ? 'elsewhere' : checkpoint.step < record.step ? 'earlier' : null;
    if (copied) {
      if (claim !== ours) claim?.release();
      this.take(copyOf(record, checkpoint.step), null);
    } else {
      const { number, createdAt, rates, from, dropped } = record;
      const epochs = record.checkpoints.filter(({ slot }) => slot !== LAST);
      this.take({ id, template, claim, createdAt, number, rates, from, epochs, dropped, saved: true }, claim);
      rememberRun(template, id);
    }
    this.clock.restore(curves.clock, record.seconds);
    this.clock.truncate(checkpoint.step);
    return { ...loaded, copied };
  }

  /** No run is open any more; what is kept stays. */
  close(): void {
    this.turn++;
    this.run?.claim?.release();
    this.run = null;
    this.clock.stop();
  }

  /** The open run has been deleted: it is not kept again. */
  abandon(): void {
    this.newest = null;
    this.close();
  }

  tick({ step, playing }: RunProgress): void {
    this.clock.tick(step, playing, performance.now());
  }

  /** The learning rate changes after `step`. */
  rateChanged(step: number, learningRate: number): void {
    if (!this.run) return;
    const rates = this.run.rates.filter((rate) => rate.step < step);
    if (rates[rates.length - 1]?.learningRate !== learningRate) rates.push({ step, learningRate });
    this.run.rates = rates.slice(0, MOST_RATES);
  }

  /** What came after `step` is taken back. */
  truncate(step: number): void {
    this.clock.stop();
    this.clock.truncate(step);
    if (!this.run) return;
    this.run.epochs = this.run.epochs.filter((checkpoint) => checkpoint.step <= step);
    this.run.rates = this.run.rates.filter((rate, index) => index === 0 || rate.step <= step);
  }

  /** Keeps where the run stands, with its curves so far. */
  keep(standing: Standing): void {
    const { run } = this;
    if (!run || standing.checkpoint.step === 0) return;
    const saved = this.written(run, standing);
    const { step, epoch, last } = saved.record;
    const { loss = null, accuracy = null } = last.validation ?? last.train ?? {};
    noteWork(run.template, { step, epoch, loss, accuracy });
    this.newest = standing;
    const first = !run.saved;
    run.saved = true;
    if (first) rememberRun(run.template, run.id);
    this.saving = this.saving.then(async () => {
      // The end of an epoch is kept even when the next checkpoint is already waiting.
      if (this.newest !== standing && saved.milestone === null) return;
      if (run.number === 0) run.number = await this.archive.nextNumber(run.template);
      const record = { ...saved.record, number: run.number };
      await this.archive.save({ ...saved, record });
      this.events.saved();
      if (first || saved.milestone !== null) await this.tidy(run.id);
    });
  }

  /** Settles when all that was given is kept. */
  get settled(): Promise<void> {
    return this.saving;
  }

  private async tidy(id: string): Promise<void> {
    const spared = new Set([...(await this.claims.held()), id]);
    const count = await this.archive.tidy(spared);
    if (count > 0) this.events.dropped(count);
  }

  private take(run: OpenRun, claim: Claim | null): void {
    const { run: before } = this;
    if (before?.claim !== claim || claim === null) before?.claim?.release();
    this.run = run;
    this.events.opened(run.id);
    if (claim) return;
    void this.claims.claim(run.id, 0).then((own) => {
      if (this.run === run) run.claim = own;
      else own?.release();
    });
  }

  private written(run: OpenRun, standing: Standing): SavedRun {
    const place = placeOf(standing, series.validation);
    const ended = Math.floor(place.epoch);
    const newest = run.epochs[run.epochs.length - 1];
    const milestone = ended >= 1 && ended > Math.floor(newest?.epoch ?? 0) ? epochSlot(ended) : null;
    if (milestone !== null) {
      const { kept, dropped } = keepEpochs([...run.epochs, { ...place, slot: milestone }]);
      run.epochs = kept;
      run.dropped += dropped.length;
    }
    const { id, template, number, createdAt, rates, from, epochs, dropped } = run;
    const measured = { ...series, clock: this.clock.snapshot(), seconds: this.clock.seconds };
    const identity = { id, template, name: null, number, createdAt, rates, from, epochs, dropped };
    return { ...written(identity, standing, measured), milestone };
  }
}

function blank(id: string, template: string): OpenRun {
  return {
    id,
    template,
    claim: null,
    createdAt: Date.now(),
    number: 0,
    rates: [],
    from: null,
    epochs: [],
    dropped: 0,
    saved: false,
  };
}

/** A run of its own that goes on from `step` of another. */
function copyOf(record: RunRecord, step: number): OpenRun {
  const { id, name, number, template } = record;
  const rates = record.rates.filter((rate, index) => index === 0 || rate.step <= step);
  return { ...blank(newRunId(), template), rates, from: { id, name, number, step } };
}
