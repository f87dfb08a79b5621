/**
 * The engine behind the protocol: keeps the data sets that have arrived and the one run, and turns commands into calls.
 * What changes the run happens in the order in which it was asked for; questions wait for it and then run alongside.
 */
import { engine as tfEngine } from '@tensorflow/tfjs-core';
import type { DataMessage } from '@/core/dataset';
import { sizeOf } from '@/core/graph/shape';
import type { Fitted } from '@/core/preprocessing';
import { chooseBackend } from './backends/choose';
import { divide, everySample, type Partition } from './batches';
import { predict, trainingStep } from './capture';
import { type Baseline, weightSizes } from './divergence';
import { EngineFailure, errorEvent } from './errors';
import { evaluate, evaluationBuffers, gatherBatch } from './evaluation';
import { readScalars } from './executors/kernels';
import { InsidesWatcher } from './insides';
import { Model } from './model';
import { fitOn } from './preprocessing';
import type { Checkpoint, Command, EngineEvent, Evaluation } from './protocol';
import { Races } from './racing/races';
import type { Subject } from './racing/subject';
import { SampleStore } from './samples';
import { type Standing, Trainer } from './trainer';
import { Watcher } from './watch';

type BuildCommand = Extract<Command, { type: 'build' }>;
type RunCommand = Extract<Command, { run: number }>;
type Request = Extract<Command, { request: number }>;
type Post = (event: EngineEvent, transfer?: Transferable[]) => void;

/** A model of another graph than the run's, for steps apart from it. */
interface Trial {
  key: string;
  model: Model;
}

interface Run {
  id: number;
  model: Model;
  trainer: Trainer;
  /** As the network gets them. */
  store: SampleStore;
  /** As they are. */
  samples: SampleStore;
  preprocessing: Fitted | null;
  partition: Partition;
  baseline: Baseline;
  settings: BuildCommand;
}

/** Samples whose loss under the initial weights is the yardstick for divergence. */
const BASELINE_SAMPLES = 256;

const buffersOf = (...maps: Record<string, Float32Array>[]): Transferable[] => [
  ...new Set(maps.flatMap((map) => Object.values(map).map(({ buffer }) => buffer as ArrayBuffer))),
];
const checkpointBuffers = ({ weights, states, memory }: Checkpoint) =>
  buffersOf(weights, states, memory?.stopping?.weights ?? {});

export class EngineHost {
  private readonly stores = new Map<string, { store: SampleStore; port: MessagePort }>();
  private readonly arrivals = new Set<() => void>();
  private backend: Promise<unknown> | null = null;
  private run: Run | null = null;
  private trial: Trial | null = null;
  /** The newest run asked for: an older one that is still waiting for its data gives up. */
  private wanted = -1;
  private queue: Promise<unknown> = Promise.resolve();

  private readonly watcher = new Watcher(
    () => this.run && { run: this.run.id, model: this.run.model, ...this.run.trainer.state },
    {
      taken: (run, snapshot) => {
        const { input, output, captured, weights } = snapshot;
        this.post({ type: 'watched', run, ...snapshot }, buffersOf({ input, output }, captured, weights));
      },
      failed: (error) => this.post(errorEvent(error, this.run?.id ?? null, null)),
    },
  );

  private readonly insides = new InsidesWatcher({
    taken: (run, insides) => this.post({ type: 'insides', run, insides }),
    failed: (error) => this.post(errorEvent(error, this.run?.id ?? null, null)),
  });

  private readonly races = new Races(
    (event) => this.post(event),
    () => this.watcher.poke(),
  );

  constructor(private readonly post: Post) {}

  handle(command: Command): void {
    switch (command.type) {
      case 'ping':
        this.post({ type: 'pong', beat: command.beat });
        break;
      case 'init':
        this.backend = this.start(command.backend);
        break;
      case 'attachData':
        this.attach(command.dataset, command.port);
        break;
      case 'build':
        this.wanted = command.run;
        for (const check of this.arrivals) check();
        this.inOrder(command, () => this.build(command));
        break;
      case 'predict':
      case 'evaluate':
      case 'fit':
      case 'checkpoint':
      case 'step':
      case 'raceCheckpoint':
        void this.queue.then(() => this.answer(command)).catch((error) => this.fail(error, command));
        break;
      default:
        this.inOrder(command, () => this.control(command));
    }
  }

