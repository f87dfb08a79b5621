/** Which changes of a document need a reset of its run. */
import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '@/core/network/templates';
import { documentSchema } from '@/state/document';
import { dirtySettings, type RunSettings, runSettings } from '@/state/runSettings';

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
