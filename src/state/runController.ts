/**
 * The owner of the run: opens a template's data set, builds the run its document asks for, maps the engine's events to
 * the stores, keeps checkpoints, and starts a crashed engine again where it stood.
 *
 * `applied` is what the current run was built with. Where the document differs from it, the learning rate and the number
 * of epochs follow at once; the rest is listed in `dirty` until a reset, except that an untrained run is just built again.
 */
import { EngineError } from '@/engine/client';
import type { Checkpoint, EngineEvent, RunProgress } from '@/engine/protocol';
import { Crashes } from './crashes';
import { DatasetSession } from './datasetSession';
import { drawDocumentSeed, setDocumentEpochs, setDocumentRate } from './documentEdits';
import { documentStore, type TemplateId } from './documentStore';
import { needsDownload } from './download';
import { EngineSession, isCrash, Superseded } from './engineSession';
import { failureOf } from './failure';
import { followKeeping } from './keeping';
import { TriedRates } from './learningRates';
import { clearMetrics, publishMetrics, series } from './metricsStore';
import { networkInput } from './networkInput';
import { noteWork } from './recent';
import type { RunActions } from './runActions';
import { BACKENDS, type Links, realLinks } from './runLinks';
import {
  buildable,
  dirtyLayerSettings,
  dirtySettings,
  documentWith,
  type RunSettings,
  runSettings,
  sameEnd,
  sameRun,
  withEnd,
  withLearningRate,
} from './runSettings';
import { canTrain, keptStatus, reportedStatus, restingStatus } from './runStatus';
import { initialRun, notify, type RunState, useRun } from './runStore';
import { type Extent, forgetExtentAtRest, rememberExtent, rememberedExtent } from './runs/openRun';
import { type Reopened, RunRecorder, type WantedRun } from './runs/recorder';
import { recorderEvents } from './runs/runsStore';
import { readStored, writeStored } from './storage';
import { isSound } from './task';
import { Throttle } from './throttle';

const PUBLISH_MS = 200;
const REBUILD_MS = 250;

const SPEED_KEY = 'speed/1';

const set = (change: Partial<RunState>) => useRun.setState(change);
const status = () => useRun.getState().status;

export class RunController implements RunActions {
  /** Ends the workers and stops following the document; for tests, since the page has one controller for ever. */
  readonly dispose: () => void;
  readonly engine: EngineSession;
  private readonly dataset: DatasetSession;
  private readonly recorder: RunRecorder;
  private template: TemplateId | null = null;
  applied: RunSettings | null = null;
  /** Settings of the run the engine has, as they were at its building; null when there is none. */
  private built: RunSettings | null = null;
  private lastCheckpoint: Checkpoint | null = null;
  /** Counts openings and restarts, so that one that was overtaken stops on its own. */
  private generation = 0;
  private readonly crashes = new Crashes();
  private latest: RunProgress | null = null;
  private publisher = new Throttle(() => this.publish(), PUBLISH_MS);
  private rebuildTimer: ReturnType<typeof setTimeout> | null = null;
  /** How far to train as soon as the run is built. */
  private whenBuilt: Extent | 'batch' | null = null;
  /** The kept run to go on with when its template is opened. */
  private wanted: WantedRun | null = null;
  /** Whether nobody looks at the work. */
  private left = false;
  /** Learning rates that have been in use with this network and optimizer. */
  private readonly tried = new TriedRates();

  constructor(links: Links) {
    this.engine = new EngineSession(links, {
      onEvent: (event) => this.receive(event),
      onCrash: (message) => this.crashed(message),
    });
    this.dataset = new DatasetSession(links, () => void this.rebuild());
    this.recorder = new RunRecorder(links.archive, links.claims, recorderEvents);
    const { unknownBackend: asked } = links;
    if (asked !== null) notify('warning', 'unknownBackend', { asked, names: BACKENDS.join(', ') });
    const speed = readStored(SPEED_KEY);
    if (typeof speed === 'number' && speed > 0) set({ speed });
    const following = documentStore.subscribe(() => this.documentChanged());
    const stops = [following, followKeeping(), useRun.subscribe(forgetExtentAtRest)];
    this.dispose = () => {
      for (const stop of stops) stop();
      this.publisher.cancel();
      this.cancelRebuild();
      this.engine.dispose();
      this.recorder.close();
      this.dataset.close();
    };
  }