  private inOrder(command: RunCommand, body: () => void | Promise<void>): void {
    this.queue = this.queue.then(body).catch((error) => this.fail(error, command));
  }

  private fail(error: unknown, command: RunCommand): void {
    const run = command.type === 'reset' ? command.next : command.run;
    this.post(errorEvent(error, run, 'request' in command ? command.request : null));
  }

  private async start(requested: Parameters<typeof chooseBackend>[0]): Promise<void> {
    try {
      const backend = await chooseBackend(requested);
      this.watchDevice();
      this.post({ type: 'ready', backend });
    } catch (error) {
      this.post({ ...errorEvent(error, null, null), code: 'backendFailed' } as EngineEvent);
      throw error;
    }
  }

  /** A GPU that is lost takes every tensor with it: the page starts a new worker, as after a crash. */
  private watchDevice(): void {
    const { device } = tfEngine().backend as unknown as { device?: GPUDevice };
    void device?.lost.then(({ message, reason }) => {
      if (reason === 'destroyed') return;
      this.post({ type: 'error', run: null, request: null, code: 'workerCrashed', params: {}, message });
    });
  }

  private attach(dataset: string, port: MessagePort): void {
    this.stores.get(dataset)?.port.close();
    const store = new SampleStore();
    this.stores.set(dataset, { store, port });
    port.onmessage = ({ data }: MessageEvent<DataMessage>) => {
      const ended = store.receive(data);
      this.post({ type: 'dataProgress', dataset, loaded: store.loaded, total: store.total });
      if (!ended) return;
      port.close();
      this.post({ type: 'dataReady', dataset });
      for (const check of this.arrivals) check();
    };
  }

  /** Waits for a data set that is attached and on its way. */
  private async dataFor({ dataset, run }: BuildCommand): Promise<SampleStore> {
    const entry = this.stores.get(dataset);
    if (!entry) throw new EngineFailure('dataMissing', { dataset });
    const superseded = new Promise<void>((resolve) => {
      const check = () => {
        if (this.wanted === run) return;
        this.arrivals.delete(check);
        resolve();
      };
      this.arrivals.add(check);
      void entry.store.complete.then(() => this.arrivals.delete(check));
    });
    await Promise.race([entry.store.complete, superseded]);
    return entry.store;
  }

  private async build(command: BuildCommand): Promise<void> {
    await this.endRun();
    if (this.wanted !== command.run) return;
    if (!this.backend) throw new EngineFailure('backendFailed');
    await this.backend;
    const samples = await this.dataFor(command);
    if (this.wanted !== command.run) return;
    const { network, training, checkpoint, run: id } = command;
    const model = new Model(network, training, samples.info?.classes !== null);
    checkFit(model, samples);
    const partition = divide(samples.count('train'), training.validationShare, training.seed);
    const preprocessing = training.preprocessing ? fitOn(samples, partition, training.preprocessing, training) : null;
    const store = samples.prepared(preprocessing);
    const baseline = await baselineOf(model, store, partition);
    const parameters = checkpoint ? model.parametersFrom(checkpoint) : model.initialParameters();
    const run = { id, model, store, samples, preprocessing, partition, baseline, settings: command };
    try {
      const trainer = this.trainerFor(run, { parameters, step: checkpoint?.step ?? 0, memory: checkpoint?.memory });
      this.run = Object.assign(run, { trainer });
    } catch (error) {
      parameters.release();
      model.dispose();
      throw error;
    }
    this.announce(this.run);
  }

