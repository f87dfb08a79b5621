/** Which changes of a document need a reset of its run. */
import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '@/core/network/templates';
import { documentSchema } from '@/state/document';
import {
  buildable,
  dirtyLayerSettings,
  dirtySettings,
  documentWith,
  type RunSettings,
  runSettings,
} from '@/state/runSettings';

const settings = runSettings(documentSchema.parse(TEMPLATES['mnist-mlp']));

function changed(change: (copy: RunSettings) => void): RunSettings {
  const copy = structuredClone(settings);
  change(copy);
  return copy;
}

describe('settings that need a reset', () => {
  it.each<[string, (copy: RunSettings) => void, string[]]>([
    ['nothing', () => undefined, []],
    ['the learning rate', (copy) => (copy.training.optimizer.learningRate = 0.5), []],
    ['the epochs', (copy) => (copy.training.epochs = 9), []],
    ['the width', (copy) => (copy.network.layers[1].units = 9), ['units']],
    ['the activation', (copy) => (copy.network.layers[1].activation = 'tanh'), ['activation']],
    ['a layer', (copy) => (copy.network.layers[1].kind = 'dropout'), ['layers']],
    ['a layer less', (copy) => copy.network.layers.splice(1, 1), ['layers']],
    ['the loss', (copy) => (copy.network.loss = { kind: 'meanSquaredError' }), ['loss']],
    ['the optimizer', (copy) => (copy.training.optimizer = { kind: 'sgd', learningRate: 0.001 }), ['optimizer']],
    ['a setting of the optimizer', (copy) => (copy.training.optimizer.beta1 = 0.5), ['optimizer']],
    ['a schedule', (copy) => (copy.training.schedule = { kind: 'cosine', steps: 100 }), ['schedule']],
    ['the preprocessing', (copy) => (copy.training.preprocessing = { kind: 'standard' }), ['preprocessing']],
    ['the batch size', (copy) => (copy.training.batchSize = 7), ['batchSize']],
    ['the seed', (copy) => (copy.training.seed = 7), ['seed']],
    ['the validation share', (copy) => (copy.training.validationShare = 0.5), ['validationShare']],
  ])('after %s', (_, change, expected) => {
    expect(dirtySettings(settings, changed(change))).toEqual(expected);
  });

  it('do not depend on the order of keys', () => {
    const reordered = changed((copy) => {
      copy.network.layers = copy.network.layers.map((layer) =>
        Object.fromEntries(Object.entries(layer).reverse()),
      ) as typeof copy.network.layers;
    });
    expect(dirtySettings(settings, reordered)).toEqual([]);
  });
});

describe('a document', () => {
  const document = documentSchema.parse(TEMPLATES['mnist-mlp']);
  const full = documentSchema.parse({
    ...document,
    data: { ...document.data, preprocessing: { kind: 'pcaWhitening', components: 20 } },
    training: {
      ...document.training,
      phases: [{ ...document.training.phases[0], schedule: { kind: 'cosine', steps: 100, warmupSteps: 5 } }],
      earlyStopping: { monitor: 'valAccuracy', patience: 2 },
    },
  });

  it('of before schedules, early stopping and preprocessing is as it was', () => {
    expect(JSON.stringify(documentSchema.parse(structuredClone(document)))).toBe(JSON.stringify(document));
    expect(documentWith(document, runSettings(document))).toStrictEqual(document);
  });

  it('takes all settings from its run and gives them back', () => {
    const settings = runSettings(full);
    expect(settings.training.schedule).toEqual({ kind: 'cosine', steps: 100, warmupSteps: 5 });
    expect(settings.training.earlyStopping).toEqual({
      monitor: 'valAccuracy',
      patience: 2,
      minDelta: 0,
      restoreBestWeights: true,
    });
    expect(settings.training.preprocessing).toEqual({ kind: 'pcaWhitening', components: 20 });
    expect(documentWith(document, settings)).toStrictEqual(full);
    expect(documentWith(full, runSettings(document))).toStrictEqual(document);
  });

  it('keeps settings that cannot be right at the door', () => {
    const stopping = (earlyStopping: unknown) =>
      documentSchema.safeParse({ ...document, training: { ...document.training, earlyStopping } }).success;
    expect(stopping({ monitor: 'valLoss', patience: 3 })).toBe(true);
    expect(stopping({ monitor: 'weather', patience: 3 })).toBe(false);
    expect(stopping({ monitor: 'loss', patience: -1 })).toBe(false);
  });
});

describe('settings of layers that differ', () => {
  it('are told one by one', () => {
    const wanted = changed((copy) => {
      copy.network.layers[1] = { ...copy.network.layers[1], units: 9, useBias: false };
      copy.network.layers[2].activation = 'linear';
    });
    expect(dirtyLayerSettings(settings, wanted)).toEqual(['hidden/units', 'hidden/useBias', 'output/activation']);
    expect(dirtyLayerSettings(settings, settings)).toEqual([]);
  });

  it('wait until the network can be built; the other settings do not', () => {
    const broken = changed((copy) => {
      copy.network.layers[1].units = 0;
      copy.training.seed = 7;
    });
    expect(buildable(broken, settings)).toEqual({ ...broken, network: settings.network });
    expect(buildable(broken, null)).toBe(broken);
    const sound = changed((copy) => (copy.network.layers[1].units = 9));
    expect(buildable(sound, settings)).toBe(sound);
  });
});
