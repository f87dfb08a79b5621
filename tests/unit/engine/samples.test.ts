/** Batches are gathered from shards of bytes or floats, whatever order they arrived in. */
import { describe, expect, it } from 'vitest';
import type { DatasetInfo, Shard } from '@/core/dataset';
import { applyPreprocessing, fitPreprocessing, rowsOf } from '@/core/preprocessing';
import { SampleStore } from '@/engine/samples';

const info = (targetSize: number): DatasetInfo => ({
  id: 'test',
  inputShape: [2],
  classes: null,
  targetSize,
  counts: { train: 5, test: 1 },
  classCounts: null,
  licence: '',
  citation: '',
});
const shard = (first: number, inputs: Shard['inputs'], targets: Shard['targets']): Shard => ({
  split: 'train',
  first,
  count: inputs.length / 2,
  inputs,
  scale: 0.5,
  targets,
});

function storeOf(targetSize: number, ...shards: Shard[]): SampleStore {
  const store = new SampleStore();
  store.receive({ type: 'info', info: info(targetSize) });
  for (const part of shards) store.receive({ type: 'shard', shard: part });
  return store;
}

describe('gathering', () => {
  it('scales bytes and makes classes one-hot vectors', () => {
    const store = storeOf(
      3,
      shard(3, Uint8Array.of(6, 7, 8, 9), Uint8Array.of(0, 1)),
      shard(0, Uint8Array.of(0, 1, 2, 3, 4, 5), Uint8Array.of(2, 1, 0)),
    );
    const inputs = new Float32Array(6);
    const targets = new Float32Array(9).fill(7);
    store.gather('train', [4, 0, 2], inputs, targets);
    expect([...inputs]).toEqual([4, 4.5, 0, 0.5, 2, 2.5]);
    expect([...targets]).toEqual([0, 1, 0, 0, 0, 1, 1, 0, 0]);
    expect(store.loaded).toBe(5);
    expect(store.total).toBe(6);
  });

  it('takes target vectors, and a single class as a number', () => {
    const targets = new Float32Array(2);
    storeOf(1, shard(0, Float32Array.of(1, 2, 3, 4), Float32Array.of(0.25, -1))).gather(
      'train',
      [1, 0],
      new Float32Array(4),
      targets,
    );
    expect([...targets]).toEqual([-1, 0.25]);
    storeOf(1, shard(0, Uint8Array.of(1, 2, 3, 4), Uint8Array.of(1, 0))).gather(
      'train',
      [0, 1],
      new Float32Array(4),
      targets,
    );
    expect([...targets]).toEqual([1, 0]);
  });

  it('gives what core makes of the scaled samples, of bytes and of floats', () => {
    const bytes = storeOf(1, shard(0, Uint8Array.of(0, 1, 2, 7, 4, 9), Uint8Array.of(0, 1, 0)));
    const floats = storeOf(1, shard(0, Float32Array.of(0, 1, 2, 7, 4, 9), Float32Array.of(0, 1, 0)));
    const plain = Float32Array.of(0, 0.5, 1, 3.5, 2, 4.5);
    for (const spec of [{ kind: 'log' }, { kind: 'standard', per: 'all' }, { kind: 'standard' }, { kind: 'zca' }]) {
      const fitted = fitPreprocessing(spec, rowsOf(plain, 2));
      const expected = applyPreprocessing(fitted, plain, new Float32Array(6));
      for (const store of [bytes, floats]) {
        const inputs = new Float32Array(6);
        store.prepared(fitted).gather('train', [0, 1, 2], inputs, new Float32Array(3));
        expect(inputs).toEqual(expected);
        store.gather('train', [0, 1, 2], inputs, new Float32Array(3));
        expect(inputs).toEqual(plain);
      }
    }
  });

  it('refuses samples that are not there', () => {
    const store = storeOf(1, shard(0, Uint8Array.of(1, 2), Uint8Array.of(1)));
    const gather = (index: number) => () => store.gather('train', [index], new Float32Array(2), new Float32Array(1));
    expect(gather(0)).not.toThrow();
    for (const index of [1, -1]) expect(gather(index)).toThrow(RangeError);
    expect(() => store.gather('test', [0], new Float32Array(2), new Float32Array(1))).toThrow(RangeError);
  });

  it('settles when everything has arrived', async () => {
    const store = storeOf(1);
    let complete = false;
    void store.complete.then(() => {
      complete = true;
    });
    await Promise.resolve();
    expect(complete).toBe(false);
    expect(store.receive({ type: 'end' })).toBe(true);
    await store.complete;
    expect(complete).toBe(true);
  });
});