  /** Its events carry the number the run has at that moment: a reset changes it. */
  private trainerFor(run: Omit<Run, 'trainer'>, standing: Standing): Trainer {
    const { model, store, partition, baseline, settings } = run;
    const events = {
      progress: (progress, train, validation) =>
        this.post({ type: 'progress', run: run.id, progress, train, validation }),
      autosave: (checkpoint) => this.post({ type: 'autosave', run: run.id, checkpoint }, checkpointBuffers(checkpoint)),
      diverged: (report) => this.post({ type: 'diverged', run: run.id, report }),
      finished: () => this.post({ type: 'finished', run: run.id }),
      updated: (before, after, step) => this.insides.updated({ run: run.id, model, before, after, step }),
      breath: () => {
        this.watcher.poke();
        if (!this.run?.trainer.state.training) this.insides.poke(false);
      },
      failed: (error) => this.post(errorEvent(error, run.id, null)),
    } satisfies ConstructorParameters<typeof Trainer>[0]['events'];
    return new Trainer({ model, store, partition, training: settings.training, baseline, events }, standing);
  }

  private announce({ id, trainer, partition, preprocessing }: Run): void {
    const counts = { trainCount: partition.train.length, validationCount: partition.validation.length };
    this.post({ type: 'built', run: id, progress: trainer.progress, ...counts, preprocessing });
  }

  private async endRun(): Promise<void> {
    const { run } = this;
    this.run = null;
    this.watcher.set(null);
    this.insides.set(false);
    this.endTrial();
    await this.races.endAll();
    await run?.trainer.dispose();
    run?.model.dispose();
  }

  private endTrial(): void {
    this.trial?.model.dispose();
    this.trial = null;
  }

  /** The model of a step: the run's, or one of the graph that was asked for, which is kept until another is. */
  private stepModel(run: Run, { build, input }: Extract<Command, { type: 'step' }>): Model {
    if (!build) return run.model;
    const { network, optimizer, fault } = build;
    const { seed } = run.settings.training;
    const key = JSON.stringify([run.settings.run, network, { ...optimizer, learningRate: 0 }, fault]);
    if (this.trial?.key !== key) {
      const training = { optimizer, seed, fault, batchSize: input.count };
      const model = new Model(network, training, run.samples.info?.classes !== null);
      this.endTrial();
      this.trial = { key, model };
    }
    return this.trial.model;
  }

  /** @throws EngineFailure `noRun` when the command is for another run. */
  private current({ run: id }: RunCommand): Run {
    if (this.run?.id !== id) throw new EngineFailure('noRun', { run: id });
    return this.run;
  }

  private async control(
    command: Exclude<RunCommand, Request | BuildCommand> | Extract<Command, { type: 'setCheckpoint' }>,
  ) {
    // A control for a run that is no more (or could not be built) has nothing to act on; a request is owed an answer.
    if (this.run?.id !== command.run && !('request' in command)) return;
    const run = this.current(command);
    const { trainer, model } = run;
    switch (command.type) {
      case 'play':
      case 'playEpoch':
        if (run.partition.train.length === 0) throw new EngineFailure('noSamples', { split: 'train' });
        this.races.pauseAll();
        return command.type === 'play' ? trainer.play(command.batches) : trainer.playEpoch();
      case 'pause':
        // What winds down after a pause must not hold up the commands that follow.
        void trainer.pause();
        return;
      case 'setLearningRate':
        return trainer.setLearningRate(command.learningRate);
      case 'setSpeed':
        return trainer.setSpeed(command.batchesPerSecond);
      case 'reset':
        await this.races.endAll();
        await trainer.pause();
        run.id = command.next;
        trainer.restore({ parameters: model.initialParameters(), step: 0, memory: undefined });
        return this.announce(run);
      case 'save':
        return trainer.saveSoon();
      case 'watch':
        return this.watcher.set(command.watch);
      case 'watchInsides':
        return this.insides.set(command.on);
      case 'race':
      case 'rangeTest':
        await trainer.pause();
        return this.races.begin(command, subjectOf(run));
      case 'resumeRace':
        void trainer.pause();
        return this.races.resume(command.race);
      case 'pauseRace':
        return this.races.pause(command.race);
      case 'endRace':
        return this.races.end(command.race);
      case 'setCheckpoint': {
        const { checkpoint, request } = command;
        const parameters = model.parametersFrom(checkpoint);
        await trainer.pause();
        trainer.restore({ parameters, step: checkpoint.step, memory: checkpoint.memory });
        const now = await trainer.checkpoint();
        this.post({ type: 'checkpointed', run: run.id, request, checkpoint: now }, checkpointBuffers(now));
      }
    }
  }

