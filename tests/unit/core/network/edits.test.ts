/** Changes to the layers of a network: what is read by name follows, and "the layer before" stays the layer before. */
import { describe, expect, it } from 'vitest';
import {
  connectLayer,
  duplicateLayer,
  freshId,
  insertLayers,
  layerName,
  moveLayer,
  nameProblem,
  readsElsewhere,
  readsOf,
  removeLayer,
  renameLayer,
} from '@/core/network/edits';
import type { LayerSpec, NetworkSpec } from '@/core/network/spec';

const dense = (id: string, inputs?: string[]): LayerSpec => ({
  id,
  kind: 'dense',
  units: 4,
  ...(inputs && { inputs }),
});
const network = (...layers: LayerSpec[]): NetworkSpec => ({
  format: 1,
  input: { shape: [4] },
  layers,
  loss: { kind: 'meanSquaredError' },
});
/** a → b → c → sum of a and c → out. */
const residual = network(
  dense('a'),
  dense('b'),
  dense('c'),
  { id: 'sum', kind: 'add', inputs: ['a', 'c'] },
  dense('out'),
);
const reads = (spec: NetworkSpec) =>
  Object.fromEntries(spec.layers.map((layer, i) => [layer.id, readsOf(spec, i).join(' ')]));

describe('layers of a network', () => {
  it('read the layer before, or what they name', () => {
    expect(reads(residual)).toEqual({ a: 'input', b: 'a', c: 'b', sum: 'a c', out: 'sum' });
    expect(residual.layers.map((_, i) => readsElsewhere(residual, i))).toEqual([false, false, false, true, false]);
    expect(readsElsewhere(network(dense('a'), dense('b', ['a'])), 1)).toBe(false);
  });

  it('read a new layer that is put in front of them, also where they name the layer before', () => {
    expect(reads(insertLayers(residual, 3, [dense('n')]))).toMatchObject({ n: 'c', sum: 'a n' });
    expect(reads(insertLayers(residual, 1, [dense('n')]))).toMatchObject({ n: 'a', b: 'n', sum: 'a c' });
    const sum: LayerSpec = { id: 'n', kind: 'add', inputs: ['input', 'c'] };
    expect(reads(insertLayers(residual, 3, [sum]))).toMatchObject({ n: 'input c', sum: 'a n' });
  });

  it('read the one before the one that was removed; what named it further on still does', () => {
    expect(reads(removeLayer(residual, 'c'))).toEqual({ a: 'input', b: 'a', sum: 'a b', out: 'sum' });
    expect(reads(removeLayer(residual, 'a'))).toEqual({ b: 'input', c: 'b', sum: 'a c', out: 'sum' });
  });

  it('change places', () => {
    expect(moveLayer(residual, 'c', 1).layers.map(({ id }) => id)).toEqual(['a', 'c', 'b', 'sum', 'out']);
    expect(reads(moveLayer(residual, 'c', 1))).toMatchObject({ c: 'a', b: 'c', sum: 'a b' });
    expect(moveLayer(residual, 'out', 0).layers.map(({ id }) => id)).toEqual(['out', 'a', 'b', 'c', 'sum']);
    expect(moveLayer(moveLayer(residual, 'b', 4), 'b', 1)).toEqual(residual);
  });

  it('are copied behind themselves, under a free name', () => {
    const { network: copied, id } = duplicateLayer(residual, 'b');
    expect(id).toBe('b2');
    expect(reads(copied)).toMatchObject({ b: 'a', b2: 'b', c: 'b2' });
    expect(copied.layers[2]).toMatchObject({ kind: 'dense', units: 4 });
  });

  it('are renamed together with what reads them', () => {
    expect(reads(renameLayer(residual, 'a', 'first'))).toEqual({
      first: 'input',
      b: 'first',
      c: 'b',
      sum: 'first c',
      out: 'sum',
    });
  });

  it('are connected; just the layer before needs no inputs', () => {
    expect(connectLayer(residual, 'out', ['b']).layers[4]).toMatchObject({ inputs: ['b'] });
    expect(connectLayer(connectLayer(residual, 'out', ['b']), 'out', ['sum'])).toEqual(residual);
  });

  it('are called by short names that are free', () => {
    expect(layerName(network(dense('conv1'), dense('conv2')), 'conv2d')).toBe('conv3');
    expect(layerName(residual, 'batchNormalization')).toBe('bn1');
    expect(layerName(residual, 'batchNormalization', ['bn1'])).toBe('bn2');
    expect([freshId(residual, 'a'), freshId(residual, 'input'), freshId(residual, 'new')]).toEqual([
      'a2',
      'input2',
      'new',
    ]);
    expect(freshId(network(dense('x'.repeat(64))), 'x'.repeat(64))).toHaveLength(57);
  });

  it('cannot be called everything', () => {
    const why = (name: string) => nameProblem(residual, 'b', name);
    expect([
      why('b'),
      why('block-1_b'),
      why('a'),
      why('input'),
      why('1st'),
      why('a b'),
      why(''),
      why('x'.repeat(65)),
    ]).toEqual([null, null, 'taken', 'taken', 'pattern', 'pattern', 'pattern', 'long']);
  });
});
