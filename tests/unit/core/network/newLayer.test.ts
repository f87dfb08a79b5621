/** New layers fit where they are put, or say why not; the end of a network is made to fit the task. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYERS } from '@/core/layers';
import { acceptOffer, addResidual, offerLayer } from '@/core/network/newLayer';
import type { LayerSpec, NetworkSpec } from '@/core/network/spec';
import type { Task } from '@/core/network/task';
import { TEMPLATES } from '@/core/network/templates';
import { adviseNetwork, validateNetwork } from '@/core/network/validate';
import { validNetwork } from './arbitrary';

const DIGITS: Task = { targetSize: 10, classes: true, indices: null };
const XOR: Task = { targetSize: 1, classes: false, indices: 2 };
const cnn = TEMPLATES['mnist-cnn'].network;
const mlp = TEMPLATES['mnist-mlp'].network;
const offer = (spec: NetworkSpec, index: number, kind: string, task = DIGITS) => offerLayer(spec, index, kind, task);

describe('a new layer', () => {
  it('has settings that fit the shape there', () => {
    expect(offer(cnn, 1, 'conv2d')).toMatchObject({
      layers: [{ id: 'conv4', kind: 'conv2d', filters: 32, kernelSize: 3, padding: 'same' }],
      shape: [26, 26, 32],
      problem: null,
    });
    expect(offer(cnn, 5, 'groupNormalization').layers).toMatchObject([{ id: 'gn1', groups: 8 }]);
    expect(offer(cnn, 5, 'reshape').layers).toMatchObject([{ targetShape: [3, 3, 64] }]);
    const tiny: NetworkSpec = { ...cnn, input: { shape: [2, 1, 3] }, layers: [] };
    expect(offer(tiny, 0, 'conv2d').layers).toMatchObject([{ kernelSize: [2, 1] }]);
    expect(offer(tiny, 0, 'maxPooling2d')).toMatchObject({ layers: [{ poolSize: [2, 1] }], shape: [1, 1, 3] });
    expect(offer(tiny, 0, 'groupNormalization').layers).toMatchObject([{ groups: 1 }]);
  });

  it('brings along what has to stand in front of it', () => {
    expect(offer(mlp, 1, 'conv2d')).toMatchObject({
      layers: [{ kind: 'reshape', targetShape: [28, 28, 1] }, { kind: 'conv2d' }],
      helpers: ['reshape'],
      problem: { code: 'imageRank' },
    });
    expect(offer(cnn, 0, 'conv1d')).toMatchObject({
      layers: [{ kind: 'reshape', targetShape: [28, 28] }, { kind: 'conv1d' }],
      problem: { code: 'sequenceRank' },
    });
  });

  it('reads the beginning of its block when it brings paths together', () => {
    const block = (n: number): LayerSpec[] => [{ id: `c${n}`, kind: 'conv2d', filters: 4, padding: 'same' }];
    const stem: LayerSpec = { id: 'stem', kind: 'conv2d', filters: 4, padding: 'same' };
    const one: NetworkSpec = { ...cnn, layers: [stem, ...block(1), ...block(2)] };
    expect(offer(one, 3, 'add').layers).toMatchObject([{ inputs: ['stem', 'c2'] }]);
    const sum: LayerSpec = { id: 'sum', kind: 'add', inputs: ['stem', 'c2'] };
    const two: NetworkSpec = { ...one, layers: [...one.layers, sum, ...block(3), ...block(4)] };
    expect(offer(two, 6, 'add').layers).toMatchObject([{ inputs: ['sum', 'c4'] }]);
    expect(offer(cnn, 2, 'add').problem).toMatchObject({ code: 'noPartner' });
    expect(addResidual(one, 'c2', 'stem')).toMatchObject({ id: 'add1', network: { layers: { length: 4 } } });
  });

  it('is an embedding only of indices', () => {
    expect(offer(cnn, 0, 'embedding')).toMatchObject({ layers: [], problem: { code: 'noIndices' } });
    const { network } = TEMPLATES.xor;
    expect(offer(network, 0, 'embedding', XOR)).toMatchObject({ layers: [{ inputDim: 2 }], shape: [2, 8] });
    expect(offer(network, 1, 'embedding', XOR)).toMatchObject({ problem: { code: 'computedIndices' } });
  });

  it('of any kind, anywhere in any network, can be built or says why not', () => {
    fc.assert(
      fc.property(validNetwork, fc.nat(7), fc.constantFrom(...Object.keys(LAYERS)), ({ network }, place, kind) => {
        const index = place % (network.layers.length + 1);
        const offered = offerLayer(network, index, kind, { ...XOR, indices: 3 });
        if (offered.layers.length === 0) {
          expect(offered.problem).not.toBeNull();
          return;
        }
        const grown = acceptOffer(network, index, offered);
        const upTo = { ...grown, layers: grown.layers.slice(0, index + offered.layers.length) };
        expect(validateNetwork(upTo)).toEqual([]);
        expect(new Set(grown.layers.map(({ id }) => id)).size).toBe(grown.layers.length);
      }),
      { numRuns: 400 },
    );
  });
});

describe('the end of a network', () => {
  const problemOf = (layers: LayerSpec[], task = DIGITS) => validateNetwork({ ...mlp, layers }, task)[0];
  const flatten: LayerSpec = { id: 'flatten', kind: 'flatten' };

  it('is the width of the last layer, where that is all', () => {
    const problem = problemOf([flatten, { id: 'output', kind: 'dense', units: 7, activation: 'softmax' }]);
    expect(problem).toMatchObject({ code: 'outputShape', layer: 'output', setting: 'units', params: { wanted: 10 } });
    expect(problem.fix?.layers[1]).toMatchObject({ units: 10, activation: 'softmax' });
  });

  it.each<[string, LayerSpec[], string[]]>([
    [
      'the output layer is gone',
      [flatten, { id: 'h', kind: 'dense', units: 10 * 2, activation: 'relu' }],
      ['flatten', 'dense', 'dense'],
    ],
    ['it ends with an image', [{ id: 'c', kind: 'conv2d', filters: 4 }], ['conv2d', 'flatten', 'dense']],
    ['nothing is left', [], ['flatten', 'dense']],
    [
      'it was never made flat',
      [{ id: 'output', kind: 'dense', units: 10, activation: 'softmax' }],
      ['flatten', 'dense'],
    ],
  ])('is mended where %s', (_, layers, kinds) => {
    const { fix } = problemOf(layers);
    expect(fix?.layers.map(({ kind }) => kind)).toEqual(kinds);
    expect(fix?.layers.at(-1)).toMatchObject({ units: 10, activation: 'softmax' });
    expect(adviseNetwork(fix!, DIGITS)).toEqual([]);
  });

  it('gives probabilities where the loss takes their logarithm', () => {
    const withLast = (change: object): NetworkSpec => ({
      ...mlp,
      layers: mlp.layers.map((layer) => (layer.id === 'output' ? { ...layer, ...change } : layer)),
    });
    const codes = (spec: NetworkSpec) =>
      adviseNetwork(spec, DIGITS).map(({ code, fix }) => [code, fix?.layers.at(-1)?.activation]);
    expect(codes(mlp)).toEqual([]);
    expect(codes(withLast({ activation: 'relu' }))).toEqual([['outputNotProbabilities', 'softmax']]);
    expect(codes(withLast({ activation: 'sigmoid' }))).toEqual([['outputNotProbabilities', 'softmax']]);
    const logits = { ...mlp, loss: { kind: 'categoricalCrossentropy', fromLogits: true } };
    expect(codes(logits)).toEqual([['outputNotLogits', 'linear']]);
    expect(codes({ ...mlp, loss: { kind: 'meanSquaredError' } })).toEqual([]);
  });

  it('is a loss that can be learned from', () => {
    const problem = validateNetwork({ ...mlp, loss: { kind: 'zeroOne' } }, DIGITS)[0];
    expect(problem).toMatchObject({
      code: 'lossNotTrainable',
      layer: null,
      fix: { loss: { kind: 'categoricalCrossentropy' } },
    });
  });
});

describe('a network whose connections do not fit', () => {
  const base: LayerSpec[] = [
    { id: 'a', kind: 'conv2d', filters: 4, padding: 'same' },
    { id: 'b', kind: 'conv2d', filters: 8, padding: 'same', strides: 2 },
  ];
  const problemOf = (...layers: LayerSpec[]) => validateNetwork({ ...cnn, layers })[0];

  it('gets a projection, as residual networks have it', () => {
    const { fix, ...problem } = problemOf(...base, { id: 'sum', kind: 'add', inputs: ['a', 'b'] });
    expect(problem).toMatchObject({ code: 'mergeShapes', layer: 'sum', setting: 'inputs' });
    expect(fix?.layers[2]).toEqual({
      id: 'conv1',
      kind: 'conv2d',
      filters: 8,
      kernelSize: 1,
      strides: 2,
      inputs: ['a'],
    });
    expect(fix?.layers[3].inputs).toEqual(['conv1', 'b']);
  });

  it('reads the layer before in place of one that was removed', () => {
    const { fix, ...problem } = problemOf(...base, { id: 'c', kind: 'flatten', inputs: ['gone'] });
    expect(problem).toMatchObject({ code: 'unknownInput', layer: 'c', setting: 'inputs', params: { input: 'gone' } });
    expect(fix?.layers[2]).toEqual({ id: 'c', kind: 'flatten' });
  });

  it('is told of a layer that nobody reads', () => {
    const spec: NetworkSpec = { ...cnn, layers: [...base, { id: 'c', kind: 'flatten', inputs: ['a'] }] };
    expect(adviseNetwork(spec)).toMatchObject([{ code: 'unusedLayer', layer: 'b' }]);
    expect(adviseNetwork(spec)[0].fix?.layers[2].inputs).toBeUndefined();
  });
});