  private async answer(command: Exclude<Request, { type: 'setCheckpoint' }>): Promise<void> {
    const run = this.current(command);
    const { model, trainer } = run;
    const { request } = command;
    const reply = { run: run.id, request };
    switch (command.type) {
      case 'predict': {
        const { input, capture } = command;
        const { output, captured } = await predict(model, trainer.moment, input.inputs, input.count, capture);
        return this.post({ type: 'predicted', ...reply, output, captured }, buffersOf({ output }, captured));
      }
      case 'checkpoint': {
        const checkpoint = await trainer.checkpoint();
        return this.post({ type: 'checkpointed', ...reply, checkpoint }, checkpointBuffers(checkpoint));
      }
      case 'step': {
        const { checkpoint, input, learningRate } = command;
        const result = await trainingStep(this.stepModel(run, command), checkpoint, input, learningRate);
        const buffers = [
          ...buffersOf({ output: result.output }, result.gradients, result.nodes),
          ...checkpointBuffers(result.updated),
        ];
        return this.post({ type: 'stepped', ...reply, ...result }, buffers);
      }
      case 'raceCheckpoint': {
        const checkpoint = await this.races.checkpoint(command.race, command.lane);
        return this.post({ type: 'checkpointed', ...reply, checkpoint }, checkpointBuffers(checkpoint));
      }
      case 'fit': {
        const fitted = fitOn(run.samples, run.partition, command.preprocessing, run.settings.training);
        return this.post({ type: 'fitted', ...reply, fitted });
      }
      case 'evaluate': {
        const evaluation = await this.evaluate(run, command.split);
        return this.post({ type: 'evaluated', ...reply, evaluation }, evaluationBuffers(evaluation));
      }
    }
  }

  private async evaluate(run: Run, name: Evaluation['split']): Promise<Evaluation> {
    const { model, store, partition, trainer } = run;
    const split = name === 'test' ? 'test' : 'train';
    const indices = name === 'validation' ? partition.validation : everySample(store.count(split));
    if (indices.length === 0) throw new EngineFailure('noSamples', { split: name });
    const cancelled = () => this.run !== run;
    const evaluation = await evaluate({ model, moment: trainer.moment, store, split, name, indices, cancelled });
    if (!evaluation) throw new EngineFailure('noRun', { run: run.id });
    return evaluation;
  }
}

function subjectOf({ id, model, store, partition, baseline, settings, trainer, samples }: Run): Subject {
  const { network, training } = settings;
  const classes = samples.info?.classes !== null;
  return { run: id, network, training, classes, model, store, partition, baseline, moment: trainer.moment };
}

/** @throws EngineFailure `dataMismatch` */
function checkFit(model: Model, store: SampleStore): void {
  const check = (what: string, network: number, data: number) => {
    if (network !== data) throw new EngineFailure('dataMismatch', { what, network, data });
  };
  check('input', model.inputSize, sizeOf(store.info!.inputShape));
  // Where the loss is given the number of the class, the data may hold that number, or the class as a vector.
  const numbered = model.targetForm === 'index' && store.targetSize === model.targetSize;
  if (!numbered) check('output', model.outputSize, store.targetSize);
  // Without training samples a run can still predict, evaluate and be stepped through; it cannot play.
  if (store.count('train') + store.count('test') === 0) throw new EngineFailure('noSamples', { split: 'train' });
}

/** Loss and sizes of the weights before any training, on training samples if there are any. */
async function baselineOf(model: Model, store: SampleStore, { train }: Partition): Promise<Baseline> {
  const parameters = model.initialParameters();
  try {
    const some = train.length > 0 ? train : everySample(store.count('test'));
    const batch = gatherBatch(model, store, train.length > 0 ? 'train' : 'test', some.subarray(0, BASELINE_SAMPLES));
    const { loss, output } = model.evaluate({ parameters, step: 0, learningRate: 0 }, batch);
    const [initialLoss] = await readScalars([loss]);
    loss.dispose();
    output.dispose();
    return { initialLoss, initialSizes: await weightSizes(model.graph, parameters) };
  } finally {
    parameters.release();
  }
}
