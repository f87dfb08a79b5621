/**
 * The owner of the engine and the data: opens a template's data set, builds the run the document asks for, maps the
 * engine's events to the stores, keeps checkpoints, and starts a crashed engine again where it stood.
 *
 * At any time one run is current (`run`); late events of earlier ones are dropped. `applied` is what it was built with:
 * where the document differs, the learning rate follows at once and the rest is listed in `dirty` until a reset, except
 * that an untrained run is simply built again.
 */
import { validateNetwork } from '@/core/network/validate';
import type { DatasetHandle } from '@/data/client';
import type { Checkpoint, EngineEvent } from '@/engine/protocol';
import { documentStore, type TemplateId } from './documentStore';
import { clearMetrics, publishMetrics, series } from './metricsStore';
import { EngineError, PendingRequests } from './pending';
import type { RunActions } from './runActions';
import { type EngineLink, type Links, realLinks } from './runLinks';
import { dirtySettings, type RunSettings, runSettings, withLearningRate } from './runSettings';
import { emptyDataset, type Failure, initialRun, notify, type RunState, type RunStatus, useRun } from './runStore';
import { onStorageProblem } from './storage';
import { Throttle } from './throttle';

const PUBLISH_MS = 200;
const REBUILD_MS = 250;
/** More crashes than this within a minute are not worked around any more. */
const CRASHES_A_MINUTE = 3;
const SEEDS = 10_000;

const set = (change: Partial<RunState>) => useRun.setState(change);

function failureOf(error: unknown): Failure {
  if (error instanceof EngineError) return { code: `engine.${error.code}`, params: { message: error.message } };
  if (error instanceof Error && 'code' in error && 'file' in error) {
    const { code, file, params } = error as Error & { code: string; file: string; params: Record<string, string> };
    return { code: `data.${code}`, params: { ...params, file } };
  }
  return { code: 'unknown', params: { message: error instanceof Error ? error.message : String(error) } };
}

export class RunController implements RunActions {
  private engine: Promise<EngineLink> | null = null;
  private engineLink: EngineLink | null = null;
  private attached: { dataset: string; ready: Promise<void>; arrive: () => void } | null = null;
  private dataset: { id: string; handle: DatasetHandle } | null = null;
  private requests = new PendingRequests();
  private building: {
    resolve: (event: EngineEvent & { type: 'built' }) => void;
    reject: (error: Error) => void;
  } | null = null;
  /** Counts starts, so that one that was overtaken stops on its own. */
  private generation = 0;
  private run = 0;
  private template: TemplateId | null = null;
  private applied: RunSettings | null = null;
  private lastCheckpoint: Checkpoint | null = null;
  private crashes: number[] = [];
  private publisher = new Throttle(() => this.publish(), PUBLISH_MS);
  private rebuildTimer: ReturnType<typeof setTimeout> | null = null;
  private saving: Promise<void> = Promise.resolve();
  private latest: Partial<RunState> = {};

  constructor(private readonly links: Links) {
    documentStore.subscribe(() => this.documentChanged());
    onStorageProblem((problem) => notify('warning', problem === 'full' ? 'storageFull' : 'storageDenied'));
  }

  /** Opens a template's document and brings its run to where it was left. Nothing happens when it is already open. */
  async open(template: TemplateId): Promise<void> {
    if (this.template === template && useRun.getState().status !== 'error') return;
    this.pause();
    this.template = template;
    documentStore.open(template);
    const { backend, speed } = useRun.getState();
    set({ ...initialRun, backend, speed });
    clearMetrics();
    this.applied = null;
    this.lastCheckpoint = null;
    await this.start();
  }

  /** The workspace is left: training stops, everything is kept. */
  leave(): void {
    this.pause();
    void this.keepCheckpoint();
  }

  play(): void {
    const { status } = useRun.getState();
    if (status === 'finished') this.trainOn();
    if (status !== 'ready' && status !== 'paused') return;
    this.send({ type: 'play', run: this.run, batches: null });
    set({ status: 'playing' });
  }

  pause(): void {
    if (useRun.getState().status !== 'playing') return;
    this.send({ type: 'pause', run: this.run });
    set({ status: 'paused' });
  }

