/** What the view of runs works out: differences of settings, rows and axes of the chart, letters, places, CSV. */
import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '@/core/network/templates';
import { axesOf, endLabels, linesOf, rowsOf, valueAt } from '@/panels/runs/compare/chart';
import { csvOf } from '@/panels/runs/compare/csv';
import { differences } from '@/panels/runs/compare/differences';
import { toggled } from '@/panels/runs/selection';
import { type ChainruleDocument, documentSchema } from '@/state';

const documentOf = (template: keyof typeof TEMPLATES) => documentSchema.parse(structuredClone(TEMPLATES[template]));
const runOf = (document: ChainruleDocument, rates = [{ step: 0, learningRate: 0.1 }]) => ({ document, rates });

const rateOf = (document: ChainruleDocument) => document.training.phases[0].optimizer.learningRate;

function edited(document: ChainruleDocument, id: string, change: Record<string, unknown>): ChainruleDocument {
  const layers = document.network.layers.map((layer) => (layer.id === id ? { ...layer, ...change } : layer));
  return { ...document, network: { ...document.network, layers } };
}

describe('differences of settings', () => {
  const cnn = documentOf('mnist-cnn');

  it('are none between equal runs, and a default that is written is none', () => {
    const written = edited(cnn, 'conv1', { useBias: true, padding: 'valid' });
    expect(differences([runOf(cnn), runOf(written)])).toEqual([]);
  });

  it('name the layer and its setting', () => {
    const other = edited(edited(cnn, 'conv1', { filters: 16 }), 'conv2', { kernelSize: 5 });
    expect(differences([runOf(cnn), runOf(other)])).toEqual([
      { layer: 'conv1', setting: 'filters', values: [32, 16] },
      { layer: 'conv2', setting: 'kernelSize', values: [3, 5] },
    ]);
  });

  it('tell a layer that only one has by its kind, not by its settings', () => {
    const without = {
      ...cnn,
      network: { ...cnn.network, layers: cnn.network.layers.filter(({ id }) => id !== 'pool1') },
    };
    expect(differences([runOf(cnn), runOf(without)])).toEqual([
      { layer: 'pool1', setting: 'layer', values: ['maxPooling2d', undefined] },
    ]);
  });

  it('tell another order of the same layers', () => {
    const turned = { ...cnn, network: { ...cnn.network, layers: cnn.network.layers.toReversed() } };
    expect(differences([runOf(cnn), runOf(turned)]).map(({ setting }) => setting)).toEqual(['order']);
  });

  it('of training leave out what only one optimizer has', () => {
    const sgd = structuredClone(cnn);
    sgd.training.phases[0].optimizer = { kind: 'sgd', learningRate: rateOf(cnn) };
    sgd.training.batchSize = 32;
    expect(differences([runOf(cnn), runOf(sgd)])).toEqual([
      { layer: null, setting: 'optimizer', values: ['adam', 'sgd'] },
      { layer: null, setting: 'batchSize', values: [128, 32] },
    ]);
    const warm = structuredClone(cnn);
    warm.training.phases[0].optimizer.beta1 = 0.5;
    expect(differences([runOf(cnn), runOf(warm), runOf(sgd)]).map(({ setting }) => setting)).toContain('beta1');
  });

  it('tell clipping, weight decay and class weights that only one run has', () => {
    const { optimizer } = cnn.training.phases[0];
    const having = (settings: Record<string, unknown>, loss: object = {}) =>
      runOf(
        documentSchema.parse({
          ...cnn,
          network: { ...cnn.network, loss: { ...cnn.network.loss, ...loss } },
          training: { ...cnn.training, phases: [{ optimizer: { ...optimizer, ...settings } }] },
        }),
      );
    for (const setting of ['globalClipNorm', 'clipNorm', 'clipValue', 'weightDecay']) {
      const found = differences([having({}), having({ [setting]: 0.5 })]);
      expect(found).toEqual([{ layer: null, setting, values: [null, 0.5] }]);
    }
    const adamw = having({ kind: 'adamw', weightDecay: 0.5 });
    expect(differences([adamw, having({ kind: 'adamw', weightDecay: 0.1 })])).toEqual([
      { layer: null, setting: 'weightDecay', values: [0.5, 0.1] },
    ]);
    expect(differences([adamw, having({ weightDecay: 0.5 })]).map(({ setting }) => setting)).toEqual(['optimizer']);
    const classWeights = Array.from({ length: 10 }, (_, index) => index + 1);
    expect(differences([having({}), having({}, { classWeights })])).toEqual([
      { layer: null, setting: 'loss.classWeights', values: [null, classWeights] },
    ]);
  });

  it('tell a schedule, early stopping and preprocessing, and what is different within them', () => {
    const document = (schedule?: object, earlyStopping?: object, preprocessing?: object, loss: object = {}) =>
      runOf(
        documentSchema.parse({
          ...cnn,
          network: { ...cnn.network, loss: { ...cnn.network.loss, ...loss } },
          data: { ...cnn.data, preprocessing },
          training: { ...cnn.training, earlyStopping, phases: [{ ...cnn.training.phases[0], schedule }] },
        }),
      );
    expect(differences([document(), document({ kind: 'constant' })])).toEqual([]);
    const cosine = (decaySteps?: number) => document({ kind: 'cosine', decaySteps });
    expect(differences([document(), cosine()])).toEqual([
      { layer: null, setting: 'schedule', values: ['constant', 'cosine'] },
    ]);
    expect(differences([cosine(1000), cosine()])).toEqual([]);
    expect(differences([cosine(), cosine(50)])).toEqual([
      { layer: null, setting: 'schedule.decaySteps', values: [1000, 50] },
    ]);
    const plateau = (patience: number) => document({ kind: 'reduceOnPlateau', patience }, { patience });
    expect(differences([plateau(2), plateau(4)])).toEqual([
      { layer: null, setting: 'schedule.patience', values: [2, 4] },
      { layer: null, setting: 'earlyStopping.patience', values: [2, 4] },
    ]);
    expect(differences([document(), document(undefined, {}, { kind: 'standard' }, { labelSmoothing: 0.1 })])).toEqual([
      { layer: null, setting: 'preprocessing', values: [null, 'standard'] },
      { layer: null, setting: 'earlyStopping', values: [false, true] },
      { layer: null, setting: 'loss.labelSmoothing', values: [0, 0.1] },
    ]);
  });

  it('know that a learning rate was changed on the way', () => {
    const rates = [
      { step: 0, learningRate: 0.1 },
      { step: 9, learningRate: 0.001 },
    ];
    expect(differences([runOf(cnn), runOf(cnn, rates)])).toEqual([
      { layer: null, setting: 'learningRate', values: [rateOf(cnn), { rates }] },
    ]);
  });
});

