/**
 * The owner of the run: opens a template's data set, builds the run its document asks for, maps the engine's events to
 * the stores, keeps checkpoints, and starts a crashed engine again where it stood.
 *
 * `applied` is what the current run was built with. Where the document differs from it, the learning rate and the number
 * of epochs follow at once; the rest is listed in `dirty` until a reset, except that an untrained run is just built again.
 */
import { validateNetwork } from '@/core/network/validate';
import type { DatasetHandle } from '@/data/client';
import { EngineError } from '@/engine/client';
import type { Checkpoint, EngineEvent, RunProgress } from '@/engine/protocol';
import type { SavedRun } from './checkpointStore';
import { documentStore, type TemplateId } from './documentStore';
import { EngineSession, isCrash, Superseded } from './engineSession';
import { failureOf } from './failure';
import { TriedRates } from './learningRates';
import { clearMetrics, publishMetrics, series } from './metricsStore';
import { noteWork } from './recent';
import type { RunActions } from './runActions';
import { BACKENDS, type Links, realLinks } from './runLinks';
import { dirtySettings, type RunSettings, runSettings, sameRun, withEpochs, withLearningRate } from './runSettings';
import { emptyDataset, initialRun, notify, type RunState, type RunStatus, useRun } from './runStore';
import { onStorageProblem, readStored, writeStored } from './storage';
import { Throttle } from './throttle';

const PUBLISH_MS = 200;
const REBUILD_MS = 250;
/** More crashes than this within a minute are not worked around any more. */
const MOST_CRASHES = 3;
const CRASH_WINDOW_MS = 60_000;
/** Seeds drawn for `newSeed` are short enough to be told to a neighbour. */
const SEEDS = 10_000;

const SPEED_KEY = 'speed/1';

const set = (change: Partial<RunState>) => useRun.setState(change);
const status = () => useRun.getState().status;

/** To the last epoch, to the end of this one, or one batch. */
type Extent = 'end' | 'epoch' | 'batch';

export class RunController implements RunActions {
  /** Ends the workers and stops following the document; for tests, since the page has one controller for ever. */
  readonly dispose: () => void;
  private readonly engine: EngineSession;
  private dataset: { id: string; handle: DatasetHandle } | null = null;
  private template: TemplateId | null = null;
  private applied: RunSettings | null = null;
  /** Settings of the run the engine has, as they were at its building; null when there is none. */
  private built: RunSettings | null = null;
  private lastCheckpoint: Checkpoint | null = null;
  /** Counts openings and restarts, so that one that was overtaken stops on its own. */
  private generation = 0;
  private crashes: number[] = [];
  private latest: RunProgress | null = null;
  private publisher = new Throttle(() => this.publish(), PUBLISH_MS);
  private rebuildTimer: ReturnType<typeof setTimeout> | null = null;
  /** How far to train as soon as the run is built. */
  private whenBuilt: Extent | null = null;
  /** Learning rates that have been in use with this network and optimizer. */
  private readonly tried = new TriedRates();
  private saving: Promise<void> = Promise.resolve();
  /** What waits to be kept: overtaken by the next one, if storage is slower than the engine. */
  private newest: SavedRun | null = null;

  constructor(private readonly links: Links) {
    this.engine = new EngineSession(links, {
      onEvent: (event) => this.receive(event),
      onCrash: (message) => this.crashed(message),
    });
    const { unknownBackend: asked } = links;
    if (asked !== null) notify('warning', 'unknownBackend', { asked, names: BACKENDS.join(', ') });
    const speed = readStored(SPEED_KEY);
    if (typeof speed === 'number' && speed > 0) set({ speed });
    const stopFollowing = documentStore.subscribe(() => this.documentChanged());
    const stopWatching = onStorageProblem((problem) =>
      notify('warning', problem === 'full' ? 'storageFull' : 'storageDenied'),
    );
    this.dispose = () => {
      stopFollowing();
      stopWatching();
      this.publisher.cancel();
      this.cancelRebuild();
      this.engine.dispose();
      this.dataset?.handle.close();
    };
  }

  /** Opens a template's document and brings its run to where it was left. Nothing happens when it is already open. */
  async open(template: TemplateId): Promise<void> {
    if (this.template === template && status() !== 'error') return;
    const generation = ++this.generation;
    this.pause();
    await this.keepCheckpoint();
    if (generation !== this.generation) return;
    this.abandonRun();
    this.template = template;
    this.applied = null;
    this.lastCheckpoint = null;
    this.whenBuilt = null;
    const { backend, speed, notices } = useRun.getState();
    set({ ...initialRun, backend, speed, notices });
    clearMetrics();
    documentStore.open(template);
    await this.start();
  }

  /** The workspace is left: training stops, everything is kept. */
  leave(): void {
    this.pause();
    void this.keepCheckpoint();
  }

  // --- Actions -----------------------------------------------------------------------------------------------------