  oneBatch(): void {
    if (this.canStep()) this.send({ type: 'play', run: this.run, batches: 1 });
  }

  oneEpoch(): void {
    if (!this.canStep()) return;
    this.send({ type: 'playEpoch', run: this.run });
    set({ status: 'playing' });
  }

  reset(): void {
    if (!this.template || !this.applied) return;
    clearMetrics();
    this.lastCheckpoint = null;
    void this.links.archive.remove(this.template);
    void this.build(null);
  }

  applySettings(): void {
    this.reset();
  }

  newSeed(): void {
    const [random] = crypto.getRandomValues(new Uint32Array(1));
    const seed = random % SEEDS;
    documentStore.update((document) => ({ ...document, training: { ...document.training, seed } }));
    this.reset();
  }

  setLearningRate(learningRate: number): void {
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
  }

  setSpeed(batchesPerSecond: number | null): void {
    set({ speed: batchesPerSecond });
    if (this.applied) this.send({ type: 'setSpeed', run: this.run, batchesPerSecond });
  }

  retry(): void {
    if (useRun.getState().status !== 'error') return;
    set({ error: null, dataset: { ...useRun.getState().dataset, error: null } });
    void this.start();
  }

  predict: RunActions['predict'] = async (inputs, count, capture) => {
    const input = { inputs, targets: new Float32Array(0), count };
    const { output, captured } = await this.ask('predicted', (request) => ({
      type: 'predict',
      run: this.run,
      request,
      input,
      capture,
    }));
    return { output, captured };
  };

  evaluate: RunActions['evaluate'] = async (split) =>
    (await this.ask('evaluated', (request) => ({ type: 'evaluate', run: this.run, request, split }))).evaluation;

  getCheckpoint: RunActions['getCheckpoint'] = async () =>
    (await this.ask('checkpointed', (request) => ({ type: 'checkpoint', run: this.run, request }))).checkpoint;

  setCheckpoint: RunActions['setCheckpoint'] = async (checkpoint) => {
    this.pause();
    await this.ask('checkpointed', (request) => ({ type: 'setCheckpoint', run: this.run, request, checkpoint }));
    series.train.truncate(checkpoint.step);
    series.validation.truncate(checkpoint.step);
    publishMetrics();
    this.keep(checkpoint);
    this.weightsChanged();
  };

  engineStep: RunActions['engineStep'] = (input, checkpoint, learningRate) =>
    this.ask('stepped', (request) => ({ type: 'step', run: this.run, request, input, checkpoint, learningRate }));

  samples: RunActions['samples'] = async (split, indices) => {
    if (!this.dataset) throw new Error('no data set is open');
    return this.dataset.handle.samples(split, indices);
  };

  // --- Starting and building -------------------------------------------------------------------------------------

  private async start(): Promise<void> {
    const generation = ++this.generation;
    const document = documentStore.document;
    if (!document || !this.template) return;
    const current = () => generation === this.generation;
    set({ status: 'loadingData' });
    try {
      const [saved] = await Promise.all([
        this.links.archive.load(this.template),
        this.openDataset(document.data.id),
        this.startEngine(),
      ]);
      if (!current()) return;
      if (saved && this.lastCheckpoint === null && saved.settings.dataset === document.data.id) {
        series.train.restore(saved.metrics.train);
        series.validation.restore(saved.metrics.validation);
        publishMetrics();
        this.lastCheckpoint = saved.checkpoint;
        this.applied = { ...withLearningRate(saved.settings, document.training.phases[0].optimizer.learningRate) };
      }
      await this.build(this.lastCheckpoint);
    } catch (error) {
      if (!current()) return;
      const failure = failureOf(error);
      const { dataset } = useRun.getState();
      set({
        status: 'error',
        error: failure,
        dataset: { ...dataset, error: failure.code.startsWith('data.') ? failure : null },
      });
    }
  }

