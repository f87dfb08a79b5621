/**
 * What sets runs apart: every setting that is not the same in all of them. Defaults are filled in by the definitions of
 * layers and optimizers, so that a setting left out is no difference to one that was written.
 */
import { layerOf } from '@/core/layers';
import { lossOf } from '@/core/losses';
import { optimizerOf } from '@/core/optimizers';
import { preprocessingOf } from '@/core/preprocessing';
import { PLATEAU, scheduleFrom } from '@/core/schedules/rate';
import { reduceOnPlateauOf } from '@/core/schedules/reduceOnPlateau';
import type { RunRecord } from '@/state';

/** As settings hold them. Undefined: the run has no such setting. */
export type SettingValue = unknown;

export interface Difference {
  /** Layer the setting belongs to, or null for those of data and training. */
  layer: string | null;
  /**
   * Keras' name; `layer` with its kind as value where not all runs have that layer. A setting of the loss, the schedule,
   * early stopping or the preprocessing has that before it: `schedule.decaySteps`.
   */
  setting: string;
  /** One a run, in their order. */
  values: SettingValue[];
}

type Run = Pick<RunRecord, 'document' | 'rates'>;

/** Settings of data and training, in the order in which people ask for them. */
function trainingOf({ document, rates }: Run): Map<string, SettingValue> {
  const { data, training, network } = document;
  const [{ optimizer, schedule }] = training.phases;
  const { kind, learningRate, ...others } = withDefaults(optimizer);
  const { earlyStopping } = training;
  const { preprocessing } = data;
  // Without weights of its own every class counts alike, whatever the loss.
  const { classWeights = null } = network.loss;
  return new Map<string, SettingValue>([
    ['dataset', data.id],
    ['preprocessing', preprocessing?.kind ?? null],
    ...own('preprocessing', preprocessing && filledIn(() => preprocessingOf(preprocessing).settings, preprocessing)),
    ['optimizer', kind],
    ['learningRate', rates.length > 1 ? { rates } : learningRate],
    ...Object.entries(others),
    // A rate without a schedule stays.
    ['schedule', schedule?.kind ?? 'constant'],
    ...own('schedule', schedule && filledIn(() => scheduleSettings(schedule), schedule)),
    ['batchSize', training.batchSize],
    ['epochs', training.epochs],
    ['earlyStopping', earlyStopping !== undefined],
    ...own('earlyStopping', earlyStopping),
    ['validationShare', data.validationShare],
    ['seed', training.seed],
    ['loss', network.loss.kind],
    ...own('loss', { ...filledIn(() => lossOf(network.loss).settings, network.loss), classWeights }),
    ['inputShape', network.input.shape],
  ]);
}

/** The settings of a part, with its name before theirs. */
function own(part: string, settings: Record<string, SettingValue> = {}): [string, SettingValue][] {
  return Object.entries(settings).map(([name, value]) => [`${part}.${name}`, value]);
}

/** Settings with their defaults; as they are where they cannot be right. */
function filledIn(complete: () => Record<string, SettingValue>, spec: { kind: string } & Record<string, SettingValue>) {
  try {
    return complete();
  } catch {
    const { kind: _, ...settings } = spec;
    return settings;
  }
}

/** The rate is the optimizer's, and told there. */
function scheduleSettings(spec: { kind: string } & Record<string, unknown>): Record<string, SettingValue> {
  if (spec.kind === PLATEAU) return reduceOnPlateauOf(spec);
  const { settings, warmupSteps } = scheduleFrom(1, spec);
  const { learningRate: _, ...others } = settings;
  return { ...others, warmupSteps };
}

/** What every optimizer accepts: told by all of them, null where it is off. */
const COMMON = ['globalClipNorm', 'clipNorm', 'clipValue', 'weightDecay'] as const;

function withDefaults(optimizer: RunRecord['document']['training']['phases'][number]['optimizer']) {
  try {
    const { settings, common } = optimizerOf(optimizer);
    const shared = COMMON.map((name) => [name, settings[name] ?? common[name] ?? null]);
    return { ...settings, ...Object.fromEntries(shared), kind: optimizer.kind };
  } catch {
    return optimizer;
  }
}

/** Settings of a layer with its kind and its defaults. */
function settingsOf(layer: RunRecord['document']['network']['layers'][number]): Record<string, SettingValue> {
  try {
    return { kind: layer.kind, inputs: layer.inputs, ...layerOf(layer).settings };
  } catch {
    const { id: _, ...settings } = layer;
    return settings;
  }
}

const same = (values: readonly SettingValue[]) => new Set(values.map((value) => JSON.stringify(value))).size <= 1;

/** Every name in `lists` once, in the order of the first list that has it. */
const union = (lists: readonly string[][]) => [...new Set(lists.flat())];

/** Settings that differ between `runs`: those of the layers first, then those of training. */
export function differences(runs: readonly Run[]): Difference[] {
  const found: Difference[] = [];
  const add = (layer: string | null, setting: string, values: SettingValue[]) => {
    if (!same(values)) found.push({ layer, setting, values });
  };
  const layers = runs.map(({ document }) => new Map(document.network.layers.map((layer) => [layer.id, layer])));
  const orders = layers.map((byId) => [...byId.keys()]);
  for (const id of union(orders)) {
    const own = layers.map((byId) => byId.get(id));
    if (own.some((layer) => layer === undefined)) {
      add(
        id,
        'layer',
        own.map((layer) => layer?.kind),
      );
      continue;
    }
    const settings = own.map((layer) => settingsOf(layer!));
    for (const name of union(settings.map(Object.keys))) {
      add(
        id,
        name,
        settings.map((values) => values[name]),
      );
    }
  }
  const together = orders.every((order) => same([[...order].sort(), [...orders[0]].sort()]));
  if (together) add(null, 'order', orders);
  // A setting that only some optimizers have says nothing beyond which optimizer it is, unless those differ in it.
  const tells = (values: readonly SettingValue[]) =>
    !values.includes(undefined) || !same(values.filter((value) => value !== undefined));
  const training = runs.map(trainingOf);
  for (const name of union(training.map((settings) => [...settings.keys()]))) {
    const values = training.map((settings) => settings.get(name));
    if (tells(values)) add(null, name, values);
  }
  return found;
}