  play = (): void => {
    if (status() === 'finished') this.trainOn();
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
    if (!this.template || !this.dataset || status() === 'loadingData') return;
    clearMetrics();
    this.lastCheckpoint = null;
    this.newest = null;
    noteWork(this.template, { step: 0, epoch: 0, loss: null, accuracy: null });
    const { template } = this;
    this.saving = this.saving.then(() => this.links.archive.remove(template));
    void this.build(null);
  };

  applySettings = (): void => this.reset();

  newSeed = (): void => {
    const [random] = crypto.getRandomValues(new Uint32Array(1));
    const seed = random % SEEDS;
    documentStore.update((document) => ({ ...document, training: { ...document.training, seed } }));
    this.reset();
  };

  setLearningRate = (learningRate: number): void => {
    documentStore.update(
      (document) => {
        const phases = document.training.phases.map((phase) => ({
          ...phase,
          optimizer: { ...phase.optimizer, learningRate },
        }));
        return { ...document, training: { ...document.training, phases } };
      },
      { merge: 'learningRate' },
    );
  };

  setSpeed = (speed: number | null): void => {
    set({ speed });
    writeStored(SPEED_KEY, speed);
    this.engine.send({ type: 'setSpeed', batchesPerSecond: speed });
  };

  retry = (): void => {
    if (status() !== 'error') return;
    set({ error: null, dataset: { ...useRun.getState().dataset, error: null } });
    this.crashes = [];
    void this.start();
  };

  predict: RunActions['predict'] = async (inputs, count, capture) =>
    this.engine.client.predict({ inputs, targets: new Float32Array(0), count }, capture);

  watch: RunActions['watch'] = (watch) => this.engine.watch(watch);

  evaluate: RunActions['evaluate'] = async (split) => this.engine.client.evaluate(split);

  getCheckpoint: RunActions['getCheckpoint'] = async () => this.engine.client.checkpoint();

  setCheckpoint: RunActions['setCheckpoint'] = async (checkpoint) => {
    this.pause();
    await this.engine.client.setCheckpoint(checkpoint);
    this.truncateMetrics(checkpoint.step);
    this.keep(checkpoint);
    this.weightsChanged();
  };

  engineStep: RunActions['engineStep'] = async (input, checkpoint, learningRate) =>
    this.engine.client.step(input, checkpoint, learningRate);

  samples: RunActions['samples'] = async (split, indices) => {
    const { dataset } = this;
    if (!dataset) throw new Error('no data set is open');
    try {
      return await dataset.handle.samples(split, indices);
    } catch (error) {
      // The data worker has died: its set is read again, once. The engine has a copy of its own and trains on.
      if (error instanceof RangeError || this.dataset !== dataset) throw error;
      this.dataset = null;
      return (await this.openDataset(dataset.id)).samples(split, indices);
    }
  };

  // --- Starting and building -----------------------------------------------------------------------------------------

  private async start(): Promise<void> {
    const generation = ++this.generation;
    const document = documentStore.document;
    const { template } = this;
    if (!document || !template) return;
    set({ status: 'loadingData' });
    this.engine.start();
    try {
      const [saved] = await Promise.all([
        this.lastCheckpoint ? null : this.saving.then(() => this.links.archive.load(template)),
        this.openDataset(document.data.id),
      ]);
      if (generation !== this.generation) return;
      if (saved && saved.settings.dataset === document.data.id) {
        series.train.restore(saved.metrics.train);
        series.validation.restore(saved.metrics.validation);
        publishMetrics();
        const { learningRate } = document.training.phases[0].optimizer;
        this.applied = withEpochs(withLearningRate(saved.settings, learningRate), document.training.epochs);
        this.lastCheckpoint = saved.checkpoint;
      }
      await this.build(this.lastCheckpoint);
    } catch (error) {
      if (generation === this.generation) this.fail(error);
    }
  }

  private async openDataset(id: string): Promise<DatasetHandle> {
    if (this.dataset?.id !== id) {
      this.dataset?.handle.close();
      this.dataset = null;
      set({ dataset: emptyDataset });
      const onProgress = (loaded: number, total: number) =>
        set({ dataset: { ...useRun.getState().dataset, loaded, total } });
      this.dataset = { id, handle: await this.links.openDataset(id, onProgress) };
    }
    const { handle } = this.dataset;
    set({ dataset: { ...useRun.getState().dataset, info: handle.info, error: null } });
    return handle;
  }

