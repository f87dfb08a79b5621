/** Batches follow from seed and step alone, and visit every training sample once an epoch. */
import { describe, expect, it } from 'vitest';
import { BatchPlan, divide } from '@/engine/batches';

const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

describe('the division of samples', () => {
  it('holds a share back, the same for the same seed', () => {
    const { train, validation, quick } = divide(5000, 0.3, 1);
    expect(validation).toHaveLength(1500);
    expect(sorted([...train, ...validation])).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect([...quick]).toEqual([...validation.subarray(0, 1000)]);
    expect(divide(5000, 0.3, 1).validation).toEqual(validation);
    expect(divide(5000, 0.3, 2).validation).not.toEqual(validation);
  });

  it('always leaves something to train on', () => {
    expect(divide(4, 0, 1)).toMatchObject({ train: Uint32Array.of(0, 1, 2, 3), validation: new Uint32Array(0) });
    expect(divide(2, 0.9, 1).train).toHaveLength(1);
    expect(divide(1, 0.9, 1).train).toHaveLength(1);
    expect(divide(0, 0.9, 1)).toMatchObject({ train: new Uint32Array(0), validation: new Uint32Array(0) });
  });
});

describe('the order of batches', () => {
  const samples = Uint32Array.from({ length: 50 }, (_, i) => i * 2);

  it('visits every sample once an epoch, in another order each time', () => {
    const plan = new BatchPlan(samples, 16, 3);
    expect(plan.stepsPerEpoch).toBe(4);
    const epoch = (n: number) => [0, 1, 2, 3].flatMap((step) => [...plan.at(n * 4 + step)]);
    expect(sorted(epoch(0))).toEqual([...samples]);
    expect(sorted(epoch(1))).toEqual([...samples]);
    expect(epoch(0)).not.toEqual(epoch(1));
    expect(plan.at(3)).toHaveLength(2);
  });

  it('is a function of seed and step, not of what was asked before', () => {
    const plan = new BatchPlan(samples, 16, 3);
    const late = [...plan.at(9)];
    plan.at(0);
    expect([...plan.at(9)]).toEqual(late);
    expect([...new BatchPlan(samples, 16, 3).at(9)]).toEqual(late);
    expect([...new BatchPlan(samples, 16, 4).at(9)]).not.toEqual(late);
  });
});
