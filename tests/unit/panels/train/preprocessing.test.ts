/** How a document chooses its preprocessing, and what is said of a fit. */
import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '@/core/network/templates';
import { fitPreprocessing, rowsOf } from '@/core/preprocessing';
import {
  chosen,
  countFor,
  editPreprocessing,
  extremes,
  KINDS,
  pairOf,
  reach,
  settingsOf,
  sharedBy,
} from '@/panels/train/data/preprocessing/model';
import { documentSchema } from '@/state';

const document = documentSchema.parse(structuredClone(TEMPLATES.xor));

describe('the preprocessing of a document', () => {
  it('is there or is not, and the document is valid with each kind', () => {
    for (const kind of KINDS) {
      const spec = chosen(kind, true);
      const edited = editPreprocessing(spec)(document);
      expect(documentSchema.parse(edited).data.preprocessing).toEqual(spec ?? undefined);
      expect(editPreprocessing(null)(edited)).toEqual(document);
      if (spec) expect(settingsOf(spec)).not.toBeNull();
    }
  });

  it('measures all pixels of images together to begin with, and each feature of other data apart', () => {
    expect(chosen('standard', true)).toEqual({ kind: 'standard', per: 'all' });
    expect(chosen('standard', false)).toEqual({ kind: 'standard' });
    expect(chosen('log', true)).toEqual({ kind: 'log' });
    expect(chosen('none', true)).toBeNull();
  });

  it('of a kind or with settings that there are not is told apart', () => {
    expect(settingsOf({ kind: 'nothing' })).toBeNull();
    expect(settingsOf({ kind: 'zca', epsilon: -1 })).toBeNull();
  });
});

describe('what was measured', () => {
  const rows = rowsOf([1, 5, 3, 5, 8, 5], 2);

  it('are two numbers a feature, also of one that never changes', () => {
    const spread = fitPreprocessing({ kind: 'minMax', low: -1 }, rows);
    const pair = pairOf(spread, settingsOf({ kind: 'minMax', low: -1 })!)!;
    expect([pair.names, [...pair.first], [...pair.second], pair.one]).toEqual([
      ['smallest', 'largest'],
      [1, 5],
      [8, 5],
      false,
    ]);
    const standard = fitPreprocessing({ kind: 'standard', per: 'all' }, rowsOf([1, 3], 1));
    expect(pairOf(standard, { per: 'all' })).toMatchObject({
      first: Float64Array.of(2),
      second: Float64Array.of(1),
      one: true,
    });
    expect(pairOf(fitPreprocessing({ kind: 'log' }, rows), {})).toBeNull();
  });

  it('is the share of variance along the first directions', () => {
    const variances = Float64Array.of(6, 3, 1, 0);
    expect([0, 1, 2, 4].map((count) => sharedBy(variances, count))).toEqual([0, 0.6, 0.9, 1]);
    expect([0.5, 0.9, 0.95].map((share) => countFor(variances, share))).toEqual([1, 2, 3]);
    expect(sharedBy(new Float64Array(3), 2)).toBe(0);
  });

  it('has extremes', () => {
    expect(reach([1, -3, 2])).toBe(3);
    expect(extremes([1, -3, 2])).toEqual({ low: -3, high: 2 });
  });
});
