/** Stand-ins for engine, data and storage, which do what their protocols say and nothing else. */
import { vi } from 'vitest';
import type { DatasetInfo } from '@/core/dataset';
import { EngineClient } from '@/engine/client';
import type { Checkpoint, Command, EarlyStop, EngineEvent, RunProgress } from '@/engine/protocol';
import { documentStore } from '@/state/documentStore';
import { clearMetrics } from '@/state/metricsStore';
import { RunController } from '@/state/runController';
import type { Links } from '@/state/runLinks';
import { initialRun, useRun } from '@/state/runStore';
import { RunArchive } from '@/state/runs/archive';
import type { Claim, Claims } from '@/state/runs/claims';
import { MemoryTables, type RunTables } from '@/state/runs/tables';

export const info: DatasetInfo = {
  id: 'xor',
  inputShape: [2],
  classes: null,
  targetSize: 1,
  counts: { train: 4, test: 4 },
  classCounts: null,
  licence: '',
  citation: '',
};

export const checkpointAt = (step: number): Checkpoint => ({ step, weights: { w: Float32Array.of(step) }, states: {} });

export const STEPS_PER_EPOCH = 10;

/** A worker that answers as the engine does, at once; `train` makes it report steps. */
export class FakeEngine {
  commands: Command[] = [];
  step = 0;
  ended = false;
  /** Why the run has ended early. */
  stopped: EarlyStop | null = null;
  onmessage: ((message: MessageEvent<EngineEvent>) => void) | null = null;
  onerror: ((error: ErrorEvent) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  run = -1;
  private build: Extract<Command, { type: 'build' }> | null = null;

  get last(): Command {
    return this.commands[this.commands.length - 1];
  }

  of<Type extends Command['type']>(type: Type): Extract<Command, { type: Type }>[] {
    return this.commands.filter((command): command is Extract<Command, { type: Type }> => command.type === type);
  }

  postMessage = (command: Command): void => {
    if (this.ended) return;
    this.commands.push(command);
    queueMicrotask(() => this.answer(command));
  };

  terminate = (): void => {
    this.ended = true;
  };

  emit(event: EngineEvent): void {
    this.onmessage?.({ data: event } as MessageEvent<EngineEvent>);
  }

  crash(): void {
    this.onerror?.({ preventDefault: () => undefined, message: 'gone' } as ErrorEvent);
  }

  progress(playing: boolean): RunProgress {
    const totalSteps = STEPS_PER_EPOCH * (this.build?.training.epochs ?? 1);
    return {
      step: this.step,
      epoch: this.step / STEPS_PER_EPOCH,
      stepsPerEpoch: STEPS_PER_EPOCH,
      totalSteps,
      samplesPerSecond: null,
      secondsLeft: null,
      learningRate: this.build?.training.optimizer.learningRate ?? 0,
      stopped: this.stopped,
      playing,
      tensors: 0,
      bytes: 0,
    };
  }

  /** Trains so many steps and reports them. */
  train(steps: number, playing = true): void {
    const train = Array.from({ length: steps }, (_, i) => ({
      step: this.step + i + 1,
      epoch: (this.step + i + 1) / STEPS_PER_EPOCH,
      loss: 1 / (this.step + i + 1),
      accuracy: null,
    }));
    this.step += steps;
    this.emit({ type: 'progress', run: this.run, progress: this.progress(playing), train, validation: [] });
  }

  autosave(): void {
    this.emit({ type: 'autosave', run: this.run, checkpoint: checkpointAt(this.step) });
  }

  private built(run: number): void {
    this.run = run;
    this.emit({
      type: 'built',
      run,
      progress: this.progress(false),
      trainCount: 4,
      validationCount: 0,
      preprocessing: null,
    });
  }

  private answer(command: Command): void {
    if (this.ended) return;
    if (command.type === 'attachData') this.emit({ type: 'dataReady', dataset: command.dataset });
    if (command.type === 'build') {
      this.build = command;
      this.step = command.checkpoint?.step ?? 0;
      this.built(command.run);
    }
    if (command.type === 'reset') {
      this.step = 0;
      this.built(command.next);
    }
    if (command.type === 'save') this.autosave();
    if (command.type === 'pause') this.train(0, false);
    if (command.type === 'checkpoint') {
      const { run, request } = command;
      this.emit({ type: 'checkpointed', run, request, checkpoint: checkpointAt(this.step) });
    }
    if (command.type === 'setCheckpoint') {
      const { run, request, checkpoint } = command;
      this.step = checkpoint.step;
      this.emit({ type: 'checkpointed', run, request, checkpoint });
    }
  }
}

/** Storage in memory that can be made to refuse. */
export class FakeTables implements RunTables {
  refuses: Error | null = null;
  private readonly tables = new MemoryTables();
  all = this.tables.all;
  load = this.tables.load;
  curves = this.tables.curves;
  change = this.tables.change;
  purge = this.tables.purge;
  save: RunTables['save'] = async (run) => {
    if (this.refuses) throw this.refuses;
    await this.tables.save(structuredClone(run));
  };
}

/** Claims of several tabs: give each tab its own, made of the same map. */
export class FakeClaims implements Claims {
  constructor(private readonly all = new Map<string, FakeClaims>()) {}
  otherTab = () => new FakeClaims(this.all);
  held = async () => new Set(this.all.keys());
  claim = async (id: string): Promise<Claim | null> => {
    if (this.all.has(id)) return null;
    this.all.set(id, this);
    return { release: () => this.all.delete(id) };
  };
}

export class FakeLinks implements Links {
  engines: FakeEngine[] = [];
  tables = new FakeTables();
  archive = new RunArchive(this.tables);
  claims = new FakeClaims();
  /** Thrown by the next opening of a data set. */
  dataError: Error | null = null;
  /** Thrown by every request for samples to the set that was opened first. */
  samplesError: Error | null = null;
  opened = 0;
  /** Why the run that engines take up has ended early. */
  stopped: EarlyStop | null = null;

