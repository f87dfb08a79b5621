/** The learning rate to begin anew with after a divergence. */
import { describe, expect, it } from 'vitest';
import { adviseRate, TriedRates } from '@/state/learningRates';

describe('the advice', () => {
  it.each([
    ['the usual one, where more was tried', { diverged: 1000, current: 1000, usual: 0.003, stable: null }, 0.003],
    ['the usual one, whatever else worked', { diverged: 1000, current: 1000, usual: 0.003, stable: 0.5 }, 0.003],
    ['a tenth, where the usual one diverged', { diverged: 0.003, current: 0.003, usual: 0.003, stable: null }, 0.0003],
    ['a tenth in few digits', { diverged: 0.1 + 0.2, current: 0.3, usual: 0.5, stable: null }, 0.03],
    ['what has worked, rather than a tenth', { diverged: 0.4, current: 0.4, usual: 0.5, stable: 0.2 }, 0.2],
    ['a tenth, where that is more', { diverged: 0.4, current: 0.4, usual: 0.5, stable: 0.01 }, 0.04],
    [
      'what has been set meanwhile, when it is lower',
      { diverged: 1000, current: 1e-9, usual: 0.003, stable: null },
      1e-9,
    ],
    ['not what has been set, when it is higher', { diverged: 1000, current: 100, usual: 0.003, stable: null }, 0.003],
  ])('%s', (_, facts, rate) => {
    expect(adviseRate(facts)).toBe(rate);
  });
});

describe('rates that have been tried', () => {
  it('count when they have trained for a while and are clearly lower', () => {
    const tried = new TriedRates();
    tried.note(0.1, 30);
    expect(tried.stableBelow(10)).toBeNull();
    tried.note(0.1, 30);
    tried.note(0.9, 100);
    tried.note(0.01, 100);
    expect(tried.stableBelow(1)).toBe(0.1);
    expect(tried.stableBelow(0.15)).toBe(0.01);
    tried.clear();
    expect(tried.stableBelow(1)).toBeNull();
  });
});