  /** Opens a template's document and brings its run to where it was left. Nothing happens when it is already open. */
  async open(template: TemplateId): Promise<void> {
    this.left = false;
    if (this.template === template && status() !== 'error' && !this.wanted) return;
    const generation = ++this.generation;
    this.pause();
    await this.keepCheckpoint();
    if (generation !== this.generation) return;
    this.abandonRun();
    if (this.template !== template) {
      this.recorder.close();
      documentStore.open(template);
    }
    this.template = template;
    this.applied = null;
    this.lastCheckpoint = null;
    this.whenBuilt = null;
    const { backend, speed, notices } = useRun.getState();
    set({ ...initialRun, backend, speed, notices });
    clearMetrics();
    await this.start();
  }

  /** Opens a kept run with one of its checkpoints: at once when its template is open, else with the template. */
  async openRun(template: TemplateId, wanted: WantedRun): Promise<void> {
    this.wanted = wanted;
    if (this.template === template) await this.open(template);
  }

  /** The open run has been deleted: the network goes back to its initial weights. */
  runDeleted(): void {
    this.pause();
    this.recorder.abandon();
    this.reset();
  }

  /** The workspace is left: training stops, everything is kept. */
  leave(): void {
    this.left = true;
    this.pause();
    void this.keepCheckpoint();
  }

  // --- Actions -----------------------------------------------------------------------------------------------------

  play = (): void => {
    if (status() === 'finished' && !useRun.getState().progress?.stopped) this.trainOn();
    else this.train('end');
  };

  pause = (): void => {
    this.whenBuilt = null;
    if (status() !== 'playing') return;
    this.engine.send({ type: 'pause' });
    set({ status: 'paused' });
  };

  oneBatch = (): void => this.train('batch');

  oneEpoch = (): void => this.train('epoch');

  reset = (): void => {
    if (!this.template || !this.dataset.isOpen || status() === 'loadingData') return;
    clearMetrics();
    this.lastCheckpoint = null;
    noteWork(this.template, { step: 0, epoch: 0, loss: null, accuracy: null });
    void this.build(null);
  };

  applySettings = (): void => this.reset();

  newSeed = (): void => {
    drawDocumentSeed();
    this.reset();
  };

  setLearningRate = setDocumentRate;

  setSpeed = (speed: number | null): void => {
    set({ speed });
    writeStored(SPEED_KEY, speed);
    this.engine.send({ type: 'setSpeed', batchesPerSecond: speed });
  };

  retry = (): void => {
    if (status() !== 'error') return;
    set({ error: null, dataset: { ...useRun.getState().dataset, error: null } });
    this.crashes.forget();
    void this.start();
  };

  predict: RunActions['predict'] = async (inputs, count, capture) =>
    this.engine.client.predict({ inputs: networkInput(inputs), targets: new Float32Array(0), count }, capture);

  watch: RunActions['watch'] = (watch) => this.engine.watch(watch);

  fit: RunActions['fit'] = async (preprocessing) => this.engine.client.fit(preprocessing);

  evaluate: RunActions['evaluate'] = async (split) => this.engine.client.evaluate(split);

  getCheckpoint: RunActions['getCheckpoint'] = async () => this.engine.client.checkpoint();

  setCheckpoint: RunActions['setCheckpoint'] = async (checkpoint) => {
    this.pause();
    await this.engine.client.setCheckpoint(checkpoint);
    this.truncateMetrics(checkpoint.step);
    this.keep(checkpoint);
    this.weightsChanged();
  };

  engineStep: RunActions['engineStep'] = async (...step) => this.engine.client.step(...step);

  samples: RunActions['samples'] = (split, indices) => this.dataset.samples(split, indices);

  // --- Starting and building -----------------------------------------------------------------------------------------

  private async start(): Promise<void> {
    const generation = ++this.generation;
    const { template, wanted } = this;
    if (!documentStore.document || !template) return;
    this.wanted = null;
    set({ status: 'loadingData' });
    this.engine.start();
    try {
      const goOn = wanted ? (wanted.play ? 'end' : null) : this.lastCheckpoint ? null : rememberedExtent(template);
      const reopening = this.lastCheckpoint ? Promise.resolve(null) : this.reopen(template, wanted);
      // A run that was asked for brings its own document, and so its own data.
      if (wanted) await reopening;
      const [kept] = await Promise.all([reopening, this.dataset.use(documentStore.document.data.id)]);
      const { document } = documentStore;
      if (generation !== this.generation || !document) return;
      const settings = kept && runSettings(kept.record.document);
      if (kept && settings?.dataset === document.data.id) {
        series.train.restore(kept.curves.train);
        series.validation.restore(kept.curves.validation);
        publishMetrics();
        const { training } = runSettings(document);
        const { learningRate } = training.optimizer;
        this.applied = withEnd(withLearningRate(settings, learningRate), training);
        this.lastCheckpoint = kept.checkpoint;
        this.recorder.rateChanged(kept.checkpoint.step, learningRate);
        if (kept.copied) notify('info', `run.${kept.copied}`, { step: kept.checkpoint.step });
      } else if (wanted) notify('warning', 'runUnreadable');
      if (goOn && !this.left) this.whenBuilt = goOn;
      await this.build(this.lastCheckpoint);
    } catch (error) {
      if (generation === this.generation) this.fail(error);
    }
  }