  get engineNow(): FakeEngine {
    return this.engines[this.engines.length - 1];
  }

  backend: Links['backend'] = null;
  unknownBackend: string | null = null;

  engine: Links['engine'] = () =>
    new EngineClient({
      createWorker: () => {
        const engine = new FakeEngine();
        engine.stopped = this.stopped;
        this.engines.push(engine);
        return engine as unknown as Worker;
      },
    });

  openDataset: Links['openDataset'] = async (id) => {
    const error = this.dataError;
    this.dataError = null;
    if (error) throw error;
    const first = this.opened++ === 0;
    return {
      info: { ...info, id, targetSize: id === 'mnist' ? 10 : 1 },
      connect: () => new MessageChannel().port2,
      samples: async () => {
        if (first && this.samplesError) throw this.samplesError;
        return { inputs: new Float32Array(2), labels: null, targets: new Float32Array(1) };
      },
      close: () => undefined,
    };
  };
}

/** Lets everything that is already decided happen. */
export const settle = async () => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 0));
};

/** A localStorage in memory. */
export class MemoryStorage {
  private values = new Map<string, string>();
  getItem = (key: string) => this.values.get(key) ?? null;
  setItem = (key: string, value: string) => {
    this.values.set(key, value);
  };
  removeItem = (key: string) => {
    this.values.delete(key);
  };
  clear = () => this.values.clear();
}

/** Another controller, as of a page that has just been loaded, with its XOR document open. */
export async function loadXor<L extends FakeLinks>(links: L): Promise<{ links: L; run: RunController }> {
  useRun.setState(initialRun, true);
  clearMetrics();
  const run = new RunController(links);
  await run.open('xor');
  await settle();
  return { links, run };
}

/** The XOR document as it is first, opened in a browser that has kept nothing. */
export async function openXor<L extends FakeLinks>(links: L): Promise<{ links: L; run: RunController }> {
  vi.stubGlobal('localStorage', new MemoryStorage());
  vi.stubGlobal('sessionStorage', new MemoryStorage());
  documentStore.startOver('xor');
  return loadXor(links);
}

export function closePage(run: RunController): void {
  run.dispose();
  vi.unstubAllGlobals();
}

/** Another width of XOR's hidden layer. */
export const setUnits = (units: number) =>
  documentStore.update((document) => ({
    ...document,
    network: {
      ...document.network,
      layers: document.network.layers.map((layer) => (layer.id === 'hidden' ? { ...layer, units } : layer)),
    },
  }));