  private async openDataset(id: string): Promise<void> {
    if (this.dataset?.id !== id) {
      this.dataset?.handle.close();
      this.dataset = null;
      set({ dataset: emptyDataset });
      const handle = await this.links.openDataset(id, (loaded, total) =>
        set({ dataset: { ...useRun.getState().dataset, loaded, total } }),
      );
      this.dataset = { id, handle };
    }
    set({ dataset: { ...useRun.getState().dataset, info: this.dataset.handle.info, error: null } });
  }

  private startEngine(): Promise<EngineLink> {
    this.engine ??= this.links
      .engine({ onEvent: (event) => this.receive(event), onCrash: (message) => this.crashed(message) })
      .then((link) => {
        this.engineLink = link;
        return link;
      });
    return this.engine;
  }

  private async attach(id: string): Promise<void> {
    if (this.attached?.dataset !== id && this.dataset) {
      let arrive: () => void = () => undefined;
      const ready = new Promise<void>((resolve) => {
        arrive = resolve;
      });
      this.attached = { dataset: id, ready, arrive };
      const port = this.dataset.handle.connect();
      this.engineLink?.send({ type: 'attachData', dataset: id, port }, [port]);
    }
    await this.attached?.ready;
  }

  /** Builds the run: from a checkpoint with the settings it belongs to, else anew with the document's settings. */
  private async build(checkpoint: Checkpoint | null): Promise<void> {
    const document = documentStore.document;
    if (!document) return;
    if (this.rebuildTimer !== null) clearTimeout(this.rebuildTimer);
    const generation = ++this.generation;
    const settings = checkpoint && this.applied ? this.applied : runSettings(document);
    if (validateNetwork(settings.network).length > 0) {
      set({ status: 'error', error: { code: 'invalidNetwork', params: {} } });
      return;
    }
    set({ status: 'building', error: null, divergence: null });
    try {
      await this.attach(settings.dataset);
      if (generation !== this.generation) return;
      const run = ++this.run;
      const built = await new Promise<EngineEvent & { type: 'built' }>((resolve, reject) => {
        this.building = { resolve, reject };
        this.send({ type: 'build', run, ...settings, checkpoint });
      });
      this.applied = settings;
      const { speed } = useRun.getState();
      if (speed !== null) this.send({ type: 'setSpeed', run, batchesPerSecond: speed });
      const { progress, trainCount, validationCount } = built;
      set({ status: this.restingStatus(progress.step, progress.totalSteps), progress, trainCount, validationCount });
      this.weightsChanged();
      this.documentChanged();
    } catch (error) {
      if (generation !== this.generation) return;
      if (checkpoint) {
        notify('warning', 'checkpointUnusable');
        this.lastCheckpoint = null;
        clearMetrics();
        return this.build(null);
      }
      this.applied = settings;
      set({ status: 'error', error: failureOf(error) });
    } finally {
      this.building = null;
    }
  }

  private restingStatus(step: number, totalSteps: number): RunStatus {
    if (step === 0) return 'ready';
    return step >= totalSteps ? 'finished' : 'paused';
  }

  /** More epochs after the last: as many as the template has. */
  private trainOn(): void {
    const { progress } = useRun.getState();
    const applied = this.applied;
    if (!progress || !applied) return;
    const epochs = Math.ceil(progress.step / progress.stepsPerEpoch) + applied.training.epochs;
    documentStore.update((document) => ({ ...document, training: { ...document.training, epochs } }));
  }

  // --- Following the document ------------------------------------------------------------------------------------

  private documentChanged(): void {
    const document = documentStore.document;
    const applied = this.applied;
    if (!document || !applied || document.template !== this.template) return;
    const wanted = runSettings(document);
    const { learningRate } = wanted.training.optimizer;
    if (learningRate !== applied.training.optimizer.learningRate) {
      this.applied = withLearningRate(applied, learningRate);
      this.send({ type: 'setLearningRate', run: this.run, learningRate });
    }
    const dirty = dirtySettings(applied, wanted);
    set({ dirty });
    const { status, progress } = useRun.getState();
    const untrained = status === 'error' || (progress?.step === 0 && status === 'ready');
    if (this.rebuildTimer !== null) clearTimeout(this.rebuildTimer);
    this.rebuildTimer = null;
    if (dirty.length > 0 && untrained && validateNetwork(wanted.network).length === 0) {
      this.rebuildTimer = setTimeout(() => this.reset(), REBUILD_MS);
    }
  }

