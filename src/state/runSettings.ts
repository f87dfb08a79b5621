/** What of a document a run is built with, and which differences need a reset. */
import type { NetworkSpec } from '@/core/network/spec';
import type { TrainingSettings } from '@/engine/protocol';
import type { ChainruleDocument } from './document';
import type { DirtySetting } from './runStore';
import { isSound } from './task';

export interface RunSettings {
  network: NetworkSpec;
  dataset: string;
  training: TrainingSettings;
}

export function runSettings(document: ChainruleDocument): RunSettings {
  const { batchSize, seed, epochs, phases, earlyStopping } = document.training;
  const [{ optimizer, schedule }] = phases;
  const { id, validationShare, preprocessing } = document.data;
  return {
    network: document.network,
    dataset: id,
    training: {
      optimizer,
      batchSize,
      seed,
      epochs,
      validationShare,
      ...present({ schedule, earlyStopping, preprocessing }),
    },
  };
}

/** Without the entries that are undefined: an optional setting is there or it is not. */
function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}

/** The document as it is for a run with these settings: the other way round. */
export function documentWith(document: ChainruleDocument, settings: RunSettings): ChainruleDocument {
  const { optimizer, batchSize, seed, epochs, validationShare, schedule, earlyStopping, preprocessing } =
    settings.training;
  const phases = document.training.phases.map((phase) => present({ ...phase, optimizer, schedule }));
  return {
    ...document,
    network: settings.network,
    data: present({ ...document.data, id: settings.dataset, validationShare, preprocessing }),
    training: present({ ...document.training, seed, epochs, batchSize, phases, earlyStopping }),
  };
}

/**
 * The same settings with another end: how many epochs at most, and what ends training before. A run goes on from where it
 * stands when they change.
 */
export function withEnd(
  settings: RunSettings,
  { epochs, earlyStopping }: Pick<TrainingSettings, 'epochs' | 'earlyStopping'>,
): RunSettings {
  return { ...settings, training: present({ ...settings.training, epochs, earlyStopping }) };
}

/** Whether two settings end training alike. */
export function sameEnd(a: RunSettings, b: RunSettings): boolean {
  const end = ({ training: { epochs, earlyStopping } }: RunSettings) => ({ epochs, earlyStopping });
  return same(end(a), end(b));
}

/** The same settings with another learning rate: the only one that changes while a run is on. */
export function withLearningRate(settings: RunSettings, learningRate: number): RunSettings {
  const optimizer = { ...settings.training.optimizer, learningRate };
  return { ...settings, training: { ...settings.training, optimizer } };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}

/** Whether a run built with the one is a run of the other, but for the learning rate, which can be changed at any time. */
export function sameRun(a: RunSettings, b: RunSettings): boolean {
  return same(withLearningRate(a, 0), withLearningRate(b, 0));
}

/** Settings of `wanted` that a run built with `applied` does not have yet and can only get by a reset. */
export function dirtySettings(applied: RunSettings, wanted: RunSettings): DirtySetting[] {
  const dirty: DirtySetting[] = [];
  const before = applied.network.layers;
  const after = wanted.network.layers;
  const without = (setting: 'units' | 'activation') => (layers: typeof before) =>
    layers.map((layer) => ({ ...layer, [setting]: undefined }));
  const values = (setting: string) => (layers: typeof before) => layers.map((layer) => [layer.id, layer[setting]]);
  const plain = (layers: typeof before) => without('units')(without('activation')(layers));
  if (!same(plain(before), plain(after)) || !same(applied.network.input, wanted.network.input)) {
    dirty.push('layers');
  } else {
    if (!same(values('units')(before), values('units')(after))) dirty.push('units');
    if (!same(values('activation')(before), values('activation')(after))) dirty.push('activation');
  }
  if (!same(applied.network.loss, wanted.network.loss)) dirty.push('loss');
  const rate = wanted.training.optimizer.learningRate;
  if (!same(withLearningRate(applied, rate).training.optimizer, wanted.training.optimizer)) dirty.push('optimizer');
  for (const name of ['schedule', 'batchSize', 'validationShare', 'seed', 'preprocessing'] as const) {
    if (!same(applied.training[name], wanted.training[name])) dirty.push(name);
  }
  return dirty;
}

/** Which settings of which layers differ, as `layer/setting`; of layers that both networks have. */
export function dirtyLayerSettings(applied: RunSettings, wanted: RunSettings): string[] {
  return wanted.network.layers.flatMap((layer) => {
    const before = applied.network.layers.find(({ id }) => id === layer.id);
    if (!before) return [];
    const names = new Set([...Object.keys(before), ...Object.keys(layer)]);
    return [...names].filter((name) => !same(before[name], layer[name])).map((name) => `${layer.id}/${name}`);
  });
}

/** The settings wanted, with the network of the run that is on where the one wanted cannot be built. */
export function buildable(wanted: RunSettings, applied: RunSettings | null): RunSettings {
  if (applied === null || isSound(wanted)) return wanted;
  return { ...wanted, network: applied.network };
}
