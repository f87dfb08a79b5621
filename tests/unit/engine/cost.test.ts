/** What a network costs, and how many samples are evaluated at a time. */
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { TEMPLATES } from '@/core/network/templates';
import { costPerSample } from '@/engine/cost';
import { evaluationBatch } from '@/engine/evaluation';

const graphOf = (name: keyof typeof TEMPLATES, batchSize: number) =>
  buildGraph(TEMPLATES[name].network, { batchSize, mode: 'inference' });

describe('the cost of a sample', () => {
  it('is the products of its sums, and one for every other element', () => {
    // 784·128 and 128·10 products, a bias and an activation for each of the 138 units.
    expect(costPerSample(graphOf('mnist-mlp', 1))).toBe(784 * 128 + 128 * 10 + 2 * 138 + 784);
  });

  it('does not depend on the batch', () => {
    expect(costPerSample(graphOf('mnist-cnn', 7))).toBeCloseTo(costPerSample(graphOf('mnist-cnn', 1)), 6);
  });
});

it('fewer samples are evaluated at a time the more a network costs', () => {
  expect(evaluationBatch(graphOf('xor', 4))).toBe(500);
  expect(evaluationBatch(graphOf('mnist-mlp', 1))).toBe(500);
  const cnn = evaluationBatch(graphOf('mnist-cnn', 1));
  expect(cnn).toBeGreaterThan(80);
  expect(cnn).toBeLessThan(120);
});