  /** Builds the run: from a checkpoint with the settings it belongs to, else anew with the document's settings. */
  private async build(checkpoint: Checkpoint | null): Promise<void> {
    const document = documentStore.document;
    const { dataset } = this;
    if (!document || !dataset) return;
    this.cancelRebuild();
    const { built: before } = this;
    // From here on nothing counts any more that the engine still says about the run so far.
    this.abandonRun();
    const settings = checkpoint && this.applied ? this.applied : runSettings(document);
    if (validateNetwork(settings.network).length > 0) {
      this.applied = settings;
      return set({ status: 'error', error: { code: 'invalidNetwork', params: {} } });
    }
    set({ status: 'building', error: null, divergence: null });
    try {
      this.engine.start();
      await this.engine.attach(settings.dataset, () => dataset.handle.connect());
      // With the same settings the run need not be built again to have its initial weights back.
      const again = checkpoint === null && before !== null && sameRun(before, settings);
      const built = again ? await this.engine.reset() : await this.engine.build(settings, checkpoint);
      if (before === null || !sameRun(before, settings)) this.tried.clear();
      this.built = settings;
      this.applied = settings;
      const { speed } = useRun.getState();
      if (speed !== null) this.engine.send({ type: 'setSpeed', batchesPerSecond: speed });
      if (checkpoint) this.truncateMetrics(checkpoint.step);
      const { progress, trainCount, validationCount } = built;
      set({ status: restingStatus(progress), progress, trainCount, validationCount });
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
  private train(extent: Extent): void {
    if (status() === 'building') this.whenBuilt = extent;
    else if (this.rebuildTimer !== null) {
      this.whenBuilt = extent;
      this.reset();
    } else if (this.canStep()) {
      this.engine.send(
        extent === 'epoch' ? { type: 'playEpoch' } : { type: 'play', batches: extent === 'end' ? null : 1 },
      );
      if (extent !== 'batch') set({ status: 'playing' });
    }
  }

  /** More epochs after the last: as many again as are set. */
  private trainOn(): void {
    const { progress } = useRun.getState();
    if (!progress || !this.applied) return;
    const epochs = Math.ceil(progress.epoch) + this.applied.training.epochs;
    this.whenBuilt = 'end';
    documentStore.update((document) => ({ ...document, training: { ...document.training, epochs } }));
  }

  /** Another number of epochs needs another run, but not other weights: it goes on from where this one stands. */
  private async changeEpochs(epochs: number): Promise<void> {
    const { applied } = this;
    if (!applied) return;
    this.applied = withEpochs(applied, epochs);
    const step = useRun.getState().progress?.step ?? 0;
    if (status() === 'playing') this.whenBuilt = 'end';
    try {
      const checkpoint = step > 0 ? await this.getCheckpoint() : null;
      await this.build(checkpoint);
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
      this.engine.send({ type: 'setLearningRate', learningRate });
    }
    const dirty = dirtySettings(this.applied, wanted);
    set({ dirty });
    this.cancelRebuild();
    if (status() === 'building' || status() === 'loadingData') return;
    const untrained = status() === 'error' || status() === 'ready';
    if (dirty.length > 0 && untrained && validateNetwork(wanted.network).length === 0) {
      this.rebuildTimer = setTimeout(this.reset, REBUILD_MS);
    } else if (wanted.training.epochs !== this.applied.training.epochs && status() !== 'error') {
      void this.changeEpochs(wanted.training.epochs);
    }
  }

  private cancelRebuild(): void {
    if (this.rebuildTimer !== null) clearTimeout(this.rebuildTimer);
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
    const settled = status() === 'diverged' || status() === 'error' || status() === 'building';
    // A pause that is still on its way to the engine is not undone by a report from before it.
    const stale = status() === 'paused' && progress.playing;
    const next = progress.playing ? 'playing' : restingStatus(progress);
    set({ progress, status: settled || stale ? status() : next });
    this.weightsChanged();
  }

  private weightsChanged(): void {
    useRun.setState((state) => ({ checkpointVersion: state.checkpointVersion + 1 }));
  }

  private crashed(message: string): void {
    const extent = status() === 'playing' ? 'end' : this.whenBuilt;
    this.built = null;
    const now = performance.now();
    this.crashes = [...this.crashes.filter((time) => now - time < CRASH_WINDOW_MS), now];
    if (this.crashes.length > MOST_CRASHES) {
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
    if (!template || !applied || checkpoint.step === 0) return;
    const metrics = { train: series.train.snapshot(), validation: series.validation.snapshot() };
    const record = { template, savedAt: Date.now(), settings: applied, checkpoint, metrics };
    this.newest = record;
    this.saving = this.saving.then(async () => {
      if (this.newest === record) await this.links.archive.save(record);
    });
    const last = series.validation.last ?? series.train.last;
    const epoch = useRun.getState().progress?.epoch ?? 0;
    noteWork(template, { step: checkpoint.step, epoch, loss: last?.loss ?? null, accuracy: last?.accuracy ?? null });
  }

  /** Has the engine offer where it stands, now rather than in a second or two: the page may go at any moment. */
  keepSoon(): void {
    if (status() === 'playing') this.engine.send({ type: 'save' });
  }

  /** Keeps where the run stands at rest, for the moment before another document comes. */
  private async keepCheckpoint(): Promise<void> {
    if (!this.canStep() && status() !== 'finished') return;
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
    publishMetrics();
  }

  private canStep(): boolean {
    return status() === 'ready' || status() === 'paused';
  }
}

function restingStatus({ step, totalSteps }: RunProgress): RunStatus {
  if (step === 0) return 'ready';
  return step >= totalSteps ? 'finished' : 'paused';
}

export const controller = new RunController(realLinks);
