/** What outputs say: probabilities, or scores. */
import { describe, expect, it } from 'vitest';
import { answerOf, barOf, outputKind } from '@/core/metrics/answer';

const layers = (activation?: string) => [{ id: 'output', kind: 'dense', units: 3, activation }];

describe('outputs', () => {
  it.each([
    ['softmax', { kind: 'categoricalCrossentropy' }, 'probabilities'],
    ['sigmoid', { kind: 'meanSquaredError' }, 'probabilities'],
    ['linear', { kind: 'categoricalCrossentropy', fromLogits: true }, 'logits'],
    ['logSoftmax', { kind: 'meanSquaredError' }, 'logProbabilities'],
    ['linear', { kind: 'hinge' }, 'scores'],
    [undefined, { kind: 'meanSquaredError' }, 'scores'],
  ] as const)('of %s with %o are %s', (activation, loss, kind) => {
    expect(outputKind({ layers: layers(activation), loss })).toBe(kind);
  });

  it('become probabilities as the loss makes them', () => {
    const logits = Float32Array.of(1000, 1000 + Math.LN2, -50);
    const { values, probable } = answerOf('logits', logits);
    expect(probable).toBe(true);
    expect([...values].map((p) => Number(p.toFixed(4)))).toEqual([0.3333, 0.6667, 0]);
    expect([...answerOf('logProbabilities', Float32Array.of(0, -Infinity)).values]).toEqual([1, 0]);
  });

  it('have bars as long as a probability, or as a score lies between the others', () => {
    expect(barOf({ values: Float32Array.of(0.25, 0.75), probable: true }, 0)).toBe(0.25);
    const scores = answerOf('scores', Float32Array.of(-2, 0, 6));
    expect([0, 1, 2].map((place) => barOf(scores, place))).toEqual([0, 0.25, 1]);
    expect(barOf(answerOf('scores', Float32Array.of(3, 3)), 1)).toBe(0);
    expect(barOf({ values: Float32Array.of(Number.NaN, 1), probable: true }, 0)).toBe(0);
  });
});