  // --- What the engine says --------------------------------------------------------------------------------------

  private receive(event: EngineEvent): void {
    if ('run' in event && event.run !== null && event.run !== this.run) return;
    if (this.requests.settle(event)) return;
    switch (event.type) {
      case 'ready':
        set({ backend: event.backend });
        break;
      case 'dataReady':
        if (event.dataset === this.attached?.dataset) this.attached.arrive();
        break;
      case 'built':
        this.building?.resolve(event);
        break;
      case 'progress':
        for (const point of event.train) series.train.push(point);
        for (const point of event.validation) series.validation.push(point);
        this.latest.progress = event.progress;
        if (event.progress.playing) this.publisher.request();
        else this.publisher.flush();
        break;
      case 'autosave':
        this.keep(event.checkpoint);
        break;
      case 'diverged':
        this.publisher.flush();
        set({ status: 'diverged', divergence: event.report });
        break;
      case 'finished':
        this.publisher.flush();
        set({ status: 'finished' });
        break;
      case 'error':
        if (this.building) this.building.reject(new EngineError(event.code, event.message));
        else set({ status: 'error', error: failureOf(new EngineError(event.code, event.message)) });
    }
  }

  private publish(): void {
    const { progress } = this.latest;
    this.latest = {};
    publishMetrics();
    if (!progress) return;
    const { status } = useRun.getState();
    const resting = this.restingStatus(progress.step, progress.totalSteps);
    const moving = status === 'playing' || status === 'paused' || status === 'ready' || status === 'finished';
    set({ progress, status: moving ? (progress.playing ? 'playing' : resting) : status });
    this.weightsChanged();
  }

  private weightsChanged(): void {
    useRun.setState((state) => ({ checkpointVersion: state.checkpointVersion + 1 }));
  }

  private crashed(message: string): void {
    const wasPlaying = useRun.getState().status === 'playing';
    this.engineLink?.terminate();
    this.engine = null;
    this.engineLink = null;
    this.attached = null;
    this.requests.rejectAll(new EngineError('crashed', message));
    const now = performance.now();
    this.crashes = [...this.crashes.filter((time) => now - time < 60_000), now];
    if (this.crashes.length > CRASHES_A_MINUTE) {
      this.generation++;
      set({ status: 'error', error: { code: 'engine.crashed', params: { message } } });
      return;
    }
    const step = this.lastCheckpoint?.step ?? 0;
    series.train.truncate(step);
    series.validation.truncate(step);
    publishMetrics();
    void this.start().then(() => {
      if (useRun.getState().status === 'error') return;
      notify('warning', step > 0 ? 'engineResumed' : 'engineRestarted', { step });
      if (wasPlaying) this.play();
    });
  }

  // --- Keeping -----------------------------------------------------------------------------------------------------

  private keep(checkpoint: Checkpoint): void {
    this.lastCheckpoint = checkpoint;
    const { template, applied } = this;
    if (!template || !applied) return;
    const metrics = { train: series.train.snapshot(), validation: series.validation.snapshot() };
    const record = { template, savedAt: Date.now(), settings: applied, checkpoint, metrics };
    this.saving = this.saving.then(() => this.links.archive.save(record));
  }

  /** Keeps where the run stands now; for the moment before the page goes. */
  async keepCheckpoint(): Promise<void> {
    const { status, progress } = useRun.getState();
    if (!progress?.step || !['playing', 'paused', 'finished'].includes(status)) return;
    try {
      this.keep(await this.getCheckpoint());
    } catch {
      // The last autosave stays.
    }
  }

  private canStep(): boolean {
    const { status } = useRun.getState();
    return status === 'ready' || status === 'paused';
  }

  private send(command: Parameters<EngineLink['send']>[0]): void {
    this.engineLink?.send(command);
  }

  private ask<Type extends Parameters<PendingRequests['ask']>[0]>(
    type: Type,
    command: (request: number) => Parameters<EngineLink['send']>[0],
  ) {
    return this.requests.ask(type, (request) => this.send(command(request)));
  }
}

export const controller = new RunController(realLinks);
