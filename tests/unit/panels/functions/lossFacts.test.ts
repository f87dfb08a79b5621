/** What the page says of the lowest place of a loss. */
import { describe, expect, it } from 'vitest';
import type { LossSetup } from '@/panels/functions/model/losses';
import { lossFacts } from '@/panels/functions/model/lossFacts';

const setup = (kind: string, more: Partial<LossSetup> = {}): LossSetup => ({
  kind,
  spec: { kind },
  head: null,
  size: 1,
  ...more,
});

describe('the least loss', () => {
  it('is at the target for a squared error', () => {
    const facts = lossFacts(setup('meanSquaredError'), [0], 0, [1], [-4, 4]);
    expect(facts).toMatchObject({ leastIs: 'at', pull: 'grows', curved: 'convex' });
    expect(facts.leastAt).toBeCloseTo(1, 6);
    expect(facts.least).toBeCloseTo(0, 9);
  });

  it('is beyond the edge where the loss still falls there', () => {
    expect(lossFacts(setup('binaryCrossentropy'), [0.5], 0, [1], [0, 1]).leastIs).toBe('beyond');
    const soft = setup('categoricalCrossentropy', { head: 'softmax', size: 3 });
    expect(lossFacts(soft, [0, 0, 0], 0, [0, 1, 0], [-6, 6]).leastIs).toBe('beyond');
  });

  it('is a whole side for hinge and zero–one', () => {
    const hinge = lossFacts(setup('hinge'), [0], 0, [1], [-4, 4]);
    expect(hinge.leastIs).toBe('above');
    expect(hinge.leastAt).toBeCloseTo(1, 6);
    const wrong = lossFacts(setup('zeroOne'), [0.2], 0, [1], [0, 1]);
    expect(wrong).toMatchObject({ leastIs: 'above', curved: 'jumps', pull: 'none' });
    expect(wrong.leastAt).toBeCloseTo(0.5, 2);
    expect(lossFacts(setup('zeroOne'), [0.2], 0, [0], [0, 1]).leastIs).toBe('below');
  });
});