  private async reopen(template: TemplateId, wanted: WantedRun | null): Promise<Reopened | null> {
    const { generation } = this;
    const kept = await this.recorder.reopen(template, wanted);
    if (kept && wanted && generation === this.generation) documentStore.update(() => kept.record.document);
    return kept;
  }

  /** Builds the run: from a checkpoint with the settings it belongs to, else anew with the document's settings. */
  private async build(checkpoint: Checkpoint | null): Promise<void> {
    const { document } = documentStore;
    const { dataset } = this;
    if (!document || !dataset.isOpen || !this.template) return;
    this.cancelRebuild();
    const { built: before } = this;
    // From here on nothing counts any more that the engine still says about the run so far.
    this.abandonRun();
    const settings = checkpoint && this.applied ? this.applied : buildable(runSettings(document), this.applied);
    if (!checkpoint) this.recorder.begin(this.template, settings.training.optimizer.learningRate);
    if (!isSound(settings)) {
      this.applied = settings;
      return set({ status: 'error', error: { code: 'invalidNetwork', params: {} } });
    }
    set({ status: 'building', error: null, divergence: null });
    try {
      this.engine.start();
      await this.engine.attach(settings.dataset, dataset);
      // With the same settings the run need not be built again to have its initial weights back.
      const again = checkpoint === null && before !== null && sameRun(before, settings);
      const built = again ? await this.engine.reset() : await this.engine.build(settings, checkpoint);
      if (before === null || !sameRun(before, settings)) this.tried.clear();
      this.built = settings;
      this.applied = settings;
      const { speed } = useRun.getState();
      if (speed !== null) this.engine.send({ type: 'setSpeed', batchesPerSecond: speed });
      if (checkpoint) this.truncateMetrics(checkpoint.step);
      const { progress, trainCount, validationCount, preprocessing } = built;
      set({ status: restingStatus(progress), progress, trainCount, validationCount, preprocessing });
      this.weightsChanged();
      this.documentChanged();
      const extent = this.whenBuilt;
      this.whenBuilt = null;
      if (extent !== null) this.train(extent);
    } catch (error) {
      // Overtaken by another build, or by the restart after a crash.
      if (error instanceof Superseded || isCrash(error)) return;
      this.whenBuilt = null;
      if (checkpoint) {
        // What was kept does not fit any more: better to begin anew than not at all.
        notify('warning', 'checkpointUnusable');
        return this.reset();
      }
      this.applied = settings;
      this.fail(error);
    }
  }

  private abandonRun(): void {
    this.engine.abandonRun();
    this.built = null;
    this.latest = null;
    this.publisher.cancel();
  }

  private fail(error: unknown): void {
    const failure = failureOf(error);
    const { dataset } = useRun.getState();
    const dataError = failure.code.startsWith('data.') ? failure : null;
    set({ status: 'error', error: failure, dataset: { ...dataset, error: dataError } });
  }

  /** Trains on, once what has been changed is built. */
  private train(extent: Extent | 'batch'): void {
    if (needsDownload()) return;
    if (status() === 'building') this.whenBuilt = extent;
    else if (this.rebuildTimer !== null) {
      this.whenBuilt = extent;
      this.reset();
    } else if (canTrain(useRun.getState())) {
      this.engine.send(
        extent === 'epoch' ? { type: 'playEpoch' } : { type: 'play', batches: extent === 'end' ? null : 1 },
      );
      if (extent === 'batch') return;
      set({ status: 'playing' });
      if (this.template) rememberExtent(this.template, extent);
    }
  }

  /** More epochs after the last: as many again as are set. */
  private trainOn(): void {
    const { progress } = useRun.getState();
    if (!progress || !this.applied) return;
    this.whenBuilt = 'end';
    setDocumentEpochs(Math.ceil(progress.epoch) + this.applied.training.epochs);
  }

  /** Builds the run again from where it stands. */
  private async rebuild(): Promise<void> {
    this.built = null;
    try {
      const step = useRun.getState().progress?.step ?? 0;
      // From here on a press on a training button is for the run to come.
      if (this.dataset.isOpen) set({ status: 'building' });
      await this.build(step > 0 ? await this.getCheckpoint() : null);
    } catch (error) {
      if (!(error instanceof Superseded)) this.fail(error);
    }
  }

  // --- Following the document ------------------------------------------------------------------------------------