const point = (step: number, loss: number, accuracy: number | null = null, seconds: number | null = step / 10) => ({
  step,
  epoch: step / 4,
  loss,
  accuracy,
  seconds,
});

describe('the chart', () => {
  const curves = {
    updatedAt: 0,
    train: [point(1, 2), point(2, 1), point(4, Number.NaN), point(8, 0.5)],
    validation: [point(4, 0.8, 0.7)],
  };
  const lines = [
    ...linesOf('A', curves, { metric: 'loss', axis: 'step', parts: ['validation', 'train'] }),
    ...linesOf(
      'B',
      { ...curves, train: [point(3, 1.5)] },
      { metric: 'loss', axis: 'step', parts: ['train', 'validation'] },
    ),
  ];

  it('has a row for each place, and values of those that have one there', () => {
    expect(rowsOf(lines)).toEqual([
      { x: 1, 'A train': 2 },
      { x: 2, 'A train': 1 },
      { x: 3, 'B train': 1.5 },
      { x: 4, 'A validation': 0.8, 'B validation': 0.8 },
      { x: 8, 'A train': 0.5 },
    ]);
  });

  it('leaves out what was not measured or noted', () => {
    expect(linesOf('A', curves, { metric: 'accuracy', axis: 'epoch', parts: ['train'] })).toEqual([]);
    const untimed = { ...curves, train: [point(1, 2, null, null)] };
    expect(linesOf('A', untimed, { metric: 'loss', axis: 'seconds', parts: ['train'] })).toEqual([]);
  });

  it('has axes that hold every curve but an explosion', () => {
    expect(axesOf(lines, 'loss', 'step')).toMatchObject({ right: 8, top: 2 });
    const exploded = { ...curves, train: [point(1, 2), point(2, 1e6)] };
    const [line] = linesOf('A', exploded, { metric: 'loss', axis: 'step', parts: ['train'] });
    expect(axesOf([line], 'loss', 'step').top).toBe(2);
  });

  it('reads the value of the last point', () => {
    const train = lines.find(({ key }) => key === 'A train')!;
    expect([0.5, 1, 1.9, 5, 9].map((x) => valueAt(train, x))).toEqual([null, 2, 2, 1, 0.5]);
  });

  it('moves letters apart that would lie on one another, within the plot', () => {
    const flat = ['A', 'B', 'C'].map((letter, i) => ({
      key: `${letter} train`,
      letter,
      part: 'train' as const,
      points: [{ x: 10, y: 0.01 * i }],
    }));
    const labels = endLabels(flat, axesOf([{ ...flat[0], points: [{ x: 10, y: 1 }] }], 'loss', 'step'), 200);
    const heights = labels.map(({ y }) => y).sort((a, b) => a - b);
    expect(labels.map(({ letter }) => letter).sort()).toEqual(['A', 'B', 'C']);
    expect(heights[1] - heights[0]).toBeGreaterThanOrEqual(17);
    expect(heights[2] - heights[1]).toBeGreaterThanOrEqual(17);
    expect(heights[2]).toBeLessThanOrEqual(200);
  });
});

describe('choosing', () => {
  it('gives the lowest free place, and no more than six', () => {
    let places: readonly (string | null)[] = Array.from({ length: 6 }, () => null);
    for (const id of ['a', 'b', 'c']) places = toggled(places, id);
    places = toggled(places, 'a');
    places = toggled(places, 'd');
    expect(places).toEqual(['d', 'b', 'c', null, null, null]);
    for (const id of ['e', 'f', 'g', 'h']) places = toggled(places, id);
    expect(places).toEqual(['d', 'b', 'c', 'e', 'f', 'g']);
  });
});

it('writes curves as values separated by commas', () => {
  const run = {
    name: 'wide, "quick"',
    train: [{ ...point(1, 0.5, 0.25), learningRate: 0.001 }],
    validation: [{ ...point(2, 1), partial: true }],
  };
  expect(csvOf([run]).split('\r\n')).toEqual([
    'run,series,step,epoch,seconds,loss,accuracy,partial,learningRate',
    '"wide, ""quick""",train,1,0.25,0.100,0.5,0.25,0,0.001',
    '"wide, ""quick""",validation,2,0.5,0.200,1,,1,',
    '',
  ]);
});