  private documentChanged(): void {
    const document = documentStore.document;
    if (!document || !this.applied || document.template !== this.template) return;
    const wanted = runSettings(document);
    const { learningRate } = wanted.training.optimizer;
    if (learningRate !== this.applied.training.optimizer.learningRate) {
      this.applied = withLearningRate(this.applied, learningRate);
      this.recorder.rateChanged((this.latest ?? useRun.getState().progress)?.step ?? 0, learningRate);
      this.engine.send({ type: 'setLearningRate', learningRate });
    }
    const dirty = dirtySettings(this.applied, wanted);
    const { network } = this.applied;
    set({ dirty, dirtyLayers: dirtyLayerSettings(this.applied, wanted), network });
    this.cancelRebuild();
    if (status() === 'building' || status() === 'loadingData') return;
    const untrained = status() === 'error' || status() === 'ready';
    if (dirty.length > 0 && untrained && isSound(wanted)) {
      this.rebuildTimer = setTimeout(this.reset, REBUILD_MS);
    } else if (!sameEnd(wanted, this.applied) && status() !== 'error') {
      // That needs another run, but not other weights: it goes on from where this one stands.
      this.applied = withEnd(this.applied, wanted.training);
      if (status() === 'playing') this.whenBuilt = 'end';
      void this.rebuild();
    }
  }

  private cancelRebuild(): void {
    clearTimeout(this.rebuildTimer ?? undefined);
    this.rebuildTimer = null;
  }

  // --- What the engine says --------------------------------------------------------------------------------------

  private receive(event: EngineEvent): void {
    switch (event.type) {
      case 'ready':
        set({ backend: event.backend });
        break;
      case 'progress':
        for (const point of event.train) series.train.push(point);
        for (const point of event.validation) series.validation.push(point);
        this.latest = event.progress;
        this.recorder.tick(event.progress);
        this.tried.note(this.applied?.training.optimizer.learningRate ?? 0, event.train.length);
        if (event.progress.playing) this.publisher.request();
        else this.publisher.flush();
        break;
      case 'autosave':
        this.keep(event.checkpoint);
        break;
      case 'diverged':
        this.publisher.flush();
        set({
          status: 'diverged',
          divergence: event.report,
          stableRate: this.tried.stableBelow(event.report.learningRate),
        });
        break;
      case 'finished':
        this.publisher.flush();
        set({ status: 'finished' });
        break;
      case 'error':
        this.fail(new EngineError(event.code, event.params ?? {}, event.message));
    }
  }

  private publish(): void {
    const progress = this.latest;
    this.latest = null;
    publishMetrics();
    if (!progress) return;
    set({ progress, status: reportedStatus(status(), progress) });
    this.weightsChanged();
  }

  private weightsChanged(): void {
    useRun.setState((state) => ({ checkpointVersion: state.checkpointVersion + 1 }));
  }

  private crashed(message: string): void {
    const extent = status() === 'playing' ? 'end' : this.whenBuilt;
    this.built = null;
    if (this.crashes.tooMany()) {
      this.generation++;
      this.fail(new EngineError('workerCrashed', {}, message));
      return;
    }
    const step = this.lastCheckpoint?.step ?? 0;
    this.truncateMetrics(step);
    this.whenBuilt = extent;
    void this.start().then(() => {
      if (status() !== 'error') notify('warning', step > 0 ? 'engineResumed' : 'engineRestarted', { step });
    });
  }

  // --- Keeping -----------------------------------------------------------------------------------------------------

  private keep(checkpoint: Checkpoint): void {
    this.lastCheckpoint = checkpoint;
    const { template, applied } = this;
    const { document } = documentStore;
    const progress = this.latest ?? useRun.getState().progress;
    if (!template || !applied || !document || !progress?.totalSteps || checkpoint.step === 0) return;
    this.recorder.keep({
      checkpoint,
      document: documentWith(document, applied),
      status: keptStatus(status()),
      progress,
    });
  }

  /** Has the engine offer where it stands, now rather than in a second or two: the page may go at any moment. */
  keepSoon(): void {
    if (status() === 'playing') this.engine.send({ type: 'save' });
  }

  /** Keeps where the run stands at rest, for the moment before another document comes. */
  private async keepCheckpoint(): Promise<void> {
    if (!canTrain(useRun.getState()) && status() !== 'finished') return;
    const { built } = this;
    try {
      const checkpoint = await this.getCheckpoint();
      if (this.built === built) this.keep(checkpoint);
    } catch {
      // The last autosave stays.
    }
  }

  private truncateMetrics(step: number): void {
    series.train.truncate(step);
    series.validation.truncate(step);
    this.recorder.truncate(step);
    publishMetrics();
  }
}

export const controller = new RunController(realLinks);
